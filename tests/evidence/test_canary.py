"""What only the shop may see, addresses, names, phones and words: no page, feed, answer, file or log has it.

VITRINA_CANARIES=25 sets how many people leave theirs, everywhere something can be left, in a shop that is
served as an owner serves it.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.outbox import drain
from shop import actions, codes, tokens
from shop.errors import Unavailable
from shop.limits import POSTS_ASKED
from tests.evidence import whole
from tests.evidence.canaries import Canary, canary
from tests.evidence.figures import note
from tests.evidence.served import Served, build, served, until
from tests.evidence.whole import Steady

PEOPLE = int(os.environ.get("VITRINA_CANARIES", "2"))

#: What everybody may see, so that a page without it would show that nothing was published at all.
SHOWN = "Everybody may read this"


def test_what_only_the_shop_may_see_is_seen_nowhere_else(tmp_path: Path) -> None:
    people = [canary(number) for number in range(PEOPLE)]

    with served(tmp_path) as shop:
        for number, person in enumerate(people):
            plant(shop, person, number)
        until(lambda: SHOWN.encode() in shop.asks("/ideas/")[1], "what was published is on no page")
        public = shop.asks("/api/feedback")[1]
        answers = list(everything_public(shop))
    (tmp_path / "published.json").write_bytes(json.dumps(_json(public)).encode())
    said = build(
        tmp_path,
        "build",
        "--content",
        "shop",
        "--out",
        "dist",
        VITRINA_FEEDBACK=str(tmp_path / "published.json"),
    )

    found = {
        "answers": [each for content in answers for each in all_seen(people, content)],
        "site": in_files(people, tmp_path / "site"),
        "dist": in_files(people, tmp_path / "dist"),
        "cache": in_files(people, tmp_path / ".cache"),
        "log": all_seen(people, (tmp_path / "log").read_bytes() + said),
    }
    assert found == {place: [] for place in found}
    # And it was all there to be found.
    assert SHOWN in "".join(file.read_text() for file in (tmp_path / "dist" / "ideas").rglob("*.html"))
    assert all(in_state(people, tmp_path / "state"))
    assert in_files(people, tmp_path / "state" / "letters")
    note(
        "canary", people=PEOPLE, answers=len(answers),
        **{"files of the site": len(list((tmp_path / "dist").rglob("*"))), "seen": 0},
    )  # fmt: skip


def plant(shop: Served, person: Canary, number: int) -> None:
    """Everything that somebody can leave, right and wrong, by script and by form."""
    key, named = f"canary-{number:04}", {"email": person.email}
    order = whole.order(contact=person.contact, note=person.text)
    order["lines"][0]["sku"] = "FIRST-1"
    placed = shop.leaves("/api/orders", order, key)
    v_number, v_key = whole.fragment(placed["track"])
    ticket = shop.leaves(
        "/api/tickets",
        whole.ticket(
            contact=person.contact, message=person.text, pictures=[whole.picture()],
            order={"number": v_number, "key": v_key},
        ),
        key,
    )  # fmt: skip
    t_number, t_key = whole.fragment(ticket["track"])
    shop.asks(f"/api/tickets/{t_number}/messages", {"key": t_key, "message": f"More: {person.text}"})
    for kind in ("problem", "question", "thanks", "idea"):
        sent = whole.idea(kind=kind, text=person.text, title=person.text, contact=_of_post(person))
        shop.leaves("/api/feedback", sent, f"{key}-{kind}")
    rejected = whole.review(contact=_of_post(person), title=person.text) | {
        "text": person.text,
        "sku": "FIRST-1",
    }
    publish(shop, shop.leaves("/api/feedback", rejected, f"{key}-review")["id"], "rejected")
    shown = whole.idea(text=SHOWN, contact={"name": "Somebody", **named})
    id = shop.leaves("/api/feedback", shown, f"{key}-shown")["id"]
    publish(shop, id, "open")
    vote(shop, id, person)
    stumble(shop, person, (v_number, v_key), (t_number, t_key))


def _of_post(person: Canary) -> dict[str, str]:
    return {"name": person.name, "email": person.email}


def publish(shop: Served, id: str, to: str) -> None:
    """What the owner does from a letter."""
    token = actions.sign(shop.root_key, actions.POST, id, datetime.now(UTC))
    status, _ = shop.asks(f"{actions.PATH}{token}", {"do": f"move.{to}", "version": "1"}, form=True)
    assert status == 200


def vote(shop: Served, id: str, person: Canary) -> None:
    asked = codes.asked(id, f"voter-{person.email}", os.urandom(16), datetime.now(UTC))
    proof, code = codes.proof(shop.root_key, asked, sent=True), codes.code(shop.root_key, asked)
    status, _ = shop.asks(f"/api/feedback/{id}/vote", {"proof": proof, "code": code})
    assert status == 200
    token = tokens.sign(shop.root_key, tokens.FORM, os.urandom(16), datetime.now(UTC) - timedelta(minutes=1))
    assert shop.asks(f"/api/feedback/{id}/vote", {"email": person.email, "form_token": token})[0] == 202


def stumble(
    shop: Served, person: Canary, order: Sequence[str], ticket: Sequence[str]
) -> None:  # fmt: skip
    """What is refused may be logged, too."""
    wrong = {"email": person.email, "name": person.name, "text": person.text, "phone": person.phone}
    for path in ("orders", "tickets", "feedback", "quote", "track", "orders/find", "tickets/find"):
        assert shop.asks(f"/api/{path}", wrong, Idempotency_Key="canary-wrong")[0] == 422
        assert shop.asks(f"/api/{path}", wrong | {"number": "1"}, form=True)[0] in (200, 404, 422)
        assert (
            shop.asks(f"/api/{path}", json.dumps(wrong)[:-9].encode(), Idempotency_Key="canary-w")[0] == 400
        )
    shop.asks("/api/orders/find", {"number": order[0], "email": person.email})
    shop.asks("/api/tickets/find", {"number": ticket[0], "email": person.email})
    shop.asks(
        f"/api/tickets/{ticket[0]}/rating", {"key": ticket[1], "rating": "good", "comment": person.text}
    )
    shop.asks(f"/api/orders/{order[0]}/cancel", {"number": order[0], "key": order[1]})
    shop.asks(f"/{person.email}?{urlencode(wrong)}")
    shop.asks(f"/api/tickets/{person.email}/view", wrong)


def everything_public(shop: Served) -> Iterator[bytes]:
    """What anybody gets who asks: every page and file of the site, and every call without a secret."""
    for file in sorted(path for path in shop.site.rglob("*") if path.is_file()):
        path = re.sub(r"(^|/)index\.html$", r"\1", file.relative_to(shop.site).as_posix())
        yield shop.asks(f"/{path}")[1]
    public = shop.asks("/api/feedback")[1]
    yield public
    ids = [each["id"] for each in _json(public)["ideas"]]
    yield shop.asks("/api/feedback/votes?" + urlencode([("id", id) for id in ids[:POSTS_ASKED]]))[1]
    for path in (
        "form-token",
        "health",
        "openapi.json",
        "stock?sku=FIRST-1",
        "pictures/x",
        "none",
        "feedback/x",
    ):
        yield shop.asks(f"/api/{path}")[1]
    for number in (f"T-{each}" for each in range(10001, 10001 + PEOPLE)):
        yield shop.asks(f"/api/tickets/{number}/view", {"key": "x" * 27})[1]
    for id in ids:
        yield shop.asks(f"/api/feedback/{id}/vote", {})[1]
        yield shop.asks(f"/api/feedback/{id}/vote", {"language": "en"}, form=True)[1]
        yield shop.asks(f"/api/feedback/{id}/unfollow", {"token": "x"})[1]
    yield shop.asks("/desk/act/v1.ticket.1.x.y")[1]


def _json(answer: bytes) -> Any:
    return json.JSONDecoder().raw_decode(answer.decode())[0]


def all_seen(people: Sequence[Canary], content: bytes) -> list[str]:
    return [each for person in people for each in person.seen_in(content)]


def in_files(people: Sequence[Canary], folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    names = "\n".join(str(path) for path in files).encode()
    return [
        each
        for content in (names, *(file.read_bytes() for file in files))
        for each in all_seen(people, content)
    ]


def in_state(people: Sequence[Canary], state: Path) -> list[list[str]]:
    store = b"".join(file.read_bytes() for file in state.glob("orders.sqlite3*"))
    return [person.seen_in(store) for person in people]


def test_no_log_says_whose_letter_could_not_be_sent(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    person, at = canary(0), datetime.now(UTC)
    with whole.opened(tmp_path) as ports:
        client = Steady(whole.application(ports))
        assert client.post("/api/orders", whole.order(contact=person.contact), "canary-order").status == 201
        sent = whole.ticket(contact=person.contact, message=person.text)
        assert client.post("/api/tickets", sent, "canary-ticket").status == 201
        sent = whole.idea(contact=_of_post(person), text=person.text)
        assert client.post("/api/feedback", sent, "canary-idea").status == 201
        client.close()
        broken = replace(ports, mailer=Telling())
        failed = sum(drain(broken, at + timedelta(days=day)).failed for day in range(6))

    assert failed > 6
    assert len(caplog.records) >= failed
    assert person.seen_in(caplog.text.encode()) == []
    note("canary-log", **{"letters that failed": failed, "lines": len(caplog.records), "seen": 0})


class Telling:
    """A mail server that repeats whom it does not want to write to."""

    def __init__(self) -> None:
        self._next = 0

    def send(self, id: str, message: EmailMessage) -> None:
        self._next += 1
        kinds = (ValueError, OSError, Unavailable, KeyError)
        words = "the server cannot be reached" if self._next % 4 == 2 else f"nobody is at {message['To']}"
        raise kinds[self._next % 4](words)

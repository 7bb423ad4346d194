"""Everything that can be sent to feedback's calls: no answer 5xx, nothing taken that is out of range, and
nothing shown that nobody has let be shown.

VITRINA_FUZZ=100000 sets how many requests are made up.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from functions._wiring import Ports
from shop import codes, consents, limits, moderating, tokens
from shop.fields import unprintable
from shop.posts import KINDS, REVIEW, SHOWN, STATES, Post, choices
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.test_fuzz import (
    COUNT,
    FORM,
    HEADERS,
    JSON,
    SKUS,
    STRANGE,
    _bend,
    _broken,
    shop,
)
from tests.evidence.test_tampered_orders import as_form
from tests.evidence.whole import Steady

__all__ = ["shop"]

WORDS = tuple(each for each in STRANGE if isinstance(each, str) and "\ud800" not in each)


def test_nothing_that_can_be_sent_as_feedback_breaks_anything(shop: Ports) -> None:
    chance, client = random.Random(100_001), Steady(whole.application(shop))
    statuses: Counter[int] = Counter()
    calls: Counter[str] = Counter()
    taken = 0

    for number in range(COUNT):
        method, path, body, headers = _request(shop, chance, number)
        answer = client.send(method, path, body, headers)
        asked = (number, method, path, body[:2000], headers)

        statuses[answer.status] += 1
        calls[_call(path)] += 1
        assert answer.status < 500, asked
        if answer.status == 201:
            taken += 1
            newest = shop.posts.listed(STATES, 1)[0]
            assert _wrong(newest) == [], asked
            if chance.random() < 0.2 and newest.state == "pending":
                moderating.move(newest, choices(newest)[0], "", shop, datetime.now(UTC), who="owner")
        elif path == "/api/feedback" and method == "GET" and answer.status == 200:
            assert _hidden(shop, answer.json) == [], asked

    client.close()
    assert taken > COUNT / 100
    assert {200, 201, 202, 400, 404, 405, 415, 422} <= statuses.keys()
    note(
        "fuzz feedback",
        requests=COUNT,
        **{
            "5xx": 0,
            "posts taken": taken,
            "of them out of range": 0,
            "shown without leave": 0,
            "answers": {str(status): count for status, count in sorted(statuses.items())},
            "calls": dict(sorted(calls.items())),
        },
    )


def _call(path: str) -> str:
    bare = path.partition("?")[0]
    parts = bare.split("/")
    return "/".join([*parts[:3], "{id}", parts[4]]) if len(parts) > 4 else bare


def _wrong(post: Post) -> list[str]:
    texts = {
        "name": (post.author.name, limits.NAME),
        "email": (post.author.email or "", limits.EMAIL),
        "title": (post.title, limits.TITLE),
        "text": (post.text, limits.TEXT),
        "page": (post.page, limits.PAGE),
    }
    review = post.kind == REVIEW
    rules = {
        "kind": post.kind in KINDS,
        "text": bool(post.text) or review,
        "stars": 1 <= post.stars <= 5 if review else post.stars == 0,
        "sku": post.sku in SKUS if review else post.sku == "",
        "bought": not post.bought,
        "state": post.state == "pending",
        "page": not any(mark in post.page for mark in "?#"),
    }
    too_long = [name for name, (text, longest) in texts.items() if len(text) > longest]
    unseen = [name for name, (text, _) in texts.items() if unprintable(text)]
    return [*(name for name, holds in rules.items() if not holds), *too_long, *unseen]


def _hidden(shop: Ports, shown: Any) -> list[str]:
    """What is listed without having been published."""
    found = [shop.posts.by_id(each["id"]) for each in (*shown["ideas"], *shown["reviews"])]
    return [post.id for post in found if post is None or post.state not in SHOWN or post.published_at is None]


def _request(
    shop: Ports, chance: random.Random, number: int
) -> tuple[str, str, bytes, dict[str, str]]:  # fmt: skip
    newest = chance.choice(shop.posts.listed(STATES, 20) or [None])
    id = newest.id if newest and chance.random() < 0.9 else chance.choice(("0" * 32, "x", "votes", "a.b"))
    if chance.random() < 0.15:
        return _look(chance, id)
    path, fields = _right(shop, chance, id, newest)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        _bend(fields, chance)
    form = chance.random() < 0.4
    headers = {"content-type": FORM if form else JSON, "idempotency-key": f"fuzz-{number:07}"}
    body = as_form(fields) if form else json.dumps(fields).encode()
    if chance.random() < 0.06:
        body = _broken(body, chance)
    if chance.random() < 0.12:
        headers |= [chance.choice(HEADERS)]
    return "POST", path, body, headers


def _look(chance: random.Random, id: str) -> tuple[str, str, bytes, dict[str, str]]:
    method = chance.choice(("GET", "GET", "GET", "HEAD", "PUT", "OPTIONS"))
    ids = "&".join(f"id={id}" for _ in range(chance.choice((0, 1, 2, 101))))
    one = f"/api/feedback/{id}"
    path = chance.choice(("/api/feedback", f"/api/feedback/votes?{ids}", f"{one}/unfollow/x", f"{one}/vote"))
    return method, path, b"", {"origin": "https://blog.example"} if chance.random() < 0.3 else {}


def _right(
    shop: Ports, chance: random.Random, id: str, post: Post | None
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """A request that is taken as it stands, or could be."""
    token = tokens.sign(shop.root_key, tokens.FORM, chance.randbytes(16), datetime.now(UTC))
    email = f"anna{chance.randrange(50)}@example.org"
    match chance.randrange(8):
        case 0:
            return f"/api/feedback/{id}/vote", {}
        case 1:
            return f"/api/feedback/{id}/vote", {"email": email, "language": "ru"}
        case 2:
            asked = codes.asked(id, email, chance.randbytes(16), datetime.now(UTC))
            proof, code = codes.proof(shop.root_key, asked, sent=True), codes.code(shop.root_key, asked)
            return f"/api/feedback/{id}/vote", {"proof": proof, "code": code, "language": "en"}
        case 3:
            return f"/api/feedback/{id}/unfollow", {"token": chance.choice(WORDS) or "x"}
    left: dict[str, Any] = {
        "kind": chance.choice(KINDS),
        "text": chance.choice(WORDS) + " and more",
        "title": chance.choice(WORDS)[:90],
        "contact": {"name": "Anna", "email": email},
        "page": chance.choice(("/tea/?a=b#c", "https://shop.example/x?y", "https://other.example/")),
        "consent": consents.token(consents.FEEDBACK),
        "language": "en",
    }
    if left["kind"] == REVIEW:
        left |= {"stars": chance.randrange(1, 6), "sku": chance.choice(list(SKUS))}
    return "/api/feedback", left | ({"form_token": token} if chance.random() < 0.3 else {})


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of votes would answer nearly everything here."""
    monkeypatch.setattr(limits, "VOTES", 10**9)

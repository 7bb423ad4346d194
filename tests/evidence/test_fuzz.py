"""Everything that can be sent, right, bent and broken, to every address: no answer 5xx, nothing taken that is
out of range.

VITRINA_FUZZ=100000 sets how many requests are made up here; VITRINA_SCHEMATHESIS=500 how many examples of
each call Schemathesis makes up from the published description.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from schemathesis import engine
from schemathesis.engine import events

from functions._wiring import Ports
from shop import actions, limits, posts, tickets, tokens
from shop.fields import unprintable
from shop.orders import Order
from tests.evidence import case_requests, whole
from tests.evidence.figures import note
from tests.evidence.test_tampered_orders import as_form
from tests.evidence.whole import Steady
from tests.functions.browser import Answer
from tests.functions.published import TERMS, offer

COUNT = int(os.environ.get("VITRINA_FUZZ", "1500"))
EXAMPLES = int(os.environ.get("VITRINA_SCHEMATHESIS", "20"))

SKUS = {"TP-01-S": 10**6, "TEA-1": None}
OFFERS = tuple(offer(sku, sku, "7.45", stock=stock) for sku, stock in SKUS.items())
JSON, FORM, PARTS = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
BOUNDARY = "border-of-parts"
#: How many of the requests are about tickets and posts.
CASES = 0.6

#: What a value is replaced by: borders of every range, other types, what no text should hold.
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 999, 1000, 10**18, 10**400, 1.0, 0.5, -0.0, 1e308, "", " ", "0", "1",
    "999", "1000", "-1", "1e3", "NaN", "٣", *("x" * n for n in (16, 17, 64, 65, 200, 1000, 1001, 4001)),
    "\0", "a\0b", "\r\n", "\u202e", "\ufeff", "\ud800", "\U0001f600", "ﷺ" * 50, "e\u0301" * 40, "'",
    '"><script>', "{{ 7*7 }}", "../../x", "V-10001-4", "DE", "de", "D", "courier", "pickup", "cash", "en",
    "xx", "a@b.example", "a@b", "=?utf-8?q?a?=@b.example", "+49 30 1234567", "12", "7.45", "12.35", [], {},
    [[]], [None], [1] * 300, {"": 1}, {"x": {"x": {"x": {"x": {"x": {"x": 1}}}}}}, ["TEA-1"],
    [{"sku": "TEA-1"}],
)  # fmt: skip
NAMES = (
    "lines", "contact", "delivery", "payment", "promo", "note", "language", "expected_total", "form_token",
    "subject", "quick", "sku", "quantity", "name", "email", "phone", "number", "key", "price", "status",
    "__proto__", "constructor", "", ".", "a.b", "lines.0.sku", "_cc", "redirect", "id", "total",
    *case_requests.NAMES,
)  # fmt: skip
HEADERS = (
    ("content-type", ""), ("content-type", "text/plain"), ("content-type", f"{JSON}; charset=utf-16"),
    ("content-type", "multipart/form-data; boundary=x"), ("content-type", "application/JSON;charset=UTF-8"),
    ("content-length", "-1"), ("content-length", "9" * 30), ("content-length", "x"),
    ("accept-language", "ru"), ("accept-language", ";q=," * 2000), ("idempotency-key", ""),
    ("idempotency-key", "short"), ("idempotency-key", "k" * 256), ("idempotency-key", "é" * 9),
    ("origin", "null"), ("origin", "https://evil.test"), ("origin", "http://[bad"), ("host", ""),
    ("sec-fetch-site", "cross-site"), ("x-forwarded-for", "1.1.1.1, " * 500), ("x-forwarded-for", "::1%\t,"),
)  # fmt: skip
GETS = (
    "/api/stock",
    "/api/form-token",
    "/api/health",
    "/api/openapi.json",
    "/api/orders",
    "/api/none",
    "/api/tickets",
    "/api/feedback",
    "/api/feedback/votes",
    "/api/feedback/none/vote",
    "/api/pictures/none",
    "/desk/act/none",
    "/api/",
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    with whole.opened(tmp_path, offers=OFFERS) as ports:
        yield ports


def test_nothing_that_can_be_sent_breaks_anything_or_is_taken_out_of_range(shop: Ports) -> None:
    chance, client = random.Random(100_000), Steady(whole.application(shop))
    statuses: Counter[int] = Counter()
    paths: Counter[str] = Counter()
    taken: Counter[str] = Counter()

    for number in range(COUNT):
        method, path, body, headers = _request(shop, chance, number)
        answer = client.send(method, path, body, headers)
        asked = (number, method, path, body[:2000], headers)

        statuses[answer.status] += 1
        paths[_route(path)] += 1
        assert answer.status < 500, asked
        assert answer.headers["cache-control"], asked
        if answer.status == 201:
            taken[_route(path)] += 1
        assert _wrong_now(shop, answer, _route(path)) == [], asked
        if answer.status != 200 or not answer.body.startswith(b"{"):
            continue
        if _route(path) == "/api/quote":
            assert all(1 <= line["quantity"] <= limits.QUANTITY for line in answer.json["lines"]), asked
        elif path.startswith("/api/stock"):
            assert all(left is None or left >= 0 for left in answer.json.values()), asked

    client.close()
    assert sum(statuses.values()) == COUNT
    assert min(taken[path] for path in ("/api/orders", "/api/tickets", "/api/feedback")) > COUNT / 100
    assert {200, 201, 202, 400, 404, 405, 415, 422} <= statuses.keys()
    note(
        "fuzz",
        requests=COUNT,
        **{
            "5xx": 0,
            "taken": dict(sorted(taken.items())),
            "of them out of range": 0,
            "answers": {str(status): count for status, count in sorted(statuses.items())},
            "calls": dict(sorted(paths.items())),
        },
    )


def _wrong_now(shop: Ports, answer: Answer, route: str) -> list[str]:
    """What is out of range of whatever a request has changed."""
    if answer.status == 201 and route == "/api/orders":
        return _wrong(shop.orders.recent(1)[0])
    changed = answer.status in (200, 201, 303)
    if changed and route.startswith(("/api/tickets", actions.PATH)):
        return [
            wrong
            for ticket in shop.tickets.listed(tickets.STATES, 1)
            for wrong in case_requests.wrong_ticket(ticket, shop.tickets.entries(ticket.id))
        ]
    if changed and route.startswith("/api/feedback"):
        return [
            wrong for post in shop.posts.listed(posts.STATES, 1) for wrong in case_requests.wrong_post(post)
        ]
    return []


def _wrong(order: Order) -> list[str]:
    """What of a stored order is out of the ranges that are published, worked out apart from the reading."""
    address = order.delivery.address
    texts = {
        "name": (order.customer.name, limits.NAME),
        "email": (order.customer.email or "", limits.EMAIL),
        "phone": (order.customer.phone or "", limits.PHONE + 5),  # with the country's code put in front
        "note": (order.note, limits.NOTE),
        "street": (address.street if address else "", limits.STREET),
        "postcode": (address.postcode if address else "", limits.POSTCODE),
        "city": (address.city if address else "", limits.CITY),
    }
    quantities = Counter[str]()
    for line in order.lines:
        quantities[line.sku] += line.quantity
    rules = {
        "lines": 1 <= len(order.lines) <= limits.LINES,
        "skus": quantities.keys() <= SKUS.keys(),
        "quantity": all(1 <= quantity <= limits.QUANTITY for quantity in quantities.values()),
        "contact": bool(order.customer.email or order.customer.phone),
        "method": order.quick or order.delivery.method in {each.id for each in TERMS.delivery},
        "payment": order.quick or order.payment.method in {each.id for each in TERMS.payment},
        "country": address is None or address.country in ("DE", "AT", "FR"),
        "language": order.language in TERMS.languages,
        "total": order.total.minor >= sum(745 * quantity for quantity in quantities.values()),
        "currency": order.total.currency == "EUR",
    }
    too_long = [name for name, (text, longest) in texts.items() if len(text) > longest]
    unseen = [name for name, (text, _) in texts.items() if unprintable(text)]
    return [*(name for name, holds in rules.items() if not holds), *too_long, *unseen]


#: In what a body comes, by the beginning of an address.
_MEDIA = {
    "/api/tickets": (JSON, FORM, PARTS, PARTS),
    actions.PATH: (FORM, FORM, FORM, JSON),
    "/": (JSON, JSON, JSON, FORM, FORM, FORM, PARTS),
}


def _request(shop: Ports, chance: random.Random, number: int) -> tuple[str, str, bytes, dict[str, str]]:
    if chance.random() < 0.12:
        return chance.choice(("GET", "GET", "GET", "HEAD", "PUT", "DELETE")), _address(chance), b"", {}
    asked = case_requests.right if chance.random() < CASES else _right
    method, path, fields = asked(shop, chance)
    if chance.random() < 0.1:
        path = re.sub(r"[^/]*[A-Z0-9.][^/]*", lambda _: quote(_words(chance), errors="ignore"), path, count=1)
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2, 3, 6))):
        _bend(fields, chance)
    media = chance.choice(next(kinds for place, kinds in _MEDIA.items() if path.startswith(place)))
    return method, path, *_packed(fields, media, f"fuzz-{number:07}", chance)


def _packed(
    fields: dict[str, Any], media: str, key: str, chance: random.Random
) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a request with those fields, sometimes broken."""
    headers = {"content-type": media, "idempotency-key": key}
    if media != JSON and chance.random() < 0.7:
        headers.pop("idempotency-key")
        fields = {**fields, "idempotency_key": key}
    if media == JSON:
        body = json.dumps(fields).encode()
    elif media == FORM:
        body = as_form(fields)
    else:
        body = case_requests.as_parts(fields, BOUNDARY, chance)
        headers["content-type"] = f"{PARTS}; boundary={BOUNDARY}"
    if chance.random() < 0.08:
        body = _broken(body, chance)
    if chance.random() < 0.15:
        headers |= [chance.choice(HEADERS)]
    return body, headers


def _address(chance: random.Random) -> str:
    path = chance.choice(GETS)
    asked = [
        (chance.choice(("sku", "sku", "sku", "")), _words(chance))
        for _ in range(chance.choice((0, 1, 2, 150)))
    ]
    return f"{path}?{urlencode(asked, errors='surrogatepass')}" if asked else path


def _words(chance: random.Random) -> str:
    return chance.choice((*SKUS, *(each for each in STRANGE if isinstance(each, str))))


def _right(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    """A request that is taken as it stands."""
    held = chance.choice(shop.orders.recent(20) or [None])
    number, key = held.link(shop.root_key).split("#")[1].split(".") if held else ("V-10001-4", "k" * 27)
    email = (held and held.customer.email) or "anna@example.org"
    match chance.randrange(10):
        case 0:
            return "POST", "/api/track", {"number": number, "key": key, "language": "en"}
        case 1:
            return "POST", "/api/orders/find", {"number": number, "email": email}
        case 2:
            return "POST", f"/api/orders/{quote(number)}/cancel", {"number": number, "key": key}
    order = _order(shop, chance)
    return "POST", chance.choice(("/api/orders", "/api/orders", "/api/quote")), order


def _order(shop: Ports, chance: random.Random) -> dict[str, Any]:
    lines = [
        {"sku": chance.choice(list(SKUS)), "quantity": chance.choice((1, 2, 499))}
        for _ in range(chance.choice((1, 1, 2, 3)))
    ]
    order: dict[str, Any] = {"lines": lines, "contact": {"name": "Anna", "email": "anna@example.org"}}
    if chance.random() < 0.15:
        return {"quick": True, "lines": lines[:1], "contact": {"phone": "+49 30 1234567"}}
    method = chance.choice(("courier", "parcel", "pickup"))
    country = {"courier": "DE", "parcel": "FR", "pickup": "DE"}[method]
    address = {"country": country, "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"}
    order |= {"delivery": {"method": method, "address": address}, "payment": "cash", "language": "en"}
    order |= {"note": "please ring twice"} if chance.random() < 0.5 else {}
    if chance.random() < 0.5:
        order["form_token"] = tokens.sign(shop.root_key, tokens.FORM, chance.randbytes(16), datetime.now(UTC))
    return order


def _bend(fields: dict[str, Any], chance: random.Random) -> None:
    """One thing taken away, added, or put in the place of another."""
    group = chance.choice(list(_groups(fields)))
    name = chance.choice([*group, *group, chance.choice(NAMES)])
    if chance.random() < 0.2:
        group.pop(name, None)
    else:
        group[name] = copy.deepcopy(chance.choice(STRANGE))


def _groups(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _groups(inner)


def _broken(body: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut off, doubled, or far too many."""
    place = chance.randrange(len(body) + 1)
    match chance.randrange(5):
        case 0:
            return body[:place] + bytes([chance.randrange(256)]) + body[place + 1 :]
        case 1:
            return body[:place]
        case 2:
            return body + b"&" + body
        case 3:
            return (
                body[:place]
                + chance.choice((b"[" * 5000, b'{"a":' * 2000, b"%ff", b"\xff\xfe"))
                + body[place:]
            )
    return body + b"x" * 70_000


_ROUTES = (
    (r"/api/orders/(?!find$).*/cancel", "/api/orders/{number}/cancel"),
    (r"/api/tickets/.+/(view|messages|rating)", r"/api/tickets/{number}/\1"),
    (r"/api/feedback/.+/vote", "/api/feedback/{id}/vote"),
    (r"/api/feedback/.+/unfollow", "/api/feedback/{id}/unfollow"),
    (r"/api/feedback/.+/unfollow/.*", "/api/feedback/{id}/unfollow/{token}"),
    (r"/api/pictures/.*", "/api/pictures/{token}"),
    (r"/desk/act/.*", "/desk/act/{token}"),
)


_PLAIN = (
    *GETS, "/api/orders/find", "/api/quote", "/api/track", "/api/tickets/find", "/api/tickets/view",
)  # fmt: skip


def _route(path: str) -> str:
    """The call that an address is one of; an address of no call is `other`."""
    bare = path.partition("?")[0]
    for pattern, name in _ROUTES:
        if match := re.fullmatch(pattern, bare, re.DOTALL):
            return match.expand(name)
    return bare if bare in _PLAIN else "other"


def test_the_published_description_holds_for_whatever_schemathesis_makes_of_it(shop: Ports) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", whole.application(shop))
    schema.config.generation.update(max_examples=EXAMPLES, deterministic=True)
    # What is right by the schema may still name goods that no shop sells: 422 is the answer to that.
    schema.config.checks.update(excluded_check_names=["positive_data_acceptance"])
    statuses: Counter[int] = Counter()
    phases: Counter[str] = Counter()
    wrong = []

    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            phases[str(event.phase.value)] += event.status != engine.Status.SKIP
            found = event.recorder.interactions.values()
            statuses.update(each.response.status_code for each in found if each.response is not None)
            failed = [c for checks in event.recorder.checks.values() for c in checks if c.failure_info]
            wrong += [f"{event.label}: {check.name}: {check.failure_info.failure.title}" for check in failed]

    assert wrong == []
    assert phases["coverage"] == phases["fuzzing"] > 7
    assert max(statuses) < 500
    answers = {str(status): count for status, count in sorted(statuses.items())}
    note("schemathesis", requests=sum(statuses.values()), **{"5xx": 0, "against it": 0, "answers": answers})

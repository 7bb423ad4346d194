"""Limits of texts count letters: a Russian may write as much as anybody else, however it is sent."""

from __future__ import annotations

import copy
import json
import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from functions._wiring import Ports
from shop import actions, limits, posts, replying, tickets
from tests.evidence import whole
from tests.evidence.case_requests import as_parts
from tests.evidence.figures import note
from tests.evidence.test_tampered_orders import as_form
from tests.evidence.whole import Steady
from tests.functions.browser import Answer

#: Two bytes; two characters before they are composed; four bytes, and two units of what scripts count in.
LETTERS = ("ж", "и\u0306", "\U0001f642")
BOUNDARY = "border"

#: Every text that a visitor can write: the call, the field, how much.
TEXTS = (
    ("/api/orders", "contact.name", limits.NAME),
    ("/api/orders", "note", limits.NOTE),
    ("/api/tickets", "contact.name", limits.NAME),
    ("/api/tickets", "message", limits.MESSAGE),
    ("/api/tickets/{number}/messages", "message", limits.MESSAGE),
    ("/api/tickets/{number}/rating", "comment", limits.NOTE),
    ("/api/feedback", "contact.name", limits.NAME),
    ("/api/feedback", "title", limits.TITLE),
    ("/api/feedback", "text", limits.TEXT),
    (actions.PATH, "message", limits.MESSAGE),
    (actions.PATH, "note", limits.MESSAGE),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    with whole.opened(tmp_path_factory.mktemp("limits")) as ports:
        yield ports


@pytest.fixture(scope="module")
def client(shop: Ports) -> Iterator[Steady]:
    steady = Steady(whole.application(shop))
    yield steady
    steady.close()


def test_a_text_is_as_long_as_it_has_letters(shop: Ports, client: Steady) -> None:
    sent = Counter[str]()

    for (call, field, most), letter in product(TEXTS, LETTERS):
        for media in _media(call):
            path, fields = _asked(shop, client, call)
            text = "а" + letter * (most - 1)

            refused = _send(client, path, _with(fields, field, text + letter), media)
            taken = _send(client, path, _with(fields, field, text), media)

            assert refused.status == 422, refused.text
            assert field in refused.text
            assert taken.status in (200, 201, 303), taken.text
            assert unicodedata.normalize("NFC", text) in _stored(shop)
            sent[media] += 2

    note("letter-limits", texts=len(TEXTS), letters=len(LETTERS), **sent, **{"counted otherwise": 0})


def _media(call: str) -> tuple[str, ...]:
    """In what such a request can be sent."""
    if call == actions.PATH:
        return ("form",)
    return ("json", "form", "parts") if call.endswith(("tickets", "messages")) else ("json", "form")


def _asked(shop: Ports, client: Steady, call: str) -> tuple[str, dict[str, Any]]:
    """Where such a request goes, and the rest of its fields."""
    key = random.randbytes(8).hex()
    if call == "/api/orders":
        return call, whole.order()
    if call == "/api/feedback":
        return call, whole.idea()
    if call == "/api/tickets":
        return call, whole.ticket()
    opened = client.post("/api/tickets", whole.ticket(), f"limits-{key}")
    number, secret = whole.fragment(opened.json["track"])
    ticket = shop.tickets.by_number(number)
    assert ticket is not None
    if call == actions.PATH:
        token = actions.sign(shop.root_key, actions.TICKET, ticket.id, datetime.now(UTC))
        return f"{call}{token}", {"version": "1"}
    if call.endswith("rating"):
        replying.answer(ticket, "Here", tickets.SOLVED, shop, datetime.now(UTC), who="owner")
        return call.format(number=number), {"key": secret, "rating": "good"}
    return call.format(number=number), {"key": secret}


def _with(fields: dict[str, Any], field: str, text: str) -> dict[str, Any]:
    fields = copy.deepcopy(fields)
    group, _, name = field.rpartition(".")
    (fields[group] if group else fields)[name] = text
    if "version" in fields:
        fields["do"] = "note" if field == "note" else "answer.open"
    return fields


def _send(client: Steady, path: str, fields: dict[str, Any], media: str) -> Answer:
    key = random.randbytes(8).hex()
    if media == "json":
        return client.post(path, json.dumps(fields, ensure_ascii=False).encode(), key)
    fields = {**fields, "idempotency_key": key}
    if media == "form":
        return client.submit(path, as_form(fields))
    body = as_parts(fields, BOUNDARY, random.Random(0))
    return client.send("POST", path, body, {"content-type": f"multipart/form-data; boundary={BOUNDARY}"})


def _stored(shop: Ports) -> set[str]:
    """Every text of what was stored last."""
    order = shop.orders.recent(1)
    ticket = shop.tickets.listed(tickets.STATES, 1)
    post = shop.posts.listed(posts.STATES, 1)
    return {
        *(text for each in order for text in (each.customer.name, each.note)),
        *(each.author.name for each in (*ticket, *post)),
        *(entry.text for each in ticket for entry in shop.tickets.entries(each.id)),
        *(text for each in post for text in (each.title, each.text)),
    }

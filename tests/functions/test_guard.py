"""Tokens, traps and limits over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from functions import orders
from functions._wiring import Ports, embedded
from shop import limits, tokens
from shop.orders import Order
from shop.terms import Rates
from tests.functions.browser import Answer, Client
from tests.functions.published import TERMS, publish
from tests.functions.test_pages import BASKET, PERSON, well_formed

ROOT_KEY = b"k" * 32


class Visitor(Client):
    """A client at a network address of its own."""

    def __init__(self, ports: Ports, peer: str, forwarded: tuple[str, ...] = ()) -> None:
        app = orders.application(lambda: ports)

        async def addressed(scope: Any, receive: Any, send: Any) -> None:
            headers = [*scope["headers"], *((b"x-forwarded-for", hop.encode()) for hop in forwarded)]
            await app({**scope, "client": (peer, 0), "headers": headers}, receive, send)

        super().__init__(addressed)


@pytest.fixture
def limited(ports: Ports, site: Path) -> Ports:
    publish(site, terms=replace(TERMS, rates=Rates(3, 100, 100)))
    return ports


@pytest.fixture
def visitor(limited: Ports) -> Visitor:
    return Visitor(limited, "8.8.4.4")


def newest(ports: Ports) -> Order:
    return ports.orders.recent(1)[0]


def aged(ports: Ports, seconds: int) -> str:
    return tokens.sign(
        ports.root_key, tokens.FORM, b"n" * 16, datetime.now(UTC) - timedelta(seconds=seconds)
    )  # fmt: skip


def letters(ports: Ports) -> list[str]:
    at = datetime.now(UTC)
    return [leased.message.event for leased in iter(lambda: ports.outbox.take(at, ["letter"]), None)]


def test_a_token_is_given_to_whoever_asks_and_kept_by_no_cache(client: Client, ports: Ports) -> None:
    first, second = client.get("/api/form-token"), client.get("/api/form-token")

    assert first.status == 200
    assert first.headers["cache-control"] == "no-store"
    assert first.json["token"] != second.json["token"]
    verdict = tokens.check(
        ports.root_key, tokens.FORM, first.json["token"], datetime.now(UTC) + timedelta(seconds=5)
    )
    assert verdict.word == tokens.GOOD
    assert len(first.json["token"]) <= limits.TOKEN


def test_a_page_s_form_carries_a_token_and_a_trap_and_is_believed(client: Client, ports: Ports) -> None:
    page = client.submit("/api/quote", BASKET)
    aged_page = page.fields | PERSON | {"form_token": aged(ports, 60)}

    done = client.submit("/api/orders", aged_page)

    assert done.status == 201
    assert newest(ports).doubts == ()
    assert "A confirmation is on its way" in done.text
    assert sorted(letters(ports)) == ["order_placed", "order_received"]
    assert page.fields["subject"] == ""
    trap = page.text.partition('<div class="trap" aria-hidden="true">')[2].partition("</div>")[0]
    assert 'autocomplete="off" tabindex="-1"' in trap


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({}, ("too_fast",)),
        ({"form_token": ""}, ("no_token",)),
        ({"form_token": "v1.form.1.x.y"}, ("no_token",)),
        ({"subject": "Cheap watches"}, ("trap", "too_fast")),
    ],
)
def test_an_order_like_a_robot_s_is_taken_and_nobody_is_written_to_but_the_owner(
    client: Client, ports: Ports, changes: Mapping[str, str], doubts: tuple[str, ...]
) -> None:
    page = client.submit("/api/quote", BASKET)

    done = client.submit("/api/orders", page.fields | PERSON | changes)

    assert done.status == 201
    assert newest(ports).doubts == doubts
    assert "A confirmation is on its way" not in done.text
    assert letters(ports) == ["order_placed"]


def test_a_page_shown_again_keeps_its_good_token_and_loses_a_bad_one(client: Client, ports: Ports) -> None:
    fields = client.submit("/api/quote", BASKET).fields
    good, old = aged(ports, 60), aged(ports, 100_000)

    kept = client.submit("/api/orders", fields | {"form_token": good})
    renewed = client.submit("/api/orders", fields | {"form_token": old})

    assert (kept.status, renewed.status) == (422, 422)
    assert kept.fields["form_token"] == good
    assert renewed.fields["form_token"] not in (old, good, "")


def test_a_trap_stays_sprung_from_page_to_page(client: Client, ports: Ports) -> None:
    page = client.submit("/api/quote", {**BASKET, "subject": "Cheap watches"})

    client.submit("/api/orders", page.fields | PERSON | {"form_token": aged(ports, 60)})

    assert newest(ports).doubts == ("trap",)


def test_a_token_is_no_part_of_what_an_order_is(client: Client, ports: Ports, order: dict[str, Any]) -> None:
    first = client.post("/api/orders", {**order, "form_token": aged(ports, 60)}, "a-fresh-key")
    again = client.post("/api/orders", {**order, "form_token": aged(ports, 5)}, "a-fresh-key")
    without = client.post("/api/orders", order, "a-fresh-key")

    assert (first.status, again.status, without.status) == (201, 201, 201)
    assert first.body == again.body == without.body
    assert newest(ports).doubts == ()


@pytest.mark.parametrize("field", ["form_token", "subject"])
@pytest.mark.parametrize("value", [7, ["x"], "x" * 1001, "\x00"])
def test_what_can_be_neither_token_nor_trap_is_refused(
    client: Client, order: dict[str, Any], field: str, value: object
) -> None:
    answer = client.post("/api/orders", {**order, field: value}, "a-fresh-key")

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_too_many_orders_are_429_with_the_seconds_to_wait(visitor: Visitor, order: dict[str, Any]) -> None:
    for number in range(3):
        assert visitor.post("/api/orders", order, f"fresh-key-{number}").status == 201

    refused = visitor.post("/api/orders", order, "fresh-key-9")
    again = visitor.post("/api/orders", order, "fresh-key-0")

    assert refused.status == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert refused.json["type"] == "urn:vitrina:problem:too_many"
    assert again.status == 201
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize(("language", "told"), [("en", "Please try again in "), ("ru", "Попробуйте через ")])
def test_too_many_forms_get_their_page_back_with_everything_typed(
    visitor: Visitor, order: dict[str, Any], language: str, told: str
) -> None:
    for number in range(3):
        visitor.post("/api/orders", order, f"fresh-key-{number}")
    filled = visitor.submit("/api/quote", BASKET | {"language": language}).fields | PERSON

    page = visitor.submit("/api/orders", filled)

    assert page.status == 429
    assert well_formed(page)
    assert 0 < int(page.headers["retry-after"]) <= 3600
    assert told in page.text
    assert {name: page.fields[name] for name in filled} == filled | {"note": "ring\ntwice"}


def test_looks_are_limited_by_address_and_orders_apart_from_them(
    limited: Ports, order: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOOKS", 3)
    visitor = Visitor(limited, "8.8.4.4")

    looked: list[Answer] = [
        visitor.post("/api/quote", {"lines": order["lines"]}),
        visitor.get("/api/form-token"),
        visitor.post("/api/track", {"number": "V-10001-4", "key": "x"}),
    ]
    late = [
        visitor.post("/api/quote", {"lines": order["lines"]}),
        visitor.get("/api/form-token"),
        visitor.post("/api/track", {"number": "V-10001-4", "key": "x"}),
        visitor.submit("/api/quote", BASKET),
    ]

    assert [answer.status for answer in looked] == [200, 200, 404]
    assert [answer.status for answer in late] == [429] * 4
    assert all(0 < int(answer.headers["retry-after"]) <= 3600 for answer in late)
    assert Visitor(limited, "8.8.8.8").post("/api/quote", {"lines": order["lines"]}).status == 200
    assert visitor.post("/api/orders", order, "a-fresh-key").status == 201


def test_orders_that_are_refused_are_limited_too_or_codes_could_be_guessed_without_end(
    limited: Ports, order: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TRIES", 3)
    visitor = Visitor(limited, "8.8.4.4")

    guessed = [visitor.post("/api/orders", {**order, "promo": f"CODE{n}"}, "a-fresh-key") for n in range(4)]

    assert [answer.status for answer in guessed] == [422, 422, 422, 429]
    assert 0 < int(guessed[-1].headers["retry-after"]) <= 3600
    assert visitor.post("/api/quote", {"lines": order["lines"]}).status == 200
    assert Visitor(limited, "8.8.8.8").post("/api/orders", order, "a-fresh-key").status == 201


def test_one_s_own_machine_is_not_limited(limited: Ports, order: dict[str, Any]) -> None:
    own = Visitor(limited, "127.0.0.1")

    assert {own.post("/api/orders", order, f"fresh-key-{n}").status for n in range(5)} == {201}


def _headers(number: int) -> tuple[str, ...]:
    """Another made-up way for each try."""
    made_up = ((), ("1.1.1.1",), (f"1.1.1.{number}",), (f"1.0.0.{number}, 10.0.0.1",), ("garbage", "::1"))
    return made_up[number % len(made_up)]


def test_exactly_as_many_as_allowed_get_through_at_once_whatever_their_headers(
    limited: Ports, order: dict[str, Any]
) -> None:
    def attempt(number: int) -> int:
        return (
            Visitor(limited, "8.8.4.4", _headers(number))
            .post("/api/orders", order, f"key-{number:04}")
            .status
        )

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(attempt, range(50)))

    assert sorted(set(statuses)) == [201, 429]
    assert statuses.count(201) == 3
    assert len(limited.orders.recent(100)) == 3


def _attempts(site: Path, state: Path, first: int, order: dict[str, Any]) -> list[int]:
    with closing(embedded(str(site), state, root_key=ROOT_KEY)) as ports:
        visitor = Visitor(replace(ports, proxies=1), "127.0.0.1", (f"1.1.1.{first}", "8.8.4.4"))
        return [visitor.post("/api/orders", order, f"key-{first + number:04}").status for number in range(5)]


def test_exactly_as_many_as_allowed_get_through_several_processes(
    limited: Ports, site: Path, tmp_path: Path, order: dict[str, Any]
) -> None:
    order = json.loads(json.dumps(order))
    with get_context("spawn").Pool(4) as pool:
        jobs = [(site, tmp_path / "state", 10 * number, order) for number in range(4)]
        statuses = [status for job in pool.starmap(_attempts, jobs) for status in job]

    assert statuses.count(201) == 3
    assert statuses.count(429) == 17


def test_an_address_is_neither_stored_nor_logged(
    limited: Ports, order: dict[str, Any], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level("DEBUG")
    visitor = Visitor(limited, "8.8.4.4")

    for number in range(4):
        visitor.post("/api/orders", order, f"fresh-key-{number}")
    limited.close()

    written = b"".join(file.read_bytes() for file in (tmp_path / "state").iterdir() if file.is_file())
    assert b"orders:address:" in written
    assert b"8.8.4.4" not in written
    assert "8.8.4.4" not in caplog.text

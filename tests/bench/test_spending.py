"""What a request is billed, by Amazon's published rules, and what a month comes to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import bill, weight
from bench.spending import SCENES
from bench.units import Meter

KEYS = [{"AttributeName": "id", "KeyType": "HASH"}]
INDEX = {
    "KeySchema": [{"AttributeName": "queue", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["due"]},
}
BIG = {"S": "x" * 1500}


class Tables:
    """One table, as the client that only looks sees it."""

    def __init__(self) -> None:
        self.row: dict[str, Any] = {}

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {"Item": self.row} if self.row else {}

    def describe_table(self, **_: Any) -> dict[str, Any]:
        return {"Table": {"KeySchema": KEYS, "GlobalSecondaryIndexes": [INDEX]}}


@pytest.fixture
def tables() -> Tables:
    return Tables()


@pytest.fixture
def billed(tables: Tables) -> Callable[..., tuple[int, int]]:
    """What a request is billed after which the row is *becomes*: write units, and halves of read units."""
    handlers: dict[str, Any] = {}
    events = SimpleNamespace(register=lambda name, handler: handlers.update({name: handler}))
    meter = Meter(SimpleNamespace(meta=SimpleNamespace(events=events)), tables)

    def request(
        name: str, params: Mapping[str, Any], becomes: Mapping[str, Any] | None = None, **answer: Any
    ) -> tuple[int, int]:
        meter.counted.clear()
        model = SimpleNamespace(name=name)
        handlers["provide-client-params.dynamodb"](params=params, model=model)
        if becomes is not None:
            tables.row = dict(becomes)
        handlers["after-call.dynamodb"](parsed=answer, model=model)
        return meter.counted["writes"], meter.counted["half reads"]

    return request


def put(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"TableName": "t", "Item": row}


def test_a_write_costs_each_kilobyte_begun_of_the_larger_of_before_and_after(
    billed: Callable[..., tuple[int, int]], tables: Tables
) -> None:
    small, big = {"id": {"S": "a"}}, {"id": {"S": "a"}, "more": BIG}

    assert billed("PutItem", put(small), becomes=small) == (1, 0)
    assert billed("PutItem", put(big), becomes=big) == (2, 0)
    assert billed("UpdateItem", {"TableName": "t", "Key": small}, becomes=small) == (2, 0)


def test_a_transaction_costs_twice_and_its_index_once(billed: Callable[..., tuple[int, int]]) -> None:
    row = {"id": {"S": "a"}, "queue": {"S": "due"}, "due": {"N": "7"}}

    assert billed("TransactWriteItems", {"TransactItems": [{"Put": put(row)}]}, becomes=row) == (3, 0)


def test_an_index_is_written_only_when_what_it_shows_has_changed(
    billed: Callable[..., tuple[int, int]], tables: Tables
) -> None:
    key = {"TableName": "t", "Key": {"id": {"S": "a"}}}
    row = tables.row = {"id": {"S": "a"}, "queue": {"S": "due"}, "due": {"N": "7"}}

    assert billed("UpdateItem", key, becomes=row | {"note": {"S": "x"}}) == (1, 0)
    assert billed("UpdateItem", key, becomes=row | {"due": {"N": "8"}}) == (2, 0)
    assert billed("UpdateItem", key, becomes=row | {"queue": {"S": "later"}}) == (3, 0)
    assert billed("DeleteItem", key, becomes={}) == (2, 0)


def test_a_read_costs_each_four_kilobytes_begun_and_half_where_it_may_lag(
    billed: Callable[..., tuple[int, int]],
) -> None:
    key = {"TableName": "t", "Key": {"id": {"S": "a"}}}
    row = {"id": {"S": "a"}, "more": {"S": "x" * 5000}}

    assert billed("GetItem", key) == (0, 1)
    assert billed("GetItem", key | {"ConsistentRead": True}) == (0, 2)
    assert billed("GetItem", key | {"ConsistentRead": True}, Item=row) == (0, 4)
    assert billed("Query", {"TableName": "t"}, Items=[row, row]) == (0, 3)
    asked = {"RequestItems": {"t": {"Keys": [{}, {}], "ConsistentRead": True}}}
    assert billed("BatchGetItem", asked, Responses={"t": [row]}) == (0, 6)


def test_a_month_is_the_sum_of_what_happens_in_it() -> None:
    spending = json.loads(bill.SPENDING.read_text())

    month, none = bill.used(100, spending), bill.used(0, spending)

    assert month["letters"] - none["letters"] == 100 * 6 + 10 * 3 + 5 * 2
    assert none["calls"] == 0
    assert none["runs"] == bill.MINUTES
    assert month["calls"] == 100 * 8 + 10 * 3 + 5 * 12 + 100 * 150


def test_what_is_free_is_not_billed_and_never_turns_into_money() -> None:
    month = dict.fromkeys(bill.AWS, 1e6)

    assert bill.bill(month)["runs"] == 0
    assert bill.bill(month, {})["runs"] == pytest.approx(0.20)
    assert min(bill.bill(dict.fromkeys(bill.AWS, 0.0)).values()) == 0


def test_every_scene_has_been_counted() -> None:
    assert set(SCENES) < set(json.loads(bill.SPENDING.read_text()))


def test_the_page_has_the_tables_as_they_are_worked_out_now() -> None:
    text = bill.PAGE.read_text(encoding="utf-8")

    assert text == bill.written(text), "run: python -m bench.bill"


def test_a_visit_loads_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a-1-800.webp").write_bytes(b"x" * 100)
    page = '<source srcset="/images/a-1-400.webp 400w, /images/a-1-800.webp 800w"><p>' + "word " * 99
    for folder in ("", "b/"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "index.html").write_text(page)

    once, twice = (weight.weight(tmp_path, pages) for pages in (("",), ("", "b/")))

    assert once["requests"] == 2
    assert twice["requests"] == 3
    assert 100 < once["bytes"] < twice["bytes"] < 100 + 2 * len(page)

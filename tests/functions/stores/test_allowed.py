"""Every test of this folder fails where a store asks for more than ALLOWED; this is how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from functions._dynamo import Dynamo
from functions._dynamo_dialect import AMAZON, COMMON, Dialect, spoken_at
from functions._dynamo_tables import ORDERS, OUTBOX, make
from tests.functions.stores.adapters import in_dynamo
from tests.functions.stores.allowed import watched
from tests.functions.stores.filings import next_of, opened, picture_of
from tests.functions.stores.makers import AT, letter, placed, shelf, taken, takes

_numbers = count()


@pytest.fixture
def common(endpoint: str, run: str) -> Iterator[Dynamo]:
    """Tables as a service gets them that promises no more than it must."""
    with watched(Dynamo(f"y{run}-{next(_numbers)}-", endpoint, "ru-central1"), tokens=False) as dynamo:
        make(dynamo)
        yield dynamo


@pytest.mark.parametrize(
    ("endpoint", "dialect"),
    [
        (None, AMAZON),
        ("https://dynamodb.eu-central-1.amazonaws.com", AMAZON),
        ("https://dynamodb.eu-central-1.api.aws/", AMAZON),
        ("https://docapi.serverless.yandexcloud.net/ru-central1/b1g/etn", COMMON),
        ("https://amazonaws.com.example", COMMON),
        ("http://127.0.0.1:8000", COMMON),
    ],
)
def test_only_amazon_is_asked_for_more_than_all_promise(endpoint: str | None, dialect: Dialect) -> None:
    assert spoken_at(endpoint) is dialect


def test_an_operation_that_is_not_allowed_is_found(tables: Dynamo) -> None:
    with pytest.raises(AssertionError, match="Scan is not allowed"):
        tables.client.scan(TableName=tables.prefix + ORDERS)


def test_a_parameter_that_is_not_documented_is_found(tables: Dynamo) -> None:
    key = {"TableName": tables.prefix + OUTBOX, "Key": {"id": {"S": "one"}}}

    with pytest.raises(AssertionError, match=r"GetItem is not documented with \['ReturnConsumedCapacity'\]"):
        tables.client.get_item(**key, ReturnConsumedCapacity="TOTAL")


def test_indexes_elsewhere_hold_whole_rows(common: Dynamo) -> None:
    for table in (ORDERS, OUTBOX):
        told = common.client.describe_table(TableName=common.prefix + table)["Table"]

        assert {index["Projection"]["ProjectionType"] for index in told["GlobalSecondaryIndexes"]} == {"ALL"}


def test_orders_and_their_letters_are_kept_elsewhere_likewise(common: Dynamo) -> None:
    store = in_dynamo(common)

    order = placed(store, 2, takes("A", 1, of=3), messages=2)

    assert store.orders.by_number(order.number) == store.orders.recent(9)[0] == order
    assert shelf(store, "A").taken == 1
    assert len(taken(store, AT)) == 2
    store.outbox.put([letter("late", order.id)], AT)
    assert [each.message.id for each in store.outbox.waiting(9)].count("late") == 1


def test_a_person_is_erased_elsewhere_in_transactions_of_no_more_than_25_rows(common: Dynamo) -> None:
    store, sizes = in_dynamo(common), list[int]()
    ticket = opened(store, contacts=("anna",), pictures=(picture_of("p0"), picture_of("p1")))
    for _ in range(60):
        filing = next_of(ticket)
        store.tickets.change(filing)
        ticket = filing.case
    entries = store.tickets.entries(ticket.id)
    common.client.meta.events.register(
        "provide-client-params.dynamodb.TransactWriteItems",
        lambda params, **_: sizes.append(len(params["TransactItems"])),
    )

    store.tickets.rewrite(replace(ticket, version=ticket.version + 1, contacts=()), entries)

    assert (len(sizes) > 2, max(sizes) <= COMMON.rows) == (True, True)
    assert store.tickets.of_contact("anna") == []
    assert store.tickets.entries(ticket.id) == entries
    assert [id for id in ("p0", "p1") if store.tickets.picture(ticket.id, id)] == []

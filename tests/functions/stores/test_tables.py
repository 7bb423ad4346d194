"""What is DynamoDB's own: its tables, and what a lost answer leaves behind."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import boto3
import pytest

from functions import _dynamo_tables
from functions._dynamo import Dynamo, Lost
from functions._dynamo_orders import DynamoOrders
from functions._dynamo_tables import ABOUT, LIMITS, ORDERS, OUTBOX, make
from functions._dynamo_write import MOST_ROWS
from shop import limits
from shop.errors import Stale, Unavailable
from shop.promos import Use
from shop.requests import Customer
from tests.functions.stores.filings import next_of, opened, picture_of, ticket_of, trace
from tests.functions.stores.makers import AT, Store, letter, placed, placing, takes, wish
from tests.functions.stores.ministack import NotStarted, started


def test_tables_are_made_once_and_left_as_they_are(tables: Dynamo, dynamo: Store) -> None:
    order = placed(dynamo)

    assert make(tables) == []
    assert dynamo.orders.by_id(order.id) == order


def test_a_table_of_older_code_is_given_the_index_that_it_lacks(tables: Dynamo, dynamo: Store) -> None:
    table = tables.prefix + OUTBOX
    tables.client.update_table(
        TableName=table, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": ABOUT}}]
    )
    dynamo.outbox.put([letter("m", "an order")], AT)

    assert make(tables) == [f"{table}/about"]

    assert make(tables) == []
    assert dynamo.outbox.about("an order") == [letter("m", "an order")]


def test_what_a_run_that_was_cut_off_has_left_out_is_made_up_for(tables: Dynamo) -> None:
    limits = tables.prefix + LIMITS
    off = {"Enabled": False, "AttributeName": "expires"}
    tables.client.update_time_to_live(TableName=limits, TimeToLiveSpecification=off)

    assert make(tables) == []

    told = tables.client.describe_time_to_live(TableName=limits)["TimeToLiveDescription"]
    assert told["TimeToLiveStatus"] in ("ENABLED", "ENABLING")


def test_what_has_ended_is_removed_by_the_database(tables: Dynamo) -> None:
    told = tables.client.describe_time_to_live(TableName=tables.prefix + LIMITS)

    assert told["TimeToLiveDescription"]["TimeToLiveStatus"] in ("ENABLED", "ENABLING")
    assert told["TimeToLiveDescription"]["AttributeName"] == "expires"


def test_tables_that_are_missing_are_unavailable(endpoint: str) -> None:
    orders = DynamoOrders(Dynamo("nobody-made-", endpoint, "eu-central-1"))

    with pytest.raises(Unavailable, match="ResourceNotFoundException"):
        orders.place(wish(), placing(), AT)


def test_the_largest_order_is_written_at_once(dynamo: Store) -> None:
    moves = [takes(f"T-{n}", 1, of=9) for n in range(limits.THINGS)]
    uses = [Use(f"p{n}", ("mail", "phone"), 9, 9) for n in range(7)]

    anna = Customer("Anna", "anna@example.org", "+49 30 1")
    order = placed(dynamo, 1, *moves, uses=uses, messages=12, customer=anna)

    assert dynamo.orders.by_id(order.id) == order
    assert len(dynamo.stock.counters([move.item for move in moves])) == limits.THINGS


def test_an_order_of_too_many_rows_is_unavailable_and_writes_nothing(dynamo: Store) -> None:
    with pytest.raises(Unavailable, match=rf"at most {MOST_ROWS} can be written at once"):
        placed(dynamo, 1, messages=96)

    assert dynamo.orders.placed(wish().key) is None
    assert dynamo.orders.recent(9) == []


def test_an_order_that_was_answered_as_failed_cannot_arrive_late(tables: Dynamo, dynamo: Store) -> None:
    """Its transaction is held up on the way, and comes through after the answer."""
    late: list[dict[str, object]] = []
    real = tables.call

    def losing(operation: str, **request: object) -> dict[str, object]:
        if operation != "transact_write_items":
            return real(operation, **request)  # type: ignore[arg-type]
        late.append({name: request[name] for name in ("TransactItems", "ClientRequestToken")})
        raise Lost("no answer")

    tables.call = losing  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        dynamo.orders.place(wish(), placing(takes("A", 1, of=1)), AT)
    tables.call = real  # type: ignore[method-assign]

    with pytest.raises(tables.client.exceptions.TransactionCanceledException):
        tables.client.transact_write_items(**late[0])
    assert dynamo.orders.placed(wish().key) is None
    assert dynamo.stock.counters(["A"]) == {}
    assert not dynamo.orders.place(wish(), placing(takes("A", 1, of=1)), AT).replayed


def test_an_order_whose_answers_were_all_lost_is_found_before_it_is_called_failed(
    tables: Dynamo, dynamo: Store
) -> None:
    real = tables.call

    def losing(operation: str, **request: object) -> dict[str, object]:
        answer = real(operation, **request)  # type: ignore[arg-type]
        if operation == "transact_write_items":
            raise Lost("no answer")
        return answer

    tables.call = losing  # type: ignore[method-assign, assignment]
    made = dynamo.orders.place(wish(), placing(takes("A", 1, of=1)), AT)
    tables.call = real  # type: ignore[method-assign]

    assert not made.replayed
    assert dynamo.orders.by_id(made.order.id) == made.order


def test_a_ticket_that_was_answered_as_failed_cannot_arrive_late(tables: Dynamo, dynamo: Store) -> None:
    late: list[dict[str, object]] = []
    real = tables.call

    def losing(operation: str, **request: object) -> dict[str, object]:
        if operation != "transact_write_items":
            return real(operation, **request)  # type: ignore[arg-type]
        late.append({name: request[name] for name in ("TransactItems", "ClientRequestToken")})
        raise Lost("no answer")

    tables.call = losing  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        opened(dynamo, pictures=(picture_of("a"),), contacts=("anna",))
    tables.call = real  # type: ignore[method-assign]

    with pytest.raises(tables.client.exceptions.TransactionCanceledException):
        tables.client.transact_write_items(**late[0])
    assert not any(trace(dynamo, ticket_of(10001, contacts=("anna",)), 1).values())
    assert opened(dynamo).version == 1


def test_a_ticket_of_more_than_one_transaction_is_rewritten_whole(tables: Dynamo, dynamo: Store) -> None:
    ticket = opened(dynamo, contacts=("anna",), pictures=(picture_of("p0"),))
    for number in range(1, 120):
        pictures = (picture_of(f"p{number}"),) if number < 20 else ()
        filing = next_of(ticket, pictures=pictures)
        dynamo.tickets.change(filing)
        ticket = filing.case
    after = replace(ticket, version=ticket.version + 1, contacts=())
    entries = [replace(each, text="") for each in dynamo.tickets.entries(ticket.id)]

    dynamo.tickets.rewrite(after, entries)

    assert dynamo.tickets.entries(ticket.id) == entries
    assert dynamo.tickets.of_contact("anna") == []
    assert [number for number in range(20) if dynamo.tickets.picture(ticket.id, f"p{number}")] == []


def test_a_long_rewriting_that_comes_too_late_has_erased_nothing(tables: Dynamo, dynamo: Store) -> None:
    pictures = tuple(picture_of(f"p{n}") for n in range(20))
    ticket = opened(dynamo, contacts=("anna",), pictures=pictures)
    filing, real, late = next_of(ticket), tables.call, iter([True])

    def slower(operation: str, **request: object) -> dict[str, object]:
        if operation == "query" and next(late, False):
            dynamo.tickets.change(filing)  # somebody else, once this has looked at the ticket
        return real(operation, **request)  # type: ignore[arg-type]

    tables.call = slower  # type: ignore[method-assign, assignment]
    with pytest.raises(Stale):
        dynamo.tickets.rewrite(replace(ticket, version=2, contacts=()), [])
    tables.call = real  # type: ignore[method-assign]

    assert dynamo.tickets.by_id(ticket.id) == filing.case
    assert len(dynamo.tickets.entries(ticket.id)) == 2
    assert [each for each in pictures if dynamo.tickets.picture(ticket.id, each.id) is None] == []
    after = replace(filing.case, version=3, contacts=())
    dynamo.tickets.rewrite(after, [])
    dynamo.tickets.change(next_of(after))  # what was rewritten goes on as anything else


def test_where_a_long_rewriting_breaks_off_the_person_is_found_again(tables: Dynamo, dynamo: Store) -> None:
    ticket = opened(dynamo, contacts=("anna",), pictures=tuple(picture_of(f"p{n}") for n in range(20)))
    real, calls = tables.call, count()

    def breaking(operation: str, **request: object) -> dict[str, object]:
        if operation == "transact_write_items" and next(calls) > 0:
            raise Unavailable("gone")
        return real(operation, **request)  # type: ignore[arg-type]

    tables.call = breaking  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        dynamo.tickets.rewrite(replace(ticket, version=2, contacts=()), [])
    tables.call = real  # type: ignore[method-assign]

    assert dynamo.tickets.of_contact("anna") == [ticket]
    with pytest.raises(Stale):
        dynamo.tickets.change(next_of(ticket))
    dynamo.tickets.rewrite(replace(ticket, version=2, contacts=()), [])
    assert dynamo.tickets.of_contact("anna") == []
    assert [number for number in range(20) if dynamo.tickets.picture(ticket.id, f"p{number}")] == []


def test_the_names_of_rows_hold_no_address(endpoint: str, tables: Dynamo, dynamo: Store) -> None:
    placed(dynamo)

    anybody = boto3.client("dynamodb", endpoint_url=endpoint, region_name="eu-central-1")
    rows = anybody.scan(TableName=tables.prefix + ORDERS)["Items"]

    names = [row["what"]["S"] + row["part"]["S"] for row in rows]
    assert any(name.startswith("contact#") for name in names)
    assert [name for name in names if "anna" in name] == []


def test_a_peer_that_cannot_be_started_is_one_clear_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(NotStarted, match="The tests of DynamoDB need ministack"),
        started(tmp_path / "python"),
    ):
        pytest.fail("it cannot have started")


def test_shards_spread_and_stay() -> None:
    counts = [0] * _dynamo_tables.SHARDS
    for number in range(400):
        counts[_dynamo_tables.shard(f"{number:032d}")] += 1

    assert min(counts) > 50
    assert _dynamo_tables.shard("0" * 32) == _dynamo_tables.shard("0" * 32)

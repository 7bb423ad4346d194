"""Orders, changes and crowds for the tests of stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any, TypeVar

from shop.case_ports import Cases, Votes
from shop.catalog import Part
from shop.events import CUSTOMER, PLACED, Event
from shop.letters import ORDER_PLACED, ORDER_RECEIVED, to_customer, to_owner
from shop.money import Money
from shop.numbers import hash_of, number_of
from shop.orders import Delivery, Order, Payment, Step, moved
from shop.outbox import HOOK, LETTER, Leased, Message
from shop.ports import Change, Limits, Orders, Outbox, Placed, Promos, Stock, Suppressions, Wish
from shop.posts import Post
from shop.pricing import QuoteLine
from shop.promos import Use
from shop.requests import Address, Customer
from shop.stock import Counter, Held, Move, taking
from shop.text import Text
from shop.tickets import Ticket

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)

EURO = Money(100, "EUR")
LINE = QuoteLine(
    "TP-01", 2, Text({"en": "Teapot", "ru": "Чайник"}), Text({}), EURO, EURO, 3, Text.plain("/t/"), None,
    {"TP-01": 1, "LID-7": 2},
)  # fmt: skip

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Store:
    """Everything a shop writes down."""

    orders: Orders
    stock: Stock
    promos: Promos
    outbox: Outbox
    limits: Limits
    suppressions: Suppressions
    tickets: Cases[Ticket]
    posts: Cases[Post]
    votes: Votes


def wish(number: int = 1, content: str = "one") -> Wish:
    return Wish(hash_of(f"key {number}"), hash_of(content))


def order_of(counter: int, **changes: Any) -> Order:
    id = f"{counter:032d}"
    order = Order(
        id=id,
        number=number_of(counter),
        placed_at=AT,
        language="en",
        customer=Customer("Анна", "anna@example.org", None),
        delivery=Delivery("courier", Text({"en": "Courier"}), EURO, Address("DE", "1", "Berlin", "A 1")),
        payment=Payment("cash", Text.plain("Cash"), Text({})),
        note="",
        lines=(),
        goods=EURO,
        tax=EURO,
        tax_rate=Decimal("19.5"),
        tax_included=True,
        total=EURO,
        digest="d",
        page="https://shop.example/order/",
        secret_hash=hash_of(f"secret of {id}"),
    )
    return replace(order, **changes)


def placing(
    *moves: Move, uses: Sequence[Use] = (), messages: int | None = None, **changes: Any
) -> Callable[[int], Change]:
    """What makes an order that takes and uses these, with two letters unless it is said how many hooks."""

    def make(counter: int) -> Change:
        held = tuple(Held(move.item, move.held) for move in moves)
        order = order_of(counter, **{"held": held, "uses": tuple(uses), **changes})
        letters = (to_owner(order, ORDER_PLACED, "en", AT), *to_customer(order, ORDER_RECEIVED, AT))
        hooks = tuple(hook(f"{order.id}-{number}", order.id) for number in range(messages or 0))
        event = Event(order.id, order.version, order.placed_at, PLACED, CUSTOMER)
        return Change(
            Step(order, event, stock=moves, uses=tuple(uses)), letters if messages is None else hooks
        )

    return make


def placed(store: Store, number: int = 1, *moves: Move, **changes: Any) -> Order:
    """An order that has been placed under its own key, without messages unless told."""
    changes = {"messages": 0, **changes}
    return store.orders.place(wish(number), placing(*moves, **changes), AT).order


def takes(item: str, quantity: int, of: int, counted: str = "") -> Move:
    """What an order takes of a thing of which the owner has counted so many."""
    (move,) = taking({item: (Part(item, 1, of, counted), quantity)})
    return move


def basket(**quantities: tuple[int, int]) -> tuple[Move, ...]:
    """Several things at once: quantity and the owner's count of each."""
    return tuple(takes(item, quantity, of) for item, (quantity, of) in quantities.items())


def moving(order: Order, to: str, *messages: Message, **given: Any) -> Change:
    given = {"at": AT, "who": "anna", "reason": "other" if to == "cancel" else "", **given}
    return Change(moved(order, to, **given), messages)


def walked(store: Store, order: Order, *statuses: str) -> Order:
    for to in statuses:
        change = moving(order, to)
        store.orders.change(change)
        order = change.step.order
    return order


def letter(id: str, order_id: str) -> Message:
    return Message(id, LETTER, ORDER_PLACED, "owner", "en", order_id)


def hook(id: str, order_id: str, body: str = "{}") -> Message:
    return Message(id, HOOK, "order.placed", "endpoint", "en", order_id, body)


def taken(store: Store, at: datetime, *kinds: str) -> list[Leased]:
    """Every message that is due, leased one after another."""
    return list(iter(lambda: store.outbox.take(at, kinds or (LETTER, HOOK)), None))


def at_once(*calls: Callable[[], _Made]) -> list[_Made | Exception]:
    """What each call returns or raises, all begun in one moment."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], _Made]) -> _Made | Exception:
        ready.wait(timeout=30)
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as crowd:
        return list(crowd.map(run, calls))


def buying(
    store: Store, number: int, *moves: Move, uses: Sequence[Use] = (), messages: int = 0
) -> Callable[[], Placed]:
    """One buyer of a crowd."""
    make = placing(*moves, uses=uses, messages=messages)
    return lambda: store.orders.place(wish(number), make, AT)


def count_of(results: Sequence[object], kind: type) -> int:
    return sum(isinstance(each, kind) for each in results)


def shelf(store: Store, item: str) -> Counter:
    return store.stock.counters([item]).get(item, Counter())


def trace(store: Store, order: Order, key: Wish) -> Mapping[str, object]:
    """All that an order leaves behind; of one that left nothing, every value is empty."""
    ever = AT + timedelta(days=999)
    return {
        "key": store.orders.placed(key.key),
        "id": store.orders.by_id(order.id),
        "secret": store.orders.by_secret(order.secret_hash),
        "number": store.orders.by_number(order.number),
        "recent": [each for each in store.orders.recent(100) if each.id == order.id],
        "overdue": [each for each in store.orders.overdue(ever, 100) if each.id == order.id],
        "events": store.orders.events(order.id),
        "returns": store.orders.returns(order.id),
        "letters": [each for each in taken(store, ever) if each.message.about_id == order.id],
    }  # fmt: skip

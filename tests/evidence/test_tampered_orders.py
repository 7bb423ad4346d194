"""Orders that try to pay less, or to break something: none gets below the catalogue's price, none a 5xx.

VITRINA_TAMPERED=10000 sets how many are tried in each of the two forms.
"""

from __future__ import annotations

import copy
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions import orders
from functions._wiring import Ports, embedded
from tests.evidence.figures import note
from tests.functions.browser import Answer, Client
from tests.functions.published import OFFERS, TERMS, publish

COUNT = int(os.environ.get("VITRINA_TAMPERED", "500"))

#: The catalogue and delivery in cents, written down apart from the code under test.
PRICES = {"TP-01-S": 4800, "TP-01-L": 5600, "TEA-1": 745}
STOCK = {"TP-01-S": 7, "TP-01-L": 2}
DELIVERY = {"courier": 490, "parcel": 950, "pickup": 0}
COURIER_FREE_FROM = 6000

MONEY_FIELDS = (
    "price", "total", "discount", "shipping", "amount", "currency", "tax", "goods", "digest", "coupon",
    "status", "expected_total", "promo", "number", "id", "paid", "__proto__",
)  # fmt: skip
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["0.01", "-1", "1e9", "NaN", "Infinity", "０", "1,00", "USD", "TP-01-S", "", " ", "\0", "\r\n"]
    ),
    st.text(max_size=30),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=8), st.integers(), max_size=3),
)
LIKELY = st.fixed_dictionaries({"sku": st.sampled_from(list(PRICES)), "quantity": st.integers(1, 4)})
UNLIKELY = st.fixed_dictionaries(
    {
        "sku": st.sampled_from([*PRICES, "NO-1", "tea-1", "TEA-1 ", "", "../TEA-1"]),
        "quantity": st.sampled_from(
            [-1, 0, 1.0, 4.0, 0.5, 8, 999, 1000, 10**18, 10**400, "2", "-1", "1.0", True]
        ),
    }
)
LINES = st.one_of(
    st.lists(LIKELY, min_size=1, max_size=4),
    st.lists(LIKELY, min_size=1, max_size=4),
    st.lists(LIKELY | UNLIKELY),
)
COUNTRIES = {"courier": "DE", "parcel": "FR", "pickup": "DE"}


@st.composite
def tampered(draw: st.DrawFn) -> dict[str, Any]:
    """A right order with its lines, its total and up to three other things bent."""
    method = draw(st.sampled_from(list(DELIVERY)))
    order: dict[str, Any] = {
        "lines": draw(LINES),
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "delivery": {
            "method": method,
            "address": {"country": COUNTRIES[method], "postcode": "1", "city": "B", "street": "I 1"},
        },
        "payment": "cash",
    }
    if draw(st.sampled_from([True, False, False])):
        order["expected_total"] = draw(st.sampled_from(["0", "0.01", "7.45", "12.35", "52.90"]) | STRANGE)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3]))):
        _bend(order, draw)
    return order


def _bend(order: dict[str, Any], draw: st.DrawFn) -> None:
    groups = [group for group in _groups(order) if group]
    if groups:
        group = draw(st.sampled_from(groups))
        group[draw(st.sampled_from([*MONEY_FIELDS, *(name for name in group if isinstance(name, str))]))] = (
            draw(STRANGE)
        )


def _groups(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _groups(inner)


def as_form(order: dict[str, Any]) -> bytes:
    return b"&".join(_percent(name) + b"=" + _percent(value) for name, value in flat(order, ""))


def flat(value: Any, place: str) -> Iterator[tuple[str, str]]:
    inner = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if inner is None:
        yield place, "" if value is None else str(value)
    for name, each in inner or ():
        yield from flat(each, f"{place}.{name}" if place else str(name))


def _percent(text: str) -> bytes:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass")).encode()


def least(order: Any) -> int:
    """What the stored lines and delivery must cost, computed from the figures above alone."""
    goods = sum(PRICES[line.sku] * line.quantity for line in order.lines)
    free = order.delivery.method == "courier" and goods >= COURIER_FREE_FROM
    return int(goods + (0 if free else DELIVERY[order.delivery.method]))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    publish(tmp_path / "dist")
    ports = embedded(str(tmp_path / "dist"), tmp_path / "state", root_key=b"k" * 32)
    # The fsync of each commit is not what is tried here, and would be most of the time.
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    yield ports
    ports.close()


def attack(shop: Ports, send: Callable[[Client, dict[str, Any], str], Answer]) -> Counter[int]:
    client = Client(orders.application(lambda: shop))
    statuses: Counter[int] = Counter()

    @settings(
        max_examples=COUNT, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(tampered())
    def try_one(order: dict[str, Any]) -> None:
        key = f"tampered-{sum(statuses.values())}"
        asked = copy.deepcopy(order)

        answer = send(client, order, key)

        statuses[answer.status] += 1
        assert answer.status < 500, asked
        if answer.status == 201:
            _check(shop, asked)

    try_one()
    return statuses


def _check(shop: Ports, asked: dict[str, Any]) -> None:
    order = shop.orders.recent(1)[0]
    assert order.total.minor == least(order), asked
    assert order.total.currency == "EUR"
    assert all(1 <= line.quantity <= STOCK.get(line.sku, 999) for line in order.lines), asked
    seen = asked.get("expected_total")
    if isinstance(seen, str) and seen.strip():
        assert order.total.minor == Decimal(seen) * 100, asked


def test_the_figures_here_are_those_of_the_shop_tried() -> None:
    assert {offer.sku: offer.price.minor for offer in OFFERS} == PRICES
    assert {method.id: method.price.minor for method in TERMS.delivery} == DELIVERY


def test_no_tampered_order_in_json_pays_less_or_breaks_anything(shop: Ports) -> None:
    statuses = attack(shop, lambda client, order, key: client.post("/api/orders", _json(order), key))

    _report("json", shop, statuses)


def test_no_tampered_order_in_a_form_pays_less_or_breaks_anything(shop: Ports) -> None:
    def send(client: Client, order: dict[str, Any], key: str) -> Answer:
        return client.submit("/api/orders", as_form(order) + b"&idempotency_key=" + key.encode())

    _report("forms", shop, attack(shop, send))


def _json(order: dict[str, Any]) -> bytes:
    return json.dumps(order, ensure_ascii=True).encode()


def _report(kind: str, shop: Ports, statuses: Counter[int]) -> None:
    stored = shop.orders.recent(COUNT)
    assert sum(statuses.values()) == COUNT
    assert len(stored) == statuses[201] > 0
    assert sum(order.total.minor < least(order) for order in stored) == 0
    answers = {str(status): count for status, count in sorted(statuses.items())}
    note(f"tampered-{kind}", sent=COUNT, **{"below the price": 0, "5xx": 0, "answers": answers})

"""A month's bill, worked out from what was counted and from prices; the tables of docs/explanation/costs.md.

python -m bench.bill        writes the tables of that page anew
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.home import ROOT
from bench.spending import HOUR, MINUTE
from bench.spending import RESULTS as SPENDING
from bench.weight import RESULTS as WEIGHT

PAGE = ROOT / "docs" / "explanation" / "costs.md"
MONTHS = (10, 100, 1_000)  #: orders

#: What is assumed of a month; everything else is counted.
VISITS_AN_ORDER, PRODUCTS_A_VISIT = 50, 3
ORDERS_A_TICKET, ORDERS_AN_IDEA = 10, 20
MINUTES = 30 * 24 * 60
DEPLOYS = 8
BASKET = 30.0  #: dollars
SECONDS, GIGABYTES = 0.3, 1.0  #: of a function: how long it runs, and what memory it has


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for so many."""

    dollars: float
    each: float
    what: str

    def of(self, count: float) -> float:
        return count / self.each * self.dollars


AWS = {
    "calls": Price(1.00, 1e6, "calls of an HTTP API"),
    "runs": Price(0.20, 1e6, "runs of a function"),
    "seconds": Price(0.0000133334, 1, "GB-second of a function (arm64)"),
    "writes": Price(0.625, 1e6, "write units of DynamoDB"),
    "reads": Price(0.125, 1e6, "read units of DynamoDB"),
    "letters": Price(0.16, 1e3, "letters by SES"),
}
#: What Amazon lets every account have for nothing, month by month, for as long as it exists.
ALWAYS_FREE = {"runs": 1e6, "seconds": 400_000}

CREDITS_A_DEPLOY, CREDITS_A_GIGABYTE, CREDITS_A_REQUEST = 15, 20, 2 / 10_000


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(text), encoding="utf-8")
    return 0


def written(text: str) -> str:
    """The page with its tables as they are worked out now."""
    spending, weight = json.loads(SPENDING.read_text()), json.loads(WEIGHT.read_text())
    for name, rows in (
        ("counted", _counted(spending)),
        ("used", _used(spending)),
        ("aws", _aws(spending)),
        ("netlify", _netlify(weight)),
        ("others", _others(spending)),
    ):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, rest = text.split(begin)
        text = before + begin + "\n" + "\n".join(rows) + "\n\n" + end + rest.partition(end)[2]
    return text


def used(orders: int, spending: Mapping[str, Any]) -> dict[str, float]:
    """What a month with so many orders takes of each thing that has a price."""
    times = {
        "order": orders,
        "ticket": orders / ORDERS_A_TICKET,
        "idea": orders / ORDERS_AN_IDEA,
        "look at what is left of a thing": orders * VISITS_AN_ORDER * PRODUCTS_A_VISIT,
        MINUTE: MINUTES,
        HOUR: MINUTES / 60,
    }

    def sum_of(figure: str) -> float:
        return float(sum(count * spending[scene][figure] for scene, count in times.items()))

    calls = sum_of("calls of functions")
    runs = calls + MINUTES
    return {
        "calls": calls, "runs": runs, "seconds": runs * SECONDS * GIGABYTES, "writes": sum_of("write units"),
        "reads": sum_of("read units"), "letters": sum_of("letters"),
    }  # fmt: skip


def bill(taken: Mapping[str, float], free: Mapping[str, float] = ALWAYS_FREE) -> dict[str, float]:
    """Dollars by thing."""
    return {name: price.of(max(0.0, taken[name] - free.get(name, 0))) for name, price in AWS.items()}


def credits_of(orders: int, weight: Mapping[str, Any]) -> float:
    """Of Netlify, for so many deploys and all visits; calls of functions pass through it."""
    visits = orders * VISITS_AN_ORDER
    gigabytes, requests = visits * weight["bytes"] / 1e9, visits * (weight["requests"] + PRODUCTS_A_VISIT)
    credits = DEPLOYS * CREDITS_A_DEPLOY + gigabytes * CREDITS_A_GIGABYTE + requests * CREDITS_A_REQUEST
    return float(credits)


def _counted(spending: Mapping[str, Any]) -> Iterable[str]:
    yield "| | calls of functions | letters | write units | read units |"
    yield "|---|---|---|---|---|"
    for scene, figures in spending.items():
        if isinstance(figures, dict):
            numbers = (
                figures[each] for each in ("calls of functions", "letters", "write units", "read units")
            )
            yield f"| {scene} | {' | '.join(f'{number:g}' for number in numbers)} |"


def _used(spending: Mapping[str, Any]) -> Iterable[str]:
    months = [used(orders, spending) for orders in MONTHS]
    yield f"{_head('a month with')} price |"
    yield "|---|---|---|---|---|"
    for name, price in AWS.items():
        cells = " | ".join(f"{month[name]:,.0f}" for month in months)
        yield f"| {price.what} | {cells} | {_price(price)} |"


def _aws(spending: Mapping[str, Any]) -> Iterable[str]:
    months = [used(orders, spending) for orders in MONTHS]
    yield _head("dollars a month")
    yield "|---|---|---|---|"
    for name, price in AWS.items():
        yield f"| {price.what} | {' | '.join(f'{bill(month)[name]:.2f}' for month in months)} |"
    yield _row("**together**", (f"**{sum(bill(month).values()):.2f}**" for month in months))
    plain = (sum(bill(month, {}).values()) for month in months)
    yield _row("if nothing were free", (f"{dollars:.2f}" for dollars in plain))


def _netlify(weight: Mapping[str, Any]) -> Iterable[str]:
    yield _head("")
    yield "|---|---|---|---|"
    yield _row("visits", (f"{orders * VISITS_AN_ORDER:,}" for orders in MONTHS))
    gigabytes = (orders * VISITS_AN_ORDER * weight["bytes"] / 1e9 for orders in MONTHS)
    yield _row("gigabytes", (f"{each:.1f}" for each in gigabytes))
    spent = (f"{credits_of(orders, weight):,.0f}" for orders in MONTHS)
    yield _row(f"credits, {DEPLOYS} deploys included", spent)


def _others(spending: Mapping[str, Any]) -> Iterable[str]:
    yield _head(f"dollars a month, ${BASKET:.0f} an order")
    yield "|---|---|---|---|"
    ours = (sum(bill(used(orders, spending)).values()) for orders in MONTHS)
    yield _row("Vitrina’s functions on AWS, without the site", (f"{each:.2f}" for each in ours))
    sales = [orders * BASKET for orders in MONTHS]
    yield _row("Snipcart", (f"{20 if each < 1_000 else each * 0.02:.0f}" for each in sales))
    yield "| Shopify Basic, paid by the year | 29 | 29 | 29 |"
    shopify = (29 + each * 0.02 for each in sales)
    yield _row("Shopify Basic with another provider of payments", (f"{each:.0f}" for each in shopify))
    yield "| Ecwid Starter, ten products at most | 5 | 5 | 5 |"
    yield "| Ecwid Venture, a hundred products at most | 35 | 35 | 35 |"


def _head(first: str) -> str:
    return f"| {first} | {' | '.join(f'{orders:,} orders' for orders in MONTHS)} |"


def _row(first: str, cells: Iterable[str]) -> str:
    return f"| {first} | {' | '.join(cells)} |"


def _price(price: Price) -> str:
    return f"${price.dollars:g} for {price.each:,.0f}" if price.each > 1 else f"${price.dollars:g} each"


if __name__ == "__main__":
    sys.exit(main())

"""What things have cost, day by day: for the lowest price before a reduction.

Whoever announces a reduction in the European Union names the lowest price of the 30 days before it
(Directive 98/6/EC, article 6a). A reduction that grows without a break counts from its first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shop.catalog import Variant
from shop.money import Money

WINDOW = timedelta(days=30)
#: So long everything is kept, whether it is needed or not.
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Entry:
    """What held for one SKU from a build of that day on, until the next entry."""

    day: date
    price: Money | None  #: None: it was not on sale
    was: Money | None = None
    stock: int | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Entries by SKU, each list in the order of time; only changes are in it."""

    since: date  #: from this day on book was kept; what was before is not known
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)


def recorded(history: History, variants: Iterable[Variant], day: date) -> History:
    """The history with what holds on that day, where it is something else than before."""
    now = {variant.sku: _entry(variant, day) for variant in variants}
    entries = dict(history.entries)
    for sku in entries.keys() | now.keys():
        entries[sku] = _with(entries.get(sku, ()), now.get(sku, Entry(day, None)))
    return History(history.since, {sku: entries[sku] for sku in sorted(entries)})


def lowest_before(history: History, sku: str) -> Money | None:
    """The lowest price of the 30 days before the reduction that runs now.

    None where none runs, where the history does not reach back so far, and where there was no price.
    """
    entries = history.entries.get(sku, ())
    began = _began(entries)
    if began is None:
        return None
    before, opens = entries[:began], entries[began].day - WINDOW
    known = history.since <= opens or (before and before[0].day > history.since)
    prices = [entry.price for entry in _reaching(before, opens) if entry.price is not None]
    alike = all(price.currency == _currency(entries[began]) for price in prices)
    return min(prices) if known and prices and alike else None


def pruned(history: History, day: date) -> History:
    """The history without what no question can need any more."""
    needed = {sku: _needed(entries, day) for sku, entries in history.entries.items()}
    return History(history.since, {sku: entries for sku, entries in needed.items() if entries})


def uncounted(history: History, variants: Iterable[Variant]) -> tuple[tuple[str, int, int], ...]:
    """SKUs whose number is another than at the last build, with both, while `counted` is the same."""
    found = []
    for variant in variants:
        last = next(reversed(history.entries.get(variant.sku, ())), None)
        now = _entry(variant, date.min)
        if last is None or last.stock is None or now.stock is None:
            continue
        if last.stock != now.stock and last.counted == now.counted:
            found.append((variant.sku, last.stock, now.stock))
    return tuple(found)


def _entry(variant: Variant, day: date) -> Entry:
    """A bundle has no shelf of its own, and what it can be had of is no count of anybody's."""
    stock = None if variant.contents else variant.stock
    return Entry(day, variant.price, variant.was, stock, variant.counted)


def _with(entries: tuple[Entry, ...], now: Entry) -> tuple[Entry, ...]:
    if not entries:
        return (now,)
    last = entries[-1]
    if (last.price, last.was, last.stock, last.counted) == (now.price, now.was, now.stock, now.counted):
        return entries
    # A clock that was set back does not turn the order of things around.
    return (*entries, Entry(max(now.day, last.day), now.price, now.was, now.stock, now.counted))


def _began(entries: Sequence[Entry]) -> int | None:
    """The entry with which the reduction that runs now began; None where none runs."""
    if not entries or entries[-1].price is None or entries[-1].was is None:
        return None
    began = len(entries) - 1
    while began and _grew(entries[began - 1], entries[began]):
        began -= 1
    return began


def _grew(before: Entry, after: Entry) -> bool:
    """Whether the later one only goes on with the reduction of the earlier: no price has risen."""
    if before.price is None or before.was is None or after.price is None or after.was is None:
        return False
    alike = _currency(before) == _currency(after)
    return alike and before.price >= after.price and before.was >= after.was


def _reaching(entries: Sequence[Entry], opens: date) -> Sequence[Entry]:
    """The entries from that day on, and the one before them: its price still held when the day began."""
    earlier = sum(entry.day < opens for entry in entries)
    return entries[max(0, earlier - 1) :]


def _needed(entries: tuple[Entry, ...], day: date) -> tuple[Entry, ...]:
    since, began = day - KEPT, _began(entries)
    if began is not None:
        since = min(since, entries[began].day - WINDOW)
    left = tuple(_reaching(entries, since))
    return () if len(left) == 1 and left[0].price is None and left[0].day < since else left


def _currency(entry: Entry) -> str:
    return entry.price.currency if entry.price is not None else ""

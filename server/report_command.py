"""`report`: a month of tickets and orders in figures, each with what it means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from functions._wiring import Ports
from server.words import hours, percent, span, table
from shop import metrics, order_metrics
from shop.metrics import History, TicketFigures
from shop.order_metrics import OrderFigures, OrderHistory
from shop.spreads import Cell, Taken
from shop.terms import Terms
from shop.tickets import STATES
from shop.worktime import moment_of, today

_LANGUAGE = "en"

#: So many are looked at; more in one store than a shop of one machine has in years.
_MOST = 100_000

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS_TOLD = 5
_TIMES = ("", "WORKING TIME", "9 IN 10", "CALENDAR", "9 IN 10", "OF")


def report(ports: Ports, month: str | None) -> int:
    """Prints the figures of a month, such as `2026-11`; without one, of this month so far."""
    book = ports.prices.book(())
    terms = book.terms
    try:
        first = date.fromisoformat(f"{month}-01") if month else today(datetime.now(UTC), terms).replace(day=1)
        begin = moment_of(first, 0, terms)
        end = moment_of((first + timedelta(days=31)).replace(day=1), 0, terms)
    except (ValueError, OverflowError):  # the last month of all has no end
        print("Write the month as 2026-11.", file=sys.stderr)
        return 2
    print(f"{first:%B %Y}, by the clock of {terms.timezone}; working time by the hours as they are now")
    print(f"(price list {book.digest[:12]}). Times are medians, beside what nine in ten stay within.\n")
    for line in (*_tickets(ports, terms, begin, end), "", *_orders(ports, terms, begin, end)):
        print(line)
    return 0


def _tickets(ports: Ports, terms: Terms, begin: datetime, end: datetime) -> Iterable[str]:
    histories = [
        History(ticket, ports.tickets.entries(ticket.id)) for ticket in ports.tickets.listed(STATES, _MOST)
    ]
    told = metrics.figures(histories, terms, begin, end)
    yield f"Tickets: {told.opened} new, {told.solved} solved, {told.backlog} waiting at the end"
    yield from _times(told)
    if terms.answer_within:
        within = span(timedelta(minutes=terms.answer_within))
        yield f"  Answered within {within}: {told.met} of {told.met + told.broken}"
    yield f"  Opened again: {told.reopened} of {told.solved} solved ({percent(told.reopened, told.solved)})"
    rated = told.good + told.bad
    yield (
        f"  Found it good: {told.good} of {rated} ({percent(told.good, rated)}); "
        f"{percent(rated, told.solved)} of those solved said how it was"
    )
    yield from _busy("  Customers write most:", told.busy, told)


def _times(told: TicketFigures) -> Iterable[str]:
    yield from _taken(
        {
            "First answer": told.first,
            "Next answers": told.following,
            "Until first solved": told.first_solved,
            "Until solved for good": told.last_solved,
            "Customers waited for us": told.customer_waited,
            "We waited for customers": told.shop_waited,
            "On hold": told.held,
            "New or open": told.worked,
        }
    )


def _orders(ports: Ports, terms: Terms, begin: datetime, end: datetime) -> Iterable[str]:
    histories = [OrderHistory(each, ports.orders.events(each.id)) for each in ports.orders.recent(_MOST)]
    told = order_metrics.figures(histories, terms, begin, end)
    yield f"Orders: {told.placed} placed, {told.cancelled} of them cancelled"
    yield from _taken({"First reaction": told.reaction})
    if told.average is not None:
        yield (
            f"  Average order: {told.average.text(_LANGUAGE)}, with delivery and tax, "
            f"of {told.revenue.text(_LANGUAGE)} not cancelled"
        )
    yield from _customers(told)
    yield from _busy("  Orders come most:", told.busy)


def _customers(told: OrderFigures) -> Iterable[str]:
    if told.customers:
        each = (told.placed - told.cancelled) / told.customers
        yield f"  Customers: {told.customers}, {each:.2f} orders each"
        yield (
            f"  Came again: {told.again} of {told.customers} this month "
            f"({percent(told.again, told.customers)}), {told.again_ever} of {told.customers_ever} ever "
            f"({percent(told.again_ever, told.customers_ever)})"
        )


def _taken(rows: Mapping[str, Taken]) -> Iterable[str]:
    told = [
        (
            label, hours(each.working.median), hours(each.working.ninetieth), span(each.calendar.median),
            span(each.calendar.ninetieth), str(each.calendar.count),
        )
        for label, each in rows.items()
        if each.calendar.count
    ]  # fmt: skip
    if told:
        yield from (f"  {line}" for line in table(_TIMES, told))


def _busy(label: str, cells: Mapping[Cell, int], told: TicketFigures | None = None) -> Iterable[str]:
    most = sorted(cells.items(), key=lambda item: (-item[1], item[0]))[:_HOURS_TOLD]
    if most:
        yield label
    for (day, hour), count in most:
        first = told.busy_first.get((day, hour)) if told else None
        answered = f", first answer after {hours(first.median)}" if first else ""
        yield f"    {_DAYS[day]} {hour:02}:00–{hour + 1:02}:00: {count}{answered}"

"""A month of tickets, played through, against a table computed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.clocks import tick
from shop.helping import rate, write
from shop.metrics import History, TicketFigures, figures
from shop.replying import answer, merge, move, note
from shop.spreads import Spread, Taken, spread
from shop.tickets import CLOSED, HOLD, OPEN, PENDING, SOLVED, SPAM, Ticket
from shop.visits import Visit
from tests.shop.makers import Shop
from tests.shop.tickets import OPEN_TERMS, key_of, opened, shop_with

BEGIN, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


class Month:
    """A shop that is open from ten to six on weekdays and answers within 30 minutes; clocks as in London."""

    def __init__(self) -> None:
        self.shop: Shop = shop_with()
        self.at = BEGIN

    def until(self, at: datetime) -> datetime:
        """Time passes, and the timer comes by every hour."""
        while self.at < at:
            self.at = min(at, self.at + timedelta(hours=1))
            tick(self.shop, self.at)
        return self.at

    def asks(self, who: str, day: int, clock: str, month: int = 11) -> str:
        at = moment(day, clock, month)
        number = len(self.shop.memory.tickets.cases)
        if month == 11:
            self.until(at)
        contact = {"email": f"{who}@example.org"}
        return opened(self.shop, key=f"{who}{number}", at=at, contact=contact).id

    def answers(self, id: str, day: int, clock: str, to: str) -> None:
        at = self.until(moment(day, clock))
        answer(self.now(id), "So it is.", to, self.shop, at, who="boris")

    def writes(self, id: str, day: int, clock: str) -> None:
        at = self.until(moment(day, clock))
        ticket = self.now(id)
        fields = {**key_of(ticket, self.shop), "message": f"And at {clock}?"}
        write(ticket.number, fields, Visit(), ticket_id="n", pictures=(), shop=self.shop, at=at)

    def rates(self, id: str, day: int, clock: str, rating: str) -> None:
        at = self.until(moment(day, clock))
        ticket = self.now(id)
        rate(ticket.number, {**key_of(ticket, self.shop), "rating": rating}, self.shop, at)

    def now(self, id: str) -> Ticket:
        return self.shop.memory.tickets.cases[id]

    def figures(self, begin: datetime = BEGIN, end: datetime = END) -> TicketFigures:
        tickets = self.shop.memory.tickets
        histories = [History(each, tickets.entries(each.id)) for each in tickets.cases.values()]
        return figures(histories, OPEN_TERMS, begin, end)


def moment(day: int, clock: str, month: int = 11) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def played() -> Month:
    month = Month()
    early = month.asks("hanna", 31, "12:00", month=10)  # a Saturday
    anna = month.asks("anna", 2, "10:00")  # a Monday
    month.answers(early, 2, "10:15", SOLVED)
    month.answers(anna, 2, "10:20", OPEN)
    month.writes(anna, 2, "11:00")
    month.answers(anna, 2, "11:40", SOLVED)
    month.rates(anna, 3, "09:00", "good")
    bella = month.asks("bella", 6, "17:50")  # a Friday
    month.answers(bella, 9, "10:10", PENDING)
    month.writes(bella, 10, "09:00")
    month.answers(bella, 10, "10:30", SOLVED)
    month.writes(bella, 11, "12:00")
    at = month.until(moment(11, "13:00"))
    move(month.now(bella), HOLD, month.shop, at, who="boris")
    note(month.now(bella), "asked the potter", month.shop, at, who="boris")
    month.answers(bella, 12, "11:00", SOLVED)
    month.rates(bella, 12, "12:00", "bad")
    month.asks("clara", 18, "23:00")
    robot = month.asks("robot", 19, "12:00")
    at = month.until(moment(19, "12:30"))
    move(month.now(robot), SPAM, month.shop, at, who="boris")
    eva = month.asks("eva", 20, "10:00")
    twin = month.asks("eva", 20, "10:05")
    at = month.until(moment(20, "10:10"))
    merge(month.now(twin), month.now(eva), month.shop, at, who="boris")
    month.answers(eva, 20, "10:40", OPEN)
    month.asks("gesa", 30, "17:45")
    month.until(END)
    return month


@pytest.fixture(scope="module")
def month() -> Month:
    return played()


def took(calendar: tuple[float, float], working: tuple[float, float], count: int) -> Taken:
    """Median and ninetieth in minutes."""
    return Taken(
        *(Spread(count, *(timedelta(minutes=each) for each in pair)) for pair in (calendar, working))
    )


#: Minutes on the calendar and in working time, by hand:
#:             first answer     next answers                first, last time solved     waited for us
#: Hanna       2775 / 15                                    2775 / 15                   2775 / 15
#: Anna          20 / 20          40 / 40                    100 / 100                   100 / 100
#: Bella       3860 / 20          90 / 30, 1380 / 420       5320 / 520, 8230 / 1510     5330 / 470
#: Clara       none; late at the end
#: Eva           40 / 40
#: Gesa        none; due on 1 December at 10:15
TABLE: dict[str, Any] = {
    "opened": 5,  # Anna, Bella, Clara, Eva, Gesa
    "solved": 3,  # Hanna, Anna, Bella
    "reopened": 1,  # Bella
    "backlog": 3,  # Clara, Eva, Gesa
    "first": took((1407.5, 3860), (20, 40), 4),
    "following": took((90, 1380), (40, 420), 3),
    "first_solved": took((2775, 5320), (100, 520), 3),
    "last_solved": took((2775, 8230), (100, 1510), 3),
    "customer_waited": took((2775, 5330), (100, 470), 3),
    "shop_waited": took((0, 1370), (0, 470), 3),  # Bella, from Monday 10:10 to Tuesday 9:00
    "held": took((0, 1320), (0, 360), 3),  # Bella, from Wednesday 13:00 to Thursday 11:00
    "worked": took((2775, 4010), (100, 110), 3),
    "met": 4,  # Hanna; Anna's first; Bella's first and, to the minute, her second
    "broken": 4,  # Anna's second, Bella's third, Clara's, Eva's
    "good": 1,
    "bad": 1,
    "busy": {(0, 10): 1, (0, 11): 1, (0, 17): 1, (1, 9): 1, (2, 12): 1, (2, 23): 1, (4, 10): 2, (4, 17): 1},
    "busy_first": {
        cell: Spread(1, timedelta(minutes=each), timedelta(minutes=each))
        for cell, each in {(5, 12): 15, (0, 10): 20, (4, 17): 20, (4, 10): 40}.items()
    },
}


@pytest.mark.parametrize("name", TABLE)
def test_the_month_is_as_computed_by_hand(month: Month, name: str) -> None:
    assert getattr(month.figures(), name) == TABLE[name]


def test_every_figure_is_in_the_table() -> None:
    assert TABLE.keys() == TicketFigures.__dataclass_fields__.keys()


def test_what_happens_later_changes_no_month_that_is_over() -> None:
    month = played()
    before = month.figures()

    at = month.until(END + timedelta(hours=11))
    for ticket in list(month.shop.memory.tickets.cases.values()):
        if ticket.state not in (CLOSED, "spam", "merged"):
            answer(ticket, "So it is.", SOLVED, month.shop, at, who="boris")

    assert month.figures() == before


def test_a_month_without_anything_has_figures_too(month: Month) -> None:
    empty = month.figures(datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC))

    assert (empty.opened, empty.backlog, empty.first.calendar.count) == (0, 0, 0)


@pytest.mark.parametrize(
    ("minutes", "count", "median", "ninetieth"),
    [
        ([], 0, 0, 0), ([7], 1, 7, 7), ([1, 2], 2, 1.5, 2), (range(1, 11), 10, 5.5, 9),
        (range(1, 12), 11, 6, 10), ([1] * 9 + [1000], 10, 1, 1), ([5, 1, 3], 3, 3, 5),
    ],
)  # fmt: skip
def test_the_middle_and_what_nine_in_ten_stay_within(
    minutes: list[int], count: int, median: float, ninetieth: float
) -> None:
    told = spread(timedelta(minutes=each) for each in minutes)

    assert told == Spread(count, timedelta(minutes=median), timedelta(minutes=ninetieth))

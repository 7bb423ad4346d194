from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop.cases import Filing
from shop.clocks import tick
from shop.errors import Stale
from shop.helping import write
from shop.replying import answer, move, note
from shop.terms import Support, Terms
from shop.ticket_letters import outdated
from shop.tickets import CLOSED, HOLD, OPEN, PENDING, SOLVED, Ticket
from shop.visits import MANY, TRAP, Visit
from tests.shop.makers import Shop
from tests.shop.tickets import AT, OPEN_TERMS, key_of, letters, opened, shop_with

DAY = timedelta(days=1)


def kept(shop: Shop, ticket: Ticket) -> Ticket:
    return shop.memory.tickets.cases[ticket.id]


def ticked(shop: Shop, *moments: datetime) -> list[tuple[str, str]]:
    """What is written while the clock is asked at those moments."""
    letters(shop)
    for at in moments:
        tick(shop, at)
    return letters(shop)


def supported(**changes: Any) -> Terms:
    return replace(OPEN_TERMS, support=Support(**changes))


@pytest.mark.parametrize(("doubts", "letters"), [((TRAP,), 1), ((MANY,), 0)])
def test_of_a_flood_that_nobody_has_looked_at_no_late_answer_is_told(
    doubts: tuple[str, ...], letters: int
) -> None:
    shop = shop_with()
    flooded = replace(opened(shop), doubts=doubts)
    shop.memory.tickets.cases[flooded.id] = flooded
    late = AT + timedelta(minutes=30)

    assert len(ticked(shop, late, late + DAY)) == letters

    answer(kept(shop, flooded), "Yes.", OPEN, shop, late + DAY, who="boris")
    again = {**key_of(flooded, shop), "message": "And now?"}
    write(flooded.number, again, Visit(), ticket_id="n", pictures=(), shop=shop, at=late + DAY)
    assert ticked(shop, late + 3 * DAY) == [("ticket_overdue", "owner")]


def test_a_late_answer_is_told_to_the_owner_once_for_each_promise() -> None:
    shop = shop_with()
    ticket = opened(shop)
    late = AT + timedelta(minutes=30)

    assert ticked(shop, late - timedelta(seconds=1)) == []
    assert ticked(shop, late, late, late + DAY) == [("ticket_overdue", "owner")]
    assert shop.memory.tickets.entries(ticket.id)[-1].data == {"promised": late.isoformat()}

    again = {**key_of(ticket, shop), "message": "Hello?"}
    write(ticket.number, again, Visit(), ticket_id="n", pictures=(), shop=shop, at=late + DAY)
    assert ticked(shop, late + 3 * DAY) == []

    answer(kept(shop, ticket), "Sorry. Yes.", OPEN, shop, late + 3 * DAY, who="boris")
    write(
        ticket.number, {**again, "message": "And now?"}, Visit(), ticket_id="n", pictures=(), shop=shop,
        at=late + 3 * DAY,
    )  # fmt: skip
    assert ticked(shop, late + 4 * DAY, late + 5 * DAY) == [("ticket_overdue", "owner")]


def test_what_is_answered_in_time_is_never_late() -> None:
    shop = shop_with()
    ticket = opened(shop)
    answer(ticket, "Yes.", OPEN, shop, AT, who="boris")

    assert ticked(shop, AT + DAY, AT + 9 * DAY) == []


def test_a_note_and_a_hold_stop_no_clock() -> None:
    shop = shop_with()
    ticket = move(note(opened(shop), "hm", shop, AT, who="boris"), HOLD, shop, AT, who="boris")

    assert ticked(shop, AT + DAY) == [("ticket_overdue", "owner")]
    assert kept(shop, ticket).state == HOLD


def test_a_customer_who_was_asked_is_reminded_then_it_is_solved_then_closed() -> None:
    shop = shop_with()
    ticket = answer(opened(shop), "Which one?", PENDING, shop, AT, who="boris")

    assert ticked(shop, AT + 7 * DAY - timedelta(seconds=1)) == []
    assert ticked(shop, AT + 7 * DAY, AT + 8 * DAY) == [("ticket_reminder", "customer")]
    assert ticked(shop, AT + 14 * DAY - timedelta(seconds=1)) == []
    assert ticked(shop, AT + 14 * DAY, AT + 15 * DAY) == [("ticket_solved", "customer")]
    assert kept(shop, ticket).state == SOLVED
    assert ticked(shop, AT + 18 * DAY, AT + 99 * DAY) == []
    assert (kept(shop, ticket).state, kept(shop, ticket).due_at) == (CLOSED, None)
    assert [each.name for each in shop.memory.tickets.entries(ticket.id)] == [
        "opened", "answered", "reminded", "moved", "moved",
    ]  # fmt: skip


def test_an_answer_of_the_customer_stops_it_all() -> None:
    shop = shop_with()
    ticket = answer(opened(shop), "Which one?", PENDING, shop, AT, who="boris")
    fields = {**key_of(ticket, shop), "message": "The blue one."}
    write(ticket.number, fields, Visit(), ticket_id="n", pictures=(), shop=shop, at=AT + DAY)

    assert ticked(shop, AT + 9 * DAY) == [("ticket_overdue", "owner")]
    assert kept(shop, ticket).state == OPEN


def test_however_long_nobody_looked_nothing_ends_before_its_reminder() -> None:
    shop = shop_with()
    ticket = answer(opened(shop), "Which one?", PENDING, shop, AT, who="boris")
    back = AT + 60 * DAY

    assert ticked(shop, back) == [("ticket_reminder", "customer")]
    assert kept(shop, ticket).due_at == back + 7 * DAY
    assert ticked(shop, back + 7 * DAY) == [("ticket_solved", "customer")]


@pytest.mark.parametrize(
    ("settings", "letters_at"),
    [
        ({"remind_after": 0}, {14: ["ticket_solved"]}),
        ({"solve_after": 0}, {7: ["ticket_reminder"]}),
        ({"remind_after": 0, "solve_after": 0}, {}),
        ({"remind_after": 20, "solve_after": 10}, {10: ["ticket_solved"]}),
    ],
)
def test_what_the_owner_switches_off_does_not_happen(
    settings: dict[str, int], letters_at: dict[int, list[str]]
) -> None:
    shop = shop_with(supported(**settings, close_after=0))
    answer(opened(shop), "Which one?", PENDING, shop, AT, who="boris")
    letters(shop)

    told = {day: [event for event, _ in ticked(shop, AT + day * DAY)] for day in range(1, 100)}

    assert {day: events for day, events in told.items() if events} == letters_at
    assert CLOSED not in {each.state for each in shop.memory.tickets.cases.values()}


def test_what_the_customer_writes_while_the_clock_strikes_is_not_lost() -> None:
    shop = shop_with()
    opened(shop)

    def change(_: Filing[Ticket]) -> None:
        raise Stale

    shop.memory.tickets.change = change  # type: ignore[method-assign]

    assert tick(shop, AT + DAY) == 0


def test_the_question_how_it_was_falls_away_with_what_happens_before_it_leaves() -> None:
    shop = shop_with()
    ticket = answer(opened(shop), "Yes.", SOLVED, shop, AT, who="boris")
    [asked] = [row.message for row in shop.memory.rows.values() if row.message.event == "ticket_rating"]
    fields = {**key_of(ticket, shop), "message": "But the lid?"}

    assert not outdated(asked, ticket)
    assert not outdated(asked, note(ticket, "hm", shop, AT, who="boris"))
    assert outdated(asked, replace(ticket, rating="good"))
    assert outdated(asked, replace(ticket, state=CLOSED, since=AT + DAY))
    reopened = write(ticket.number, fields, Visit(), ticket_id="n", pictures=(), shop=shop, at=AT)
    assert reopened is not None
    assert outdated(asked, reopened)
    later = AT + timedelta(hours=1)
    assert outdated(asked, answer(reopened, "It fits.", SOLVED, shop, later, who="boris"))


def in_berlin(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)  # type: ignore[misc,arg-type]


#: Nine to five on weekdays; in two of the rows, at night and on Sundays.
EIGHT = (((540, 1020),),) * 5 + ((), ())
NIGHTS = (((60, 300),),) * 7


@pytest.mark.parametrize(
    ("hours", "minutes", "opened_at", "answer_by"),
    [
        # 24 hours at 8 hours a day are three working days (Simla's vector), a weekend between.
        (EIGHT, 1440, in_berlin(2026, 11, 26, 9, 0), in_berlin(2026, 11, 30, 17, 0)),
        (EIGHT, 1440, in_berlin(2026, 11, 23, 13, 0), in_berlin(2026, 11, 26, 13, 0)),
        # Created at night, before opening and on Saturday, the clock starts at the next opening.
        (EIGHT, 30, in_berlin(2026, 11, 23, 23, 30), in_berlin(2026, 11, 24, 9, 30)),
        (EIGHT, 30, in_berlin(2026, 11, 24, 3, 0), in_berlin(2026, 11, 24, 9, 30)),
        (EIGHT, 30, in_berlin(2026, 11, 28, 12, 0), in_berlin(2026, 11, 30, 9, 30)),
        (EIGHT, 30, in_berlin(2026, 11, 23, 16, 50), in_berlin(2026, 11, 24, 9, 20)),
        # Christmas Eve, half past four; Christmas is a holiday, then comes the weekend.
        (EIGHT, 60, in_berlin(2026, 12, 24, 16, 30), in_berlin(2026, 12, 28, 9, 30)),
        # 29 March: two o'clock is three; from one to five there are three hours, and two have passed by four.
        (NIGHTS, 120, in_berlin(2026, 3, 29, 1, 0), in_berlin(2026, 3, 29, 4, 0)),
        (NIGHTS, 240, in_berlin(2026, 3, 29, 0, 0), in_berlin(2026, 3, 30, 2, 0)),
        # 25 October: three o'clock is two once more; from one to five there are five hours.
        (NIGHTS, 240, in_berlin(2026, 10, 25, 1, 0), in_berlin(2026, 10, 25, 4, 0)),
        (NIGHTS, 300, in_berlin(2026, 10, 25, 0, 0), in_berlin(2026, 10, 25, 5, 0)),
        # Monday after the change in March: nine o'clock is nine o'clock.
        (EIGHT, 30, in_berlin(2026, 3, 27, 16, 45), in_berlin(2026, 3, 30, 9, 15)),
    ],
)
def test_a_promise_is_kept_in_working_time(
    hours: tuple[tuple[tuple[int, int], ...], ...], minutes: int, opened_at: datetime, answer_by: datetime
) -> None:
    terms = replace(OPEN_TERMS, hours=hours, answer_within=minutes, timezone="Europe/Berlin")
    shop = shop_with(terms)

    ticket = opened(shop, at=opened_at)

    assert ticket.answer_by == ticket.due_at == answer_by
    assert ticked(shop, answer_by - timedelta(seconds=1)) == []
    assert ticked(shop, answer_by, answer_by + DAY) == [("ticket_overdue", "owner")]

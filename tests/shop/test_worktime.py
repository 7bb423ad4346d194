from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.terms import Terms
from shop.worktime import deadline, openings
from tests.shop.makers import TERMS

Day = tuple[tuple[int, int], ...]

#: Monday to Friday from ten to six, closed on Saturday and Sunday: eight hours a day.
OFFICE: tuple[Day, ...] = (((600, 1080),),) * 5 + ((), ())
LUNCH: tuple[Day, ...] = (((600, 780), (840, 1140)),) * 7
ROUND_THE_CLOCK: tuple[Day, ...] = (((0, 1440),),) * 7


def shop(
    zone: str = "Europe/Berlin", hours: tuple[Day, ...] = OFFICE, holidays: tuple[date, ...] = ()
) -> Terms:
    return replace(TERMS, timezone=zone, hours=hours, holidays=holidays)


def falls_due(clock: str, minutes: int, terms: Terms) -> str:
    """When it falls due on the shop's own clock, for something that came in at that hour there."""
    zone = ZoneInfo(terms.timezone)
    at = datetime.fromisoformat(clock).replace(tzinfo=zone).astimezone(UTC)
    return deadline(at, minutes, terms).astimezone(zone).strftime("%Y-%m-%d %H:%M")


# 23 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("came", "minutes", "due"),
    [
        ("2026-11-23 10:00", 30, "2026-11-23 10:30"),
        ("2026-11-23 17:45", 15, "2026-11-23 18:00"),
        ("2026-11-23 17:45", 16, "2026-11-24 10:01"),
        ("2026-11-23 18:00", 30, "2026-11-24 10:30"),
        ("2026-11-23 23:59", 30, "2026-11-24 10:30"),
        ("2026-11-24 00:00", 30, "2026-11-24 10:30"),
        ("2026-11-24 04:12", 30, "2026-11-24 10:30"),
        ("2026-11-27 17:50", 30, "2026-11-30 10:20"),
        ("2026-11-28 12:00", 30, "2026-11-30 10:30"),
        ("2026-11-29 23:00", 480, "2026-11-30 18:00"),
        ("2026-11-23 10:00", 24 * 60, "2026-11-25 18:00"),
        ("2026-11-23 11:00", 24 * 60, "2026-11-26 11:00"),
        ("2026-11-26 11:00", 24 * 60, "2026-12-01 11:00"),
    ],
    ids=lambda value: str(value),
)
def test_only_working_time_counts(came: str, minutes: int, due: str) -> None:
    assert falls_due(came, minutes, shop()) == due


@pytest.mark.parametrize(
    ("came", "minutes", "due"),
    [
        ("2026-11-23 12:45", 30, "2026-11-23 14:15"),
        ("2026-11-23 13:30", 30, "2026-11-23 14:30"),
        ("2026-11-23 09:00", 181, "2026-11-23 14:01"),
        ("2026-11-23 18:30", 8 * 60 + 30, "2026-11-24 19:00"),
    ],
)
def test_a_break_at_noon_does_not_count(came: str, minutes: int, due: str) -> None:
    assert falls_due(came, minutes, shop(hours=LUNCH)) == due


def test_a_holiday_is_closed_whatever_its_weekday() -> None:
    christmas = shop(holidays=(date(2026, 12, 25), date(2026, 12, 28)))

    assert falls_due("2026-12-24 17:30", 60, christmas) == "2026-12-29 10:30"
    assert falls_due("2026-12-25 11:00", 60, christmas) == "2026-12-29 11:00"


@pytest.mark.parametrize(
    ("zone", "hours", "came", "minutes", "due"),
    [
        # Berlin, 28 March 2027: at 2:00 the clocks show 3:00; 25 October 2026: at 3:00 they show 2:00.
        ("Europe/Berlin", ROUND_THE_CLOCK, "2027-03-28 01:30", 60, "2027-03-28 03:30"),
        ("Europe/Berlin", ROUND_THE_CLOCK, "2027-03-27 12:00", 24 * 60, "2027-03-28 13:00"),
        ("Europe/Berlin", ROUND_THE_CLOCK, "2026-10-24 12:00", 24 * 60, "2026-10-25 11:00"),
        ("Europe/Berlin", ROUND_THE_CLOCK, "2026-10-25 01:30", 120, "2026-10-25 02:30"),
        ("Europe/Berlin", OFFICE, "2027-03-26 17:00", 120, "2027-03-29 11:00"),
        ("Europe/Berlin", OFFICE, "2026-10-23 17:00", 120, "2026-10-26 11:00"),
        # Hours that the clocks leap over are no hours; an hour that comes twice is opened once.
        ("Europe/Berlin", (((120, 180),),) * 7, "2027-03-28 00:00", 30, "2027-03-29 02:30"),
        ("Europe/Berlin", (((150, 240),),) * 7, "2027-03-28 00:00", 60, "2027-03-29 03:00"),
        ("Europe/Berlin", (((60, 180),),) * 7, "2026-10-25 00:00", 180, "2026-10-25 03:00"),
        # New York, 14 March 2027 and 1 November 2026.
        ("America/New_York", ROUND_THE_CLOCK, "2027-03-14 01:59", 2, "2027-03-14 03:01"),
        ("America/New_York", OFFICE, "2026-10-30 17:30", 60, "2026-11-02 10:30"),
        ("America/New_York", ROUND_THE_CLOCK, "2026-10-31 12:00", 24 * 60, "2026-11-01 11:00"),
        ("Asia/Kolkata", OFFICE, "2026-11-23 17:59", 2, "2026-11-24 10:01"),
        ("Asia/Kolkata", OFFICE, "2026-11-24 02:00", 30, "2026-11-24 10:30"),
    ],
)
def test_the_shops_own_clock_decides(
    zone: str, hours: tuple[Day, ...], came: str, minutes: int, due: str
) -> None:
    assert falls_due(came, minutes, shop(zone, hours)) == due


def test_an_evening_written_as_two_days_is_one_span() -> None:
    bar: tuple[Day, ...] = ((),) * 4 + (((1080, 1440),), ((0, 120), (1080, 1440)), ((0, 120),))

    assert falls_due("2026-11-27 23:30", 60, shop(hours=bar)) == "2026-11-28 00:30"
    assert falls_due("2026-11-28 01:30", 60, shop(hours=bar)) == "2026-11-28 18:30"


def test_hours_may_reach_past_midnight() -> None:
    night: tuple[Day, ...] = ((),) * 4 + (((1200, 1680),), (), ())

    assert falls_due("2026-11-28 03:00", 30, shop(hours=night)) == "2026-11-28 03:30"
    assert falls_due("2026-11-28 03:45", 30, shop(hours=night)) == "2026-12-04 20:15"


@pytest.mark.parametrize("hours", [(), ((),) * 7])
def test_a_shop_without_hours_never_closes(hours: tuple[Day, ...]) -> None:
    assert falls_due("2026-11-28 23:30", 60, shop(hours=hours)) == "2026-11-29 00:30"


def test_a_shop_that_stays_closed_keeps_no_clock() -> None:
    closed = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(900))

    assert falls_due("2026-11-23 12:00", 60, shop(holidays=closed)) == "2026-11-23 13:00"


def test_what_would_take_years_falls_due_when_nobody_looks_further() -> None:
    rarely: tuple[Day, ...] = (((600, 601),),) + ((),) * 6

    assert falls_due("2026-11-23 12:00", 9999 * 60, shop(hours=rarely)) > "2027-12-27"


def test_an_unknown_time_zone_is_that_of_greenwich() -> None:
    at = datetime(2026, 11, 23, 17, 50, tzinfo=UTC)

    assert deadline(at, 20, shop("Mars/Olympus")) == datetime(2026, 11, 24, 10, 10, tzinfo=UTC)


def test_openings_begin_with_the_one_that_is_not_over() -> None:
    at = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)

    first, second, *_ = openings(at, shop("UTC"))

    assert first == (at.replace(hour=10), at.replace(hour=18))
    assert second == (at.replace(day=24, hour=10), at.replace(day=24, hour=18))


days = st.sampled_from(
    [(), ((600, 1080),), ((0, 1440),), ((540, 780), (840, 1140)), ((1320, 1440),), ((0, 60),)]
)


@settings(deadline=None)  # a busy machine is no mistake
@given(
    at=st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 10)),
    minutes=st.integers(1, 3000),
    hours=st.tuples(*[days] * 7).filter(any),
    holidays=st.sets(st.dates(date(2026, 10, 20), date(2026, 11, 15)), max_size=3),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "UTC"]),
)
def test_it_agrees_with_counting_every_minute(
    at: datetime, minutes: int, hours: tuple[Day, ...], holidays: set[date], zone: str
) -> None:
    terms = shop(zone, hours, tuple(holidays))
    at = at.replace(second=0, microsecond=0, tzinfo=UTC)

    due = deadline(at, minutes, terms)

    passed = sum(
        _open(at + timedelta(minutes=n), terms) for n in range(int((due - at).total_seconds() // 60))
    )
    assert passed == minutes
    assert _open(due - timedelta(minutes=1), terms)


def _open(at: datetime, terms: Terms) -> bool:
    local = at.astimezone(ZoneInfo(terms.timezone))
    clock = local.hour * 60 + local.minute
    spans = () if local.date() in terms.holidays else terms.hours[local.weekday()]
    return any(opens <= clock < closes for opens, closes in spans)

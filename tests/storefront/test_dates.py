from __future__ import annotations

from datetime import date, datetime

import pytest

from storefront.dates import counted, day, moment
from storefront.fields import Context, Faults


def hint(written: str) -> object:
    with pytest.raises(Faults) as caught:
        moment(written)
    return caught.value.faults[0].values["how"]


def test_a_day_or_a_moment_is_read() -> None:
    assert day("2028-02-29") == date(2028, 2, 29)
    assert moment("2026-03-31") == date(2026, 3, 31)
    assert moment("2026-03-31 9:05") == datetime(2026, 3, 31, 9, 5)
    assert counted("2026-11-25T9:05", Context()) == "2026-11-25 09:05"


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("1.3.2026", "2026-03-01"),
        ("31/12/2026", "2026-12-31"),
        ("2026/3/1", "2026-03-01"),
        ("20261231", "2026-12-31"),
        ("31.12.2026, 18:00", "2026-12-31 18:00"),
        ("2026-12-31 18:00:30", "2026-12-31 18:00"),
    ],
)
def test_what_is_understood_is_written_out(written: str, instead: str) -> None:
    assert hint(written) == f"write {instead}"


@pytest.mark.parametrize("written", ["03/04/2026", "1.3.26", "31.02.2026", "1.1.0026", "tomorrow"])
def test_what_may_be_another_day_is_not_guessed(written: str) -> None:
    assert str(hint(written)).startswith("write it as year-month-day")


def test_a_day_alone_is_not_told_to_have_a_time() -> None:
    with pytest.raises(Faults) as caught:
        day("31.12.2026 18:00")

    assert caught.value.faults[0].values["how"] == "write it as year-month-day, such as 2026-12-25"


@pytest.mark.parametrize("written", ["2027-02-29", "2026-00-10", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_told_so(written: str) -> None:
    with pytest.raises(Faults) as caught:
        day(written)

    assert caught.value.faults[0].code == "no_such_day"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-25", "2026-11-25"),
        ("2026-11-25 14:30", "2026-11-25 14:30"),
        ("2026-11-25  9:05", "2026-11-25 09:05"),
        ("2026-11-25T09:05", "2026-11-25 09:05"),
    ],
)
def test_when_it_was_counted_is_a_text_that_sorts(written: str, text: str) -> None:
    assert counted(written, Context()) == text


def test_a_count_may_be_of_tomorrow_where_it_is_tomorrow_already() -> None:
    today = Context(today=date(2026, 11, 24))

    assert counted("2026-11-25 08:00", today) == "2026-11-25 08:00"
    with pytest.raises(Faults, match="counted_later"):
        counted("2026-11-26", today)

from __future__ import annotations

import pytest

from storefront import times
from storefront.fields import Faults


def test_hours_are_minutes_of_each_day() -> None:
    read = times.hours({"Fri–Sat": "10:00-14:00, 15:00-24:00", "sun": "closed"})

    assert times.week(read) == ((), (), (), (), ((600, 840), (900, 1440)), ((600, 840), (900, 1440)), ())


@pytest.mark.parametrize(
    ("days", "code"),
    [("15:00-19:00", "hours_cut"), ("fri-mon", "day_order"), ("пн-пт", "day")],
)
def test_days_that_are_none_are_told_apart(days: str, code: str) -> None:
    with pytest.raises(Faults) as caught:
        times.hours({days: "10:00-19:00"})

    assert [fault.code for fault in caught.value.faults] == [code]

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions import _pace
from functions._pace import Pace

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_each_key_is_let_in_so_often_in_a_window() -> None:
    pace = Pace()

    assert [pace.hit("a", 2, HOUR, AT) for _ in range(4)] == [True, True, False, False]
    assert pace.hit("b", 2, HOUR, AT)
    assert pace.hit("a", 2, HOUR, AT + HOUR)
    assert pace.hit("a", 1, timedelta(days=1), AT)
    assert not pace.hit("a", 0, HOUR, AT)


def test_a_clock_that_goes_back_a_little_opens_no_new_window() -> None:
    pace = Pace()
    pace.hit("a", 1, HOUR, AT)

    assert not pace.hit("a", 1, HOUR, AT - timedelta(seconds=1))


def test_no_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pace, "_MOST_KEYS", 3)
    pace = Pace()

    assert all(pace.hit(str(n), 1, HOUR, AT) for n in range(10))
    assert len(pace._windows[HOUR][1]) <= 3

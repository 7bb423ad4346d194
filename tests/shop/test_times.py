from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shop import times


@pytest.mark.parametrize(
    ("timezone", "language", "text"),
    [
        ("Europe/Berlin", "en", "1 January 2027, 00:30"),
        ("Europe/Berlin", "ru", "1 января 2027, 00:30"),
        ("No/Where", "en", "31 December 2026, 23:30 UTC"),
        ("../etc", "en", "31 December 2026, 23:30 UTC"),
    ],
)
def test_a_moment_is_told_by_the_shop_s_clock(timezone: str, language: str, text: str) -> None:
    assert times.moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), timezone, language) == text


def test_a_day_is_told_as_in_a_moment() -> None:
    at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert times.date(at, "Europe/Berlin", "ru") == "1 января 2027"
    assert times.date(at, "UTC", "en") == "31 December 2026"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, ""), (1, "within a minute"), (30, "30 minutes"), (90, "90 minutes"), (120, "2 h")],
)
def test_a_promise_is_told_in_minutes_or_hours(minutes: int, text: str) -> None:
    assert text in times.promise(minutes, "en")
    assert bool(times.promise(minutes, "ru")) == bool(minutes)


@pytest.mark.parametrize(("minutes", "text"), [(0, ""), (30, "30 min"), (90, "90 min"), (480, "8 h")])
def test_a_span_is_told_in_minutes_or_whole_hours(minutes: int, text: str) -> None:
    assert times.duration(minutes, "en") == text

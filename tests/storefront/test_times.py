from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storefront import times
from storefront.fields import Context, Faults

EURO = Context(languages=("en",), currency="EUR")


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
    assert times.counted(written, EURO) == text


def test_a_count_may_be_of_tomorrow_where_it_is_tomorrow_already() -> None:
    today = replace(EURO, today=date(2026, 11, 24))

    assert times.counted("2026-11-25 08:00", today) == "2026-11-25 08:00"
    with pytest.raises(Faults, match="counted_later"):
        times.counted("2026-11-26", today)

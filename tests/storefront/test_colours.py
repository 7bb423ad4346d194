from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.colours import CONTRAST, contrast, ground
from storefront.fields import Faults

WHITE = (255, 255, 255)


def rgb(shown: str) -> tuple[int, int, int]:
    return int(shown[1:3], 16), int(shown[3:5], 16), int(shown[5:7], 16)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 0), WHITE, 21.0),
        (WHITE, WHITE, 1.0),
        ((118, 118, 118), WHITE, 4.54),  # the lightest grey that passes
        ((119, 119, 119), WHITE, 4.48),
        ((0, 0, 255), WHITE, 8.59),
    ],
)
def test_contrast_is_that_of_wcag(
    one: tuple[int, int, int], other: tuple[int, int, int], expected: float
) -> None:
    assert round(contrast(one, other), 2) == expected
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("written", ["#2f5747", "2F5747", "#2F5747"])
def test_a_colour_is_read_however_its_digits_are_written(written: str) -> None:
    assert ground(written) == "#2f5747"


def test_three_digits_stand_for_six() -> None:
    assert ground("#258") == "#225588"


@pytest.mark.parametrize("written", ["#2f574", "green", "rgb(0,0,0)", "#2f5747; }", "#٢٢٢", "url(x)"])
def test_nothing_else_is_a_colour(written: str) -> None:
    with pytest.raises(Faults):
        ground(written)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_whatever_is_too_light_is_answered_with_what_works(colour: tuple[int, int, int]) -> None:
    written = "#" + "".join(f"{part:02x}" for part in colour)

    try:
        read = ground(written)
    except Faults as faults:
        read = ground(faults.faults[0].values["darker"])

    assert contrast(rgb(read), WHITE) >= CONTRAST

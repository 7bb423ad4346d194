from __future__ import annotations

import pytest

from shop.phones import tel


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+49 30 901820", "tel:+4930901820"),
        ("+49 (0)30 90-18-20", "tel:+4930901820"),
        ("(030) 901820", "tel:030901820"),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written: str, dialled: str) -> None:
    assert tel(written) == dialled

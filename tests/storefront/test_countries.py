from __future__ import annotations

import pytest

from storefront.countries import codes, country
from storefront.fields import Faults


@pytest.mark.parametrize(
    ("written", "code"),
    [("at", "AT"), ("UK", "GB"), ("Austria", "AT"), ("Австрия", "AT"), ("österreich", "AT")],
)
def test_a_country_that_is_understood_is_written_out(written: str, code: str) -> None:
    with pytest.raises(Faults) as caught:
        country(written)

    assert caught.value.faults[0].values["how"] == code


def test_only_countries_have_codes() -> None:
    assert {"DE", "AT", "RU"} <= codes()
    assert not {"EU", "UN", "XA", "ZZ"} & codes()

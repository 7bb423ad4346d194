"""The model of `support:` in shop.yaml: what time does with the tickets of customers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from storefront import amounts
from storefront.keys import Keys, Kind
from storefront.kinds import YesNo

_RANGE = {
    "anyOf": [{"type": "integer", "minimum": 0, "maximum": 365}, {"type": "string", "pattern": "^\\d{1,3}$"}]
}

Days = Annotated[int, PlainValidator(amounts.days), WithJsonSchema(_RANGE), Kind("number of days")]


class SupportKeys(Keys):
    """What time does with tickets, in days from 0 to 365; 0 means that it does nothing."""

    remind_after: Days = Field(
        default=7,
        examples=["7"],
        description="When a customer whom you have asked for something is reminded, once.",
    )
    solve_after: Days = Field(
        default=14,
        examples=["14"],
        description="When a ticket counts as solved because its customer has not answered; later than"
        " `remind_after`.",
    )
    close_after: Days = Field(
        default=4,
        examples=["4"],
        description="When a solved ticket is closed; until then, whatever its customer writes opens it"
        " again, afterwards it begins a new one.",
    )
    rating: YesNo = Field(
        default=True,
        examples=["yes"],
        description="Whether customers are asked how it was, a day after their ticket is solved.",
    )

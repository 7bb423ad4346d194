"""The model of `retention:` in shop.yaml: how long what is known of people is kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from storefront import amounts
from storefront.keys import Keys, Kind

_RANGE = {
    "anyOf": [{"type": "integer", "minimum": 0, "maximum": 600}, {"type": "string", "pattern": "^\\d{1,3}$"}]
}

Months = Annotated[int, PlainValidator(amounts.months), WithJsonSchema(_RANGE), Kind("number of months")]


class RetentionKeys(Keys):
    """How many months what is known of people is kept, from 1 to 600; 0 keeps it for good."""

    orders: Months = Field(
        default=120,
        examples=["120"],
        description="After an order was completed or cancelled. Then its customer is forgotten; lines and"
        " sums stay.",
    )
    tickets: Months = Field(
        default=24,
        examples=["24"],
        description="After a ticket was closed. Then all that was written in it is forgotten; times stay.",
    )
    posts: Months = Field(
        default=24,
        examples=["24"],
        description="After feedback was last changed. Then its author is forgotten; what nobody else sees"
        " goes as a whole.",
    )
    letters: Months = Field(
        default=3,
        examples=["3"],
        description="After a letter or a webhook was sent or given up. Letters that a mail server has"
        " carried stay in mailboxes.",
    )

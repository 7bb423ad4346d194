"""The shapes of answers about tickets, published as OpenAPI like the others."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from functions._schema import Words

Link = Annotated[str, Meta(description="The link to follow the ticket; its fragment is a secret.")]
State = Annotated[str, Meta(description="`new`, `open`, `pending`, `solved`, `closed` or `merged`.")]
Outlook = Annotated[Words, Meta(description="What happens next, and by when where that is promised.")]


class OpenedTicketAnswer(Struct):
    number: str
    track: Link
    state: State
    answer_by: Annotated[datetime | None, Meta(description="When an answer is promised; null: no promise.")]
    outlook: Outlook


class TicketStepAnswer(Struct):
    """One step on a ticket's way."""

    label: Words
    at: Annotated[datetime | None, Meta(description="When it was reached; null: it lies ahead.")]
    at_text: Words
    done: bool


class TicketPictureAnswer(Struct):
    src: Annotated[str, Meta(description="Its address, good for an hour; ask again for a new one.")]


class TicketMessageAnswer(Struct):
    """What one side wrote."""

    who: Annotated[str, Meta(description="`customer` or `shop`.")]
    name: Annotated[str, Meta(description="As the customer gave it; else the shop's.")]
    at: datetime
    at_text: Words
    text: str
    pictures: list[TicketPictureAnswer]


class TicketAnswer(Struct):
    number: str
    track: Link
    topic: str
    topic_label: Words
    state: State
    stage: Words
    steps: list[TicketStepAnswer]
    opened_at: datetime
    opened_at_text: Words
    outlook: Outlook
    order_number: Annotated[str, Meta(description="Of the order it is about; empty: of none.")]
    thread: Annotated[list[TicketMessageAnswer], Meta(description="All that was written, oldest first.")]
    may_write: bool
    may_rate: bool
    rating: Annotated[str, Meta(description="`good` or `bad`; empty until it is rated.")]
    follows: Annotated[str, Meta(description="The number of the closed ticket it goes on from; or empty.")]
    into: Annotated[str, Meta(description="The number of the ticket it goes on in; or empty.")]
    into_track: Annotated[
        str,
        Meta(description="That ticket's link, where both are known to be of one mailbox; else empty."),
    ]

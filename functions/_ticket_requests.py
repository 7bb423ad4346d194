"""The shapes of requests about tickets, as OpenAPI publishes them; what is sent is checked in words."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from functions._requests import Guarded, Language, QuickContactRequest
from shop import limits

Key = Annotated[str, Meta(min_length=1, max_length=limits.SECRET, description="Out of the ticket's link.")]
Text = Annotated[str, Meta(min_length=1, max_length=limits.MESSAGE)]
Pictures = Annotated[
    list[Annotated[str, Meta(description="JPEG, PNG or WebP in base64; drawn anew before it is kept.")]],
    Meta(max_length=limits.PICTURES),
]


class TicketOrderRequest(Struct, forbid_unknown_fields=True):
    """The order it is about. With the key of its link it is known whose it is."""

    number: Annotated[str, Meta(max_length=limits.NUMBER)]
    key: Annotated[str, Meta(max_length=limits.SECRET)] | None = None


class TicketRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    topic: Annotated[str, Meta(description="`order`, `return`, `question` or `other`.")]
    message: Text
    contact: (
        Annotated[QuickContactRequest, Meta(description="Not needed beside an order with its key.")] | None
    ) = None
    order: TicketOrderRequest | None = None
    skus: (
        Annotated[list[str], Meta(max_length=limits.LINES, description="Those of the order's lines meant.")]
        | None
    ) = None
    pictures: Pictures | None = None
    language: Language | None = None


class TicketMessageRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    key: Key
    message: Text
    pictures: Pictures | None = None
    language: Language | None = None


class TicketViewRequest(Struct, forbid_unknown_fields=True):
    key: Key
    proof: (
        Annotated[
            str,
            Meta(max_length=limits.SECRET, description="Out of the link in a letter: confirms its address."),
        ]
        | None
    ) = None
    language: Language | None = None


class TicketRatingRequest(Struct, forbid_unknown_fields=True):
    key: Key
    rating: Annotated[str, Meta(description="`good` or `bad`.")]
    comment: Annotated[str, Meta(max_length=limits.NOTE)] | None = None
    language: Language | None = None

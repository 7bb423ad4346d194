"""The shapes of feedback's requests and answers, as OpenAPI publishes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from functions._requests import Guarded, Language
from functions._schema import Words
from shop import limits

Proof = Annotated[str, Meta(max_length=limits.PROOF, description="As it was answered; opaque.")]


class AuthorRequest(Struct, forbid_unknown_fields=True):
    """Both may be left out."""

    name: Annotated[str, Meta(max_length=limits.NAME)] | None = None
    email: Annotated[str, Meta(max_length=limits.EMAIL, description="Never shown.")] | None = None


class HeldOrder(Struct, forbid_unknown_fields=True):
    """Both halves of what stands behind the `#` of an order's link."""

    number: Annotated[str, Meta(max_length=limits.NUMBER)]
    key: Annotated[str, Meta(max_length=limits.SECRET)]


class PostRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    """An idea or a review may be shown to everybody; other kinds are between their author and the shop."""

    kind: Annotated[str, Meta(description="`idea`, `problem`, `question`, `thanks` or `review`.")]
    text: Annotated[str, Meta(max_length=limits.TEXT, description="May be empty in a review.")] | None = None
    title: Annotated[str, Meta(max_length=limits.TITLE)] | None = None
    stars: Annotated[int, Meta(ge=1, le=5, description="Of a review.")] | None = None
    sku: Annotated[str, Meta(max_length=limits.SKU, description="Of a review.")] | None = None
    order: Annotated[HeldOrder, Meta(description="Of a review: shows that it was bought.")] | None = None
    page: Annotated[str, Meta(max_length=limits.PAGE, description="Where it was left.")] | None = None
    contact: AuthorRequest | None = None
    consent: (
        Annotated[str, Meta(max_length=limits.ID, description="Which text was agreed to: `feedback.1`.")]
        | None
    ) = None
    language: Language | None = None


class VoteRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    """Nothing: a vote counted apart. `email`: asks for a code. `proof` and `code`: the vote of an address."""

    email: Annotated[str, Meta(max_length=limits.EMAIL)] | None = None
    code: Annotated[str, Meta(max_length=limits.CODE, description="Six digits, from the letter.")] | None = (
        None
    )
    proof: Proof | None = None
    language: Language | None = None


class UnfollowRequest(Struct, forbid_unknown_fields=True):
    token: Annotated[str, Meta(max_length=limits.PROOF, description="From the letter's link.")]
    language: Language | None = None


class LeftAnswer(Struct):
    id: str
    state: str
    shown: Annotated[bool, Meta(description="Whether everybody may see it now.")]
    message: Words
    proof: Annotated[
        Proof | None, Meta(description="A code was sent to its author: confirm with it at `…/vote`.")
    ]


class AskedAnswer(Struct):
    """The same whether or not a code was sent."""

    proof: Proof
    message: Words


class VotedAnswer(Struct):
    votes: Annotated[int, Meta(description="Of people who have confirmed an address.")]
    unverified: Annotated[int, Meta(description="Of others, one for each network address.")]
    counted: Annotated[bool, Meta(description="Whether this vote counts for the first time.")]
    message: Words
    proof: Annotated[
        Proof | None, Meta(description="For a day it stands for the confirmed address, without a code.")
    ]


class UnfollowedAnswer(Struct):
    message: Words


class TallyAnswer(Struct):
    votes: int
    unverified: int


class ShopAnswer(Struct):
    text: str
    at: datetime


class IdeaAnswer(Struct):
    id: str
    kind: str
    title: str
    text: str
    author: str
    state: str
    opened_at: datetime
    changed_at: datetime | None
    answer: ShopAnswer | None
    duplicate_of: str | None
    language: str
    votes: int
    unverified: int


class ReviewAnswer(Struct):
    id: str
    sku: str
    stars: int
    title: str
    text: str
    author: str
    bought: bool
    opened_at: datetime
    answer: ShopAnswer | None
    language: str


class PublishedAnswer(Struct):
    """What everybody may see, newest first; all of it was written by visitors, and is text, not markup."""

    ideas: list[IdeaAnswer]
    reviews: list[ReviewAnswer]

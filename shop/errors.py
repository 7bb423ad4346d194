"""Everything that can go wrong in a shop.

ShopError
├── NotAPrice            a text is not an amount in that currency
├── Invalid              what was sent breaks rules; carries every field's error
├── QuoteChanged         the basket would cost or contain something else now; carries the new quote
├── KeyReused            an idempotency key came back with another order
├── NotEnough            the store holds less of something than an order takes
├── PromoSpent           a promo has been used as often as it may be
├── IllegalMove          an order cannot go to that status from where it is; carries where it can go
├── Stale                an order was changed by somebody else in the meantime
├── TooMany              more was sent than a shop takes in an hour; carries when to come back
├── NoLink               a link that acts was not made here as it stands, or for nothing that is there
├── LinkExpired          a link that acts is older than it may be; carries what it was for
├── NoReturn             that cannot be returned: it was not in the order, or has come back already
├── NoMerge              a ticket cannot go on in that other one
└── Unavailable          prices or the store cannot be reached; nothing was written
    ├── Throttled        too much was sent there for now; waiting is no failure
    └── Undeliverable    a letter's recipient, or a webhook's endpoint, is gone for good
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.actions import Action
    from shop.pricing import Quote


class ShopError(Exception):
    """The root of all errors a shop raises on purpose."""


class NotAPrice(ShopError):
    """Raised when a text cannot be read as money."""

    def __init__(self, text: str, currency: str, digits: int) -> None:
        super().__init__(f"{text!r} is not an amount in {currency}")
        self.text, self.currency, self.digits = text, currency, digits


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field and the name of the sentence (`shop.words`) that says what is wrong with it."""

    field: str
    code: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(ShopError):
    """Raised when a request breaks field rules; every broken field is listed."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{e.field}: {e.code}" for e in errors))
        self.errors = tuple(errors)


class QuoteChanged(ShopError):
    """Raised when an order would differ from what the visitor saw."""

    def __init__(self, quote: Quote, code: str) -> None:
        super().__init__(code)
        self.quote, self.code = quote, code


class KeyReused(ShopError):
    """Raised when an idempotency key is sent again with another body."""


class NotEnough(ShopError):
    """Raised by a store where an order takes more of *items* than there is; nothing was written."""

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(", ".join(items))
        self.items = tuple(items)


class PromoSpent(ShopError):
    """Raised by a store where a promo may not be used again; nothing was written."""

    def __init__(self, promo: str) -> None:
        super().__init__(promo)
        self.promo = promo


class IllegalMove(ShopError):
    """Raised when an order cannot be moved so, or not by that role."""

    def __init__(self, status: str, to: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{status} -> {to}")
        self.status, self.to, self.allowed = status, to, tuple(allowed)


class Stale(ShopError):
    """Raised when an order has a newer version than the one that was looked at; nothing was written."""


class TooMany(ShopError):
    """Raised when somebody has sent more than a shop takes; *seconds* is when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class NoLink(ShopError):
    """Raised for a link that was not made here as it stands, or whose thing is no longer there."""


class LinkExpired(ShopError):
    """Raised for a genuine link that is too old; *action* is what it opened."""

    def __init__(self, action: Action) -> None:
        super().__init__("the link is too old")
        self.action = action


class NoReturn(ShopError):
    """Raised when a return names what was not ordered or has come back already."""


class NoMerge(ShopError):
    """Raised when two tickets are not of one customer, or one of them has ended."""


class Unavailable(ShopError):
    """Raised when something outside cannot be reached and nothing was written."""


class Throttled(Unavailable):
    """Raised by a mailer that was asked to slow down; *seconds* is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"asked to wait {seconds} s")
        self.seconds = seconds


class Undeliverable(Unavailable):
    """Raised by a sender where the recipient is refused for good; trying again is no use."""

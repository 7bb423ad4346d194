"""Everything that can go wrong in a shop.

ShopError
├── NotAPrice            a text is not an amount in that currency
├── Invalid              what was sent breaks rules; carries every field's error
├── QuoteChanged         the basket would cost or contain something else now; carries the new quote
├── KeyReused            an idempotency key came back with another order
└── Unavailable          prices or the store cannot be reached; nothing was written
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


class Unavailable(ShopError):
    """Raised when something outside cannot be reached and nothing was written."""

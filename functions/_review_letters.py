"""The letter that asks a customer how the things are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import quote

from functions import _mail
from shop.numbers import secret_of
from shop.orders import Order
from shop.outbox import Message
from shop.pricing import QuoteLine
from shop.terms import Terms


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    link: str  #: to the form for its review; what shows that it was bought is behind the #


def message(
    letter: Message, order: Order, lines: Sequence[QuoteLine], terms: Terms, root_key: bytes
) -> EmailMessage:
    """The letter, with a link for each of the lines."""
    language = letter.language
    site = terms.url.rstrip("/")
    secret = f"{order.number}.{secret_of(root_key, order.id)}"
    things = [
        Thing(
            ", ".join(filter(None, (line.name[language], line.option[language]))),
            f"{site}{line.path[language]}#review.{secret}.{quote(line.sku, safe='')}",
        )
        for line in lines
    ]
    at = _mail.happened_at(letter, order.placed_at)
    return _mail.message(letter, order.customer.email, at, terms, {"number": order.number, "things": things})

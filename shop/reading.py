"""What several kinds of requests have: who sends it, in which language, and what a form carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from shop import limits
from shop.fields import Fields
from shop.ports import ContactRules
from shop.requests import CONTACT_FIELDS, TOKEN_FIELD, TRAP_FIELD, Customer
from shop.terms import Terms


def read_customer(
    fields: Fields, contacts: ContactRules, terms: Terms, country: str | None, *, named: bool
) -> Customer:
    """Whoever sends it, to be reached by e-mail or by phone; *named* where a name is needed, too.

    A phone number without its country's code is dialled in *country*, else where the shop's own is.
    """
    fields.refuse_others(CONTACT_FIELDS)
    phone = partial(contacts.phone, country=country, shop_phone=terms.contact.phone)
    customer = Customer(
        name=fields.text("name", limits.NAME, required=named),
        email=_checked(fields, "email", limits.EMAIL, contacts.email, "not_an_email"),
        phone=_checked(fields, "phone", limits.PHONE, phone, "not_a_phone"),
    )
    if not fields.has("email") and not fields.has("phone"):
        fields.refuse("email", "email_or_phone")
        fields.refuse("phone", "email_or_phone")
    return customer


def read_language(fields: Fields, terms: Terms) -> str | None:
    """The shop's language that was asked for; None where none was."""
    language = fields.text("language", limits.LANGUAGE)
    if language and language not in terms.languages:
        fields.refuse("language", "unknown_language", languages=", ".join(terms.languages))
    return language or None


def read_token(fields: Fields) -> str:
    return fields.text(TOKEN_FIELD, limits.TOKEN)


def is_trapped(fields: Fields) -> bool:
    """Whether the field was filled in that nobody sees."""
    return bool(fields.text(TRAP_FIELD, limits.NOTE, paragraphs=True))


def _checked(
    fields: Fields, name: str, longest: int, check: Callable[[str], str | None], code: str
) -> str | None:
    text = fields.text(name, longest)
    value = check(text) if text else None
    if text and value is None:
        fields.refuse(name, code)
    return value

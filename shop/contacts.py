"""E-mail addresses and phone numbers as they are counted: one person's stay one, however they are written."""

from __future__ import annotations

from shop.numbers import contact_key
from shop.requests import Customer

#: Hosts known to leave the dots in a name out, and the one they are.
_WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def contact_keys(customer: Customer, root_key: bytes) -> tuple[str, ...]:
    """What stands for the customer where orders, letters and promos are counted."""
    given = (customer.email and mailbox(customer.email), customer.phone)
    return tuple(contact_key(root_key, contact) for contact in given if contact)


def contacts_of(customer: Customer) -> tuple[str, ...]:
    """How the customer can be reached, as it is looked for."""
    return tuple(counted(contact) for contact in (customer.email, customer.phone) if contact)


def counted(contact: str) -> str:
    """One e-mail address or phone number, the same however it is written: `+49 (30) 12-34` is `+49301234`."""
    plain = "".join(contact.split())
    if "@" in plain:
        return mailbox(plain)
    return "".join(sign for sign in plain if sign.isdigit() or sign == "+")


def mailbox(email: str) -> str:
    """The address that letters to *email* are counted for: `Ann.Berg+shop@gmail.com` is `annberg@gmail.com`.

    What follows a `+` names no other person at the hosts that know it (RFC 5233), and nobody at the rest.
    """
    name, _, host = email.casefold().rpartition("@")
    base = name.partition("+")[0] or name
    if host in _WITHOUT_DOTS:
        base = base.replace(".", "")
    return f"{base}@{_WITHOUT_DOTS.get(host, host)}"

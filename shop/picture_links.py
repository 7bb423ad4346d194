"""Addresses of single pictures of a ticket: signed, good for an hour, and for nothing else.

<number>.<picture>.<until, seconds>.<mac>
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

from shop.signing import signature

#: A page is looked at for so long before it is opened again.
_LONGEST = timedelta(hours=1)

_TOKEN = re.compile(r"(T-[0-9]{5,12}-[0-9])\.([A-Za-z0-9_-]{1,64})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")


def sign(root_key: bytes, number: str, picture: str, at: datetime) -> str:
    """What stands for that picture of the ticket with that number, from then on for an hour."""
    until = str(int((at + _LONGEST).timestamp()))
    return ".".join((number, picture, until, _mac(root_key, number, picture, until)))


def read(root_key: bytes, token: str, at: datetime) -> tuple[str, str] | None:
    """The ticket's number and the picture's id; None where it was not signed here, or long ago."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    number, picture, until, mac = match.groups()
    genuine = hmac.compare_digest(_mac(root_key, number, picture, until), mac)
    return (number, picture) if genuine and at.timestamp() < int(until) else None


def _mac(root_key: bytes, *fields: str) -> str:
    return signature(root_key, "ticket-picture", *fields)

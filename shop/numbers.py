"""Numbers people read out, and the secrets behind links."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

#: What a number begins with: a kind's letter.
ORDER, TICKET = "V", "T"

#: Typed again from paper or by voice, with a space or another hyphen or dash for its own.
_NUMBER = re.compile("([A-Z])[- \u2010-\u2015]?([0-9]{5,12})[- \u2010-\u2015]?([0-9])")
_SECRET_BYTES = 20

#: What a Russian keyboard types for the same letter.
_LATIN = str.maketrans("Т", "T")

#: H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): finds every single wrong digit and every
#: swap of two neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def number_of(counter: int, letter: str = ORDER) -> str:
    """`V-10427-7`: a counter and its check digit. Only letters, digits and hyphens, as carriers demand."""
    return f"{letter}-{counter}-{check_digit(str(counter))}"


def parse_number(text: str, letter: str = ORDER) -> str | None:
    """The number as it was given out, from what a person typed; None where it cannot be one of that kind."""
    match = _NUMBER.fullmatch(text.strip().upper().translate(_LATIN))
    if match is None or match[1] != letter or check_digit(match[2]) != match[3]:
        return None
    return f"{letter}-{match[2]}-{match[3]}"


def check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim


def secret_of(root_key: bytes, id: str) -> str:
    """The 160-bit secret of an order's or a ticket's link: made anew from the root key whenever needed."""
    mac = hmac.digest(root_key, b"order-link\0" + id.encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:_SECRET_BYTES]).decode().rstrip("=")


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def contact_key(root_key: bytes, contact: str) -> str:
    """Stands for an e-mail address or a phone number where it is only counted; says nothing by itself."""
    plain = "".join(contact.casefold().split())
    return hmac.digest(root_key, b"contact\0" + plain.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def address_key(root_key: bytes, network: str) -> str:
    """Stands for a network address where it is only counted; the address itself is kept nowhere."""
    return hmac.digest(root_key, b"address\0" + network.encode(), "sha256").hex()[:32]

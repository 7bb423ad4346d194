"""Form tokens: signed, short-lived, for one use; they say that a form was opened before it was sent.

v1.<purpose>.<issued, milliseconds>.<nonce>.<mac>
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shop.signing import signature, text_of

#: What a token may be for. One made for something else is none.
FORM = "form"

#: Nobody reads and fills in a form faster, and a page may stay open overnight.
YOUNGEST = timedelta(seconds=2)
OLDEST = timedelta(hours=24)

GOOD = "good"
FORGED = "forged"
TOO_FAST = "too_fast"
TOO_OLD = "too_old"

_VERSION = "v1"
#: 2**41 milliseconds is the year 2039; more digits than 14 are no time.
_TOKEN = re.compile(r"v1\.([a-z]{1,16})\.(0|[1-9][0-9]{0,13})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a token is worth; one that is good is so until *expires_at* and once, by its *nonce*."""

    word: str
    nonce: str = ""
    expires_at: datetime | None = None


def sign(root_key: bytes, purpose: str, nonce: bytes, at: datetime) -> str:
    """A token issued at that moment; *nonce* is 16 random bytes."""
    issued, text = str(int(at.timestamp() * 1000)), text_of(nonce)
    return ".".join((_VERSION, purpose, issued, text, _mac(root_key, purpose, issued, text)))


def check(root_key: bytes, purpose: str, token: str, at: datetime) -> Verdict:
    """Whether the token was signed here for that purpose, and how old it is. How often it was used is
    not known here."""
    match = _TOKEN.fullmatch(token)
    if match is None or not _genuine(root_key, match) or match[1] != purpose:
        return Verdict(FORGED)
    issued_at = datetime.fromtimestamp(int(match[2]) / 1000, UTC)
    word = TOO_FAST if at - issued_at < YOUNGEST else TOO_OLD if at - issued_at > OLDEST else GOOD
    return Verdict(word, match[3], issued_at + OLDEST)


def _genuine(root_key: bytes, match: re.Match[str]) -> bool:
    return hmac.compare_digest(_mac(root_key, match[1], match[2], match[3]), match[4])


def _mac(root_key: bytes, *fields: str) -> str:
    return signature(root_key, "form-token", _VERSION, *fields)

"""Keys and passwords that stand by mistake in a folder whose every word is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What each looks like, by its issuer's own description. Nothing else begins so, or is so long.
_KINDS = {
    "the key of a webhook": r"whsec_[A-Za-z0-9+/]{24,}",
    "a key of Amazon Web Services": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----",
    "a key of Stripe": r"\b[sr]k_live_[0-9A-Za-z]{16,}",
    "a key of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22,}",
    "a key of Slack": r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}",
    "a key of SendGrid": r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
    "the key of a Telegram bot": r"\b[0-9]{8,10}:AA[0-9A-Za-z_-]{33}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{16,}",
    "an address with a password": r"\b[a-z][a-z0-9+.-]{1,15}://[^\s/:@\"'<>]{1,64}:[^\s/@\"'<>]{1,64}@",
}
_ANY = re.compile("|".join(f"({pattern})" for pattern in _KINDS.values()))


@dataclass(frozen=True, slots=True)
class Found:
    """Where one stands, and what it looks like; never what it is."""

    kind: str
    line: int
    column: int


def found(text: str) -> Iterator[Found]:
    """What of the text looks like something that nobody may read."""
    kinds = list(_KINDS)
    for match in _ANY.finditer(text):
        start = match.start()
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        yield Found(kinds[(match.lastindex or 1) - 1], line, column)

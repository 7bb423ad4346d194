"""Links that act: the owner's letter about one thing opens a page to answer or move that thing, for a week.

v1.<purpose>.<written, seconds>.<target>.<mac>
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shop.errors import LinkExpired, NoLink
from shop.signing import signature
from shop.terms import Terms

#: What a link may be for. One made for something else opens nothing.
ORDER, TICKET, POST = "order", "ticket", "post"
PURPOSES = (ORDER, TICKET, POST)

GOOD_FOR = timedelta(days=7)

#: Where the function that reads links is asked.
PATH = "/desk/act/"

_VERSION = "v1"
#: Ten digits of seconds last until the year 2286.
_TOKEN = re.compile(r"v1\.([a-z]{1,16})\.(0|[1-9][0-9]{0,9})\.([A-Za-z0-9_-]{8,64})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Action:
    """What a genuine link opens."""

    purpose: str
    target: str  #: the id of the order, ticket or post
    expires_at: datetime


def link(root_key: bytes, terms: Terms, purpose: str, target: str, at: datetime) -> str:
    """The address for a letter about what happened at that moment; the same whenever the letter is made."""
    return f"{terms.url.rstrip('/')}{PATH}{sign(root_key, purpose, target, at)}"


def sign(root_key: bytes, purpose: str, target: str, at: datetime) -> str:
    fields = (purpose, str(int(at.timestamp())), target)
    return ".".join((_VERSION, *fields, _mac(root_key, *fields)))


def read(root_key: bytes, token: str, at: datetime) -> Action:
    """What the link's token opens at that moment. Raises NoLink, LinkExpired."""
    match = _TOKEN.fullmatch(token)
    if match is None or not _genuine(root_key, match) or match[1] not in PURPOSES:
        raise NoLink
    action = Action(match[1], match[3], datetime.fromtimestamp(int(match[2]), UTC) + GOOD_FOR)
    if at >= action.expires_at:
        raise LinkExpired(action)
    return action


def _genuine(root_key: bytes, match: re.Match[str]) -> bool:
    return hmac.compare_digest(_mac(root_key, match[1], match[2], match[3]), match[4])


def _mac(root_key: bytes, *fields: str) -> str:
    return signature(root_key, "action-link", _VERSION, *fields)

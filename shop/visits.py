"""Who sends something, how often, and what speaks against it: limits in force, and doubts about it.

What is doubted is kept like anything else; whoever sent it is written to only once somebody of the shop has
looked at it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shop import tokens
from shop.contacts import mailbox
from shop.errors import TooMany
from shop.numbers import contact_key
from shop.ports import Limits
from shop.terms import Rates

HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

#: Doubts: signs of a robot.
TRAP = "trap"  #: a field was filled in that nobody sees
NO_TOKEN = "no_token"
TOO_FAST = "too_fast"
OLD_TOKEN = "old_token"
REUSED_TOKEN = "reused_token"
#: Doubts: this contact, or everybody together, has sent more in an hour than passes without a look.
MANY_OF_CONTACT = "many_of_contact"
MANY = "many"
DOUBTS = (TRAP, NO_TOKEN, TOO_FAST, OLD_TOKEN, REUSED_TOKEN, MANY_OF_CONTACT, MANY)

_OF_VERDICT = {tokens.FORGED: NO_TOKEN, tokens.TOO_FAST: TOO_FAST, tokens.TOO_OLD: OLD_TOKEN}

#: Letters a day to an address that nobody has confirmed: it may be a stranger's.
LETTERS = 3

#: Programs need no token, for this share of what a shop takes in an hour.
_PROGRAMS = 10


class Door(Protocol):
    """What counting visitors needs from outside."""

    @property
    def limits(self) -> Limits: ...
    @property
    def root_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of whoever sent a request."""

    address: str | None = None  #: a key that stands for the network address; None where it says nothing
    form: bool = False  #: whether it came from a form, which always carries a token


@dataclass(frozen=True, slots=True)
class Sending:
    """What somebody sends, as far as it is counted."""

    kind: str  #: such as `orders`; each kind is counted by itself
    contacts: tuple[str, ...]  #: the keys of its author's contacts
    token: str
    trapped: bool  #: whether the field was filled in that nobody sees


def pace(visit: Visit, kind: str, most: int, limits: Limits, at: datetime) -> None:
    """Counts one more of that kind from the visitor's address. Raises TooMany."""
    if visit.address and most:
        within(f"{kind}:address:{visit.address}", most, limits, at)


def within(key: str, most: int, limits: Limits, at: datetime) -> None:
    """Counts one more in this hour. Raises TooMany."""
    if not limits.hit(key, most, HOUR, at):
        raise TooMany(_left(at))


def doubts_about(
    sending: Sending, visit: Visit, rates: Rates, door: Door, at: datetime, *, key: str
) -> tuple[str, ...]:
    """Counts it against the shop's limits. Above one it is doubted, above that of an address refused.

    *key* stands for this sending, also when it is sent again. Raises TooMany.
    """
    kind, token = sending.kind, sending.token
    pace(visit, kind, rates.per_address, door.limits, at)

    def few_enough(key: str, most: int) -> bool:
        return most == 0 or door.limits.hit(f"{kind}:{key}", most, HOUR, at)

    few = [few_enough(f"contact:{contact}", rates.per_contact) for contact in sending.contacts]
    calm = few_enough("shop", rates.per_shop)
    programs = max(1, rates.per_shop // _PROGRAMS) if rates.per_shop else 0
    found = {
        TRAP: sending.trapped,
        MANY_OF_CONTACT: not all(few),
        MANY: not calm,
    }
    if token or visit.form:
        found[_token_doubt(token, key, door, at)] = True
    else:
        found[NO_TOKEN] = not few_enough("program", programs)
    return tuple(doubt for doubt in DOUBTS if found.get(doubt))


def is_told_of(doubts: Sequence[str]) -> bool:
    """Whether the owner gets letters about what came with those doubts, as long as nobody has looked at it.

    What came on top of the shop's limit is told all together.
    """
    return MANY not in doubts


def may_be_written_to(email: str | None, door: Door, at: datetime) -> bool:
    """Counts one more letter that somebody at the door, and not the shop, causes to that address."""
    if email is None:
        return False
    return door.limits.hit(f"letters:{contact_key(door.root_key, mailbox(email))}", LETTERS, _DAY, at)


def _token_doubt(token: str, key: str, door: Door, at: datetime) -> str:
    verdict = tokens.check(door.root_key, tokens.FORM, token, at)
    if verdict.expires_at is None or verdict.word != tokens.GOOD:
        return _OF_VERDICT[verdict.word]
    # Counted at its end, so that all its uses fall into one window.
    ends = verdict.expires_at

    def first(what: str) -> bool:
        return door.limits.hit(f"token:{what}", 1, _DAY, ends)

    # Not every store forgets what was counted when a sending could then not be written and comes again.
    again = not first(f"{verdict.nonce}:{key}")
    return "" if again or first(verdict.nonce) else REUSED_TOKEN


def _left(at: datetime) -> int:
    """Seconds until the hour that is counted in is over."""
    return math.ceil(HOUR.total_seconds() - at.timestamp() % HOUR.total_seconds())

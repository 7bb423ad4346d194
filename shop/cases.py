"""Cases: what visitors leave for the shop to look after besides orders, and all that happens to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from shop.outbox import Message

#: What happens to cases: the names of entries that tickets and posts share.
OPENED = "opened"
WROTE = "wrote"  #: the customer
ANSWERED = "answered"  #: the shop, for its customer or for everybody
NOTED = "noted"  #: the shop, for its own eyes
MOVED = "moved"  #: from one state to another; data: from, to
MERGED = "merged"  #: data: into; in the other one merged, and asked: since when it was unanswered
VERIFIED = "verified"  #: somebody has come with what was sent to the author's address
FLAGGED = "flagged"  #: data: flag


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever left it. Anybody may have typed a stranger's address."""

    name: str
    email: str | None
    verified: bool = False  #: whether somebody has come with what was sent to that address
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that has happened to a case; what was written in it is one, too. Never altered."""

    case_id: str
    version: int  #: of the case afterwards
    at: datetime
    name: str
    who: str  #: CUSTOMER, SHOP, or whoever of the shop's people it was
    data: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    pictures: tuple[str, ...] = ()  #: their ids


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the shop has drawn it anew: nothing of the file that was sent is left."""

    id: str
    media: str
    content: bytes


class Case(Protocol):
    """What a store has to know of a case."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def number(self) -> str:
        """For people; empty where it has none."""

    @property
    def secret_hash(self) -> str:
        """Of the secret that opens it; empty where nothing does."""

    @property
    def state(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime | None:
        """When the clock has something to do with it next."""

    @property
    def contacts(self) -> tuple[str, ...]:
        """The keys of its author's contacts (`numbers.contact_key`)."""

    @property
    def author(self) -> Author: ...


C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class Filing(Generic[C]):
    """All that one change of a case writes, in one transaction: all of it or nothing."""

    case: C
    entry: Entry
    messages: tuple[Message, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed(Generic[C]):
    """A case and what it was filed with; *replayed* when it had been stored before this call."""

    case: C
    fingerprint: str
    replayed: bool


def is_signed(case: Case) -> bool:
    """Whether anything is known of whoever left it."""
    return bool(case.contacts or case.author.name)

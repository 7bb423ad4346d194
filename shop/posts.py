"""Posts: what visitors tell the shop in the open: ideas, problems, questions, thanks, reviews of products.

pending -> open -> planned -> started -> completed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shop.cases import Author

IDEA, PROBLEM, QUESTION, THANKS, REVIEW = "idea", "problem", "question", "thanks", "review"
KINDS = (IDEA, PROBLEM, QUESTION, THANKS, REVIEW)

PENDING = "pending"  #: nobody but the shop has seen it
OPEN = "open"
PLANNED = "planned"
STARTED = "started"
COMPLETED = "completed"
DECLINED = "declined"
DUPLICATE = "duplicate"  #: it goes on in another one
REJECTED = "rejected"  #: never shown

#: Every move the shop may make with an idea; other kinds are only pending, open or rejected.
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    PENDING: (OPEN, REJECTED),
    OPEN: (PLANNED, STARTED, COMPLETED, DECLINED, DUPLICATE, REJECTED),
    PLANNED: (STARTED, OPEN, DECLINED, COMPLETED, DUPLICATE, REJECTED),
    STARTED: (COMPLETED, PLANNED, DECLINED, DUPLICATE, REJECTED),
    COMPLETED: (OPEN, REJECTED),
    DECLINED: (OPEN, REJECTED),
    DUPLICATE: (OPEN, REJECTED),
    REJECTED: (OPEN,),
}
STATES = tuple(TRANSITIONS)
VOTED = frozenset((OPEN, PLANNED, STARTED))  #: the states in which an idea takes votes
SHOWN = frozenset(STATES) - {PENDING, REJECTED}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shop says to it for everybody."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    id: str  #: random; it stands in public addresses and opens nothing
    kind: str
    opened_at: datetime
    language: str
    author: Author
    text: str
    title: str = ""
    page: str = ""  #: the path of the page it was left on
    contacts: tuple[str, ...] = ()
    state: str = PENDING
    version: int = 1
    stars: int = 0  #: of a review, 1 to 5
    sku: str = ""  #: of a review
    bought: bool = False  #: whether the link of an order with that product was used
    answer: Answer | None = None
    changed_at: datetime | None = None  #: when the shop last moved or answered it
    published_at: datetime | None = None
    duplicate_of: str = ""
    doubts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    due_at: datetime | None = None
    consent: Mapping[str, str] = field(default_factory=dict)  #: the text agreed to, and its version
    number: str = ""
    secret_hash: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's vote for one idea, once."""

    post_id: str
    voter: str  #: the key of a confirmed address, else one that stands for where it came from
    verified: bool
    at: datetime
    email: str | None = None  #: who is told when the idea changes; only a confirmed address
    language: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    verified: int = 0
    unverified: int = 0

"""Posts: what visitors tell the shop in the open: ideas, problems, questions, thanks, reviews of products.

pending -> open -> planned -> started -> completed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shop import cases
from shop.cases import Author, Entry, Filing
from shop.errors import IllegalMove, Stale
from shop.events import CUSTOMER, SHOP

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
READ = "read"  #: nothing that others see, and the shop has read it

#: Every move the shop may make with an idea. A review is pending, open or rejected; the rest is read instead.
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    PENDING: (OPEN, READ, REJECTED),
    OPEN: (PLANNED, STARTED, COMPLETED, DECLINED, DUPLICATE, REJECTED),
    PLANNED: (STARTED, OPEN, DECLINED, COMPLETED, DUPLICATE, REJECTED),
    STARTED: (COMPLETED, PLANNED, DECLINED, DUPLICATE, REJECTED),
    COMPLETED: (OPEN, REJECTED),
    DECLINED: (OPEN, REJECTED),
    DUPLICATE: (OPEN, REJECTED),
    REJECTED: (OPEN, READ),
    READ: (REJECTED,),
}
STATES = tuple(TRANSITIONS)
VOTED = frozenset((OPEN, PLANNED, STARTED))  #: the states in which an idea takes votes
SHOWN = frozenset(STATES) - {PENDING, REJECTED, READ}
_OF_IDEAS = (PLANNED, STARTED, COMPLETED, DECLINED, DUPLICATE)
PUBLIC = frozenset((IDEA, REVIEW))  #: the kinds that others see; the rest is between its author and the shop


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


def is_shown(post: Post) -> bool:
    """Whether everybody sees it."""
    return post.kind in PUBLIC and post.state in SHOWN


def choices(post: Post) -> tuple[str, ...]:
    """Where the shop may move it; another idea it is merged into, not moved."""
    never = {IDEA: (DUPLICATE, READ), REVIEW: (*_OF_IDEAS, READ)}.get(post.kind, (*_OF_IDEAS, OPEN))
    return tuple(state for state in TRANSITIONS[post.state] if state not in never)


def newer(post: Post, expected: int | None) -> Post:
    """The post where it is still the version somebody looked at, if any. Raises Stale."""
    if expected is not None and post.version != expected:
        raise Stale(f"{post.id} is at version {post.version}, not {expected}")
    return post


def opened(post: Post) -> Filing[Post]:
    """A post as it is left; what was written stands in the post itself."""
    data = {"kind": post.kind, "state": post.state}
    return Filing(post, Entry(post.id, post.version, post.opened_at, cases.OPENED, CUSTOMER, data))


def moved(post: Post, to: str, answer: str, *, at: datetime, who: str) -> Filing[Post]:
    """The post in another state, with a new answer where there is one. Raises IllegalMove."""
    if to not in choices(post):
        raise IllegalMove(post.state, to, choices(post))
    after = replace(post, state=to, duplicate_of="")
    return _changed(post, after, cases.MOVED, {"from": post.state, "to": to}, answer, at, who)


def answered(post: Post, answer: str, *, at: datetime, who: str) -> Filing[Post]:
    """The post with an answer for everybody."""
    return _changed(post, post, cases.ANSWERED, {}, answer, at, who)


def merged(post: Post, into: Post, answer: str, *, at: datetime, who: str) -> Filing[Post]:
    """The idea as the duplicate of another. Raises IllegalMove, also where that would make a chain."""
    again = post.state == DUPLICATE
    allowed = DUPLICATE in TRANSITIONS[post.state] or again
    if not allowed or {post.kind, into.kind} != {IDEA} or post.id == into.id or not _takes_others(into):
        raise IllegalMove(post.state, DUPLICATE, choices(post))
    after = replace(post, state=DUPLICATE, duplicate_of=into.id)
    return _changed(post, after, cases.MERGED, {"into": into.id}, answer, at, who)


def verified(post: Post, state: str, at: datetime) -> Filing[Post]:
    """The post once its author has confirmed the address; that may be what publishes it."""
    author = replace(post.author, verified=True)
    after = _published(replace(post, author=author, state=state, version=post.version + 1), at)
    data = {"from": post.state, "to": state} if state != post.state else {}
    return Filing(after, Entry(post.id, after.version, at, cases.VERIFIED, CUSTOMER, data))


def flagged(post: Post, flag: str, at: datetime) -> Filing[Post] | None:
    """The post with one more flag; None where it has that one."""
    if flag in post.flags:
        return None
    after = replace(post, version=post.version + 1, flags=(*post.flags, flag))
    return Filing(after, Entry(post.id, after.version, at, cases.FLAGGED, SHOP, {"flag": flag}))


def _takes_others(idea: Post) -> bool:
    return idea.state in SHOWN and idea.state != DUPLICATE


def _changed(
    post: Post, after: Post, name: str, data: Mapping[str, str], answer: str, at: datetime, who: str
) -> Filing[Post]:
    said = Answer(answer, at) if answer else post.answer
    after = _published(replace(after, version=post.version + 1, changed_at=at, answer=said), at)
    return Filing(after, Entry(post.id, after.version, at, name, who, data, answer))


def _published(post: Post, at: datetime) -> Post:
    """The post, and since when everybody may see it."""
    first = is_shown(post) and post.published_at is None
    return replace(post, published_at=at) if first else post

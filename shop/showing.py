"""What everybody may see of posts. A field that is not named here is shown to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shop import limits
from shop.case_ports import Cases, Votes
from shop.posts import IDEA, REVIEW, SHOWN, Answer, Post, Tally, is_shown


class Window(Protocol):
    """What showing needs from outside."""

    @property
    def posts(self) -> Cases[Post]: ...
    @property
    def votes(self) -> Votes: ...


@dataclass(frozen=True, slots=True)
class Idea:
    id: str
    kind: str
    title: str  #: may be empty: then the text speaks for itself
    text: str
    author: str  #: the name that was given, if any
    state: str
    opened_at: datetime
    changed_at: datetime | None
    answer: Answer | None
    duplicate_of: str | None
    language: str
    votes: int  #: of people who have confirmed an address
    unverified: int


@dataclass(frozen=True, slots=True)
class Review:
    id: str
    sku: str
    stars: int
    title: str
    text: str
    author: str
    bought: bool
    opened_at: datetime
    answer: Answer | None
    language: str


@dataclass(frozen=True, slots=True)
class Published:
    ideas: tuple[Idea, ...]
    reviews: tuple[Review, ...]


def published(shop: Window) -> Published:
    """The newest ideas and reviews that everybody may see, newest first."""
    shown = list(_within(filter(is_shown, shop.posts.listed(SHOWN, limits.POSTS_SHOWN))))
    ideas = [post for post in shown if post.kind == IDEA]
    tallies = shop.votes.tally([idea.id for idea in ideas])
    known = {idea.id for idea in ideas}
    return Published(
        tuple(_idea(each, tallies, known) for each in ideas),
        tuple(_review(each) for each in shown if each.kind == REVIEW),
    )


def _within(posts: Iterable[Post]) -> Iterator[Post]:
    """As many of the first as one answer has room for: nobody keeps it from being given with long words."""
    left = limits.POSTS_BYTES
    for post in posts:
        said = (post.title, post.text, post.author.name, post.answer.text if post.answer else "")
        left -= sum(len(words.encode()) for words in said)
        if left < 0:
            return
        yield post


def _idea(post: Post, tallies: Mapping[str, Tally], known: set[str]) -> Idea:
    tally = tallies.get(post.id, Tally())
    return Idea(
        id=post.id,
        kind=post.kind,
        title=post.title,
        text=post.text,
        author=post.author.name,
        state=post.state,
        opened_at=post.opened_at,
        changed_at=post.changed_at,
        answer=post.answer,
        # An idea that it leads to may have been taken down.
        duplicate_of=post.duplicate_of if post.duplicate_of in known else None,
        language=post.language,
        votes=tally.verified,
        unverified=tally.unverified,
    )


def _review(post: Post) -> Review:
    return Review(
        id=post.id,
        sku=post.sku,
        stars=post.stars,
        title=post.title,
        text=post.text,
        author=post.author.name,
        bought=post.bought,
        opened_at=post.opened_at,
        answer=post.answer,
        language=post.language,
    )

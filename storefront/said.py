"""What visitors have said and the shop has published: the list that the functions hand out, read strictly.

Every word in it is a stranger's. It is shown as text, never as markup, and nothing in it becomes a link.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from shop.posts import IDEA, SHOWN

_ID = r"[0-9a-f]{16,64}"
#: What no page, feed or terminal should be given: controls, and marks that turn the direction of a line.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_LINES = re.compile(r"\n\s*\n\s*\n+")

Id = Annotated[str, msgspec.Meta(pattern=f"^{_ID}$")]
Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Words = Annotated[str, msgspec.Meta(max_length=10_000)]
Line = Annotated[str, msgspec.Meta(max_length=300)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Unreadable(ValueError):
    """Raised when something is not the list that functions publish."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shop says to it."""

    text: Words
    at: Moment


@dataclass(frozen=True, slots=True)
class Idea:
    id: Id
    kind: str
    text: Words
    state: str
    opened_at: Moment
    language: Language
    title: Line = ""
    author: Line = ""
    changed_at: Moment | None = None
    answer: Answer | None = None
    duplicate_of: str | None = None
    votes: Count = 0  #: of people who have confirmed their address
    unverified: Count = 0


@dataclass(frozen=True, slots=True)
class Review:
    id: Id
    sku: Line
    stars: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: Words
    opened_at: Moment
    language: Language
    title: Line = ""
    author: Line = ""
    bought: bool = False
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that is published."""

    ideas: tuple[Idea, ...] = ()
    reviews: tuple[Review, ...] = ()


def decoded(content: bytes) -> Said:
    """The list, its words made fit to be shown. Raises Unreadable where it is something else."""
    try:
        read = msgspec.json.decode(content, type=Said)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable(str(error)) from None
    if twice := [id for id, count in Counter(_ids(read)).items() if count > 1]:
        raise Unreadable(f"{twice[0]} stands in it twice")
    for idea in read.ideas:
        _check(idea)
    return Said(tuple(map(_clean, read.ideas)), tuple(map(_clean, read.reviews)))


def _ids(read: Said) -> Iterable[str]:
    yield from (idea.id for idea in read.ideas)
    yield from (review.id for review in read.reviews)


def _check(idea: Idea) -> None:
    if idea.kind != IDEA:
        raise Unreadable(f"{idea.id} is no idea")
    if idea.state not in SHOWN:
        raise Unreadable(f"{idea.id} is in a state that is not shown")


_Post = TypeVar("_Post", Idea, Review)


def _clean(post: _Post) -> _Post:
    answer = post.answer and replace(post.answer, text=_words(post.answer.text))
    return replace(
        post,
        title=_line(post.title),
        author=_line(post.author),
        text=_words(post.text),
        answer=answer,
    )


def _line(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text.replace("\n", " ")).split())


def _words(text: str) -> str:
    """Lines as they were written, without more than one empty one between them."""
    lines = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINES.sub("\n\n", lines).strip()

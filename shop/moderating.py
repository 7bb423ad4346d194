"""What the shop does with posts: publishes, moves, answers and merges them, or keeps them to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop import limits, post_messages, posts
from shop.case_ports import Cases, Votes
from shop.cases import Filing
from shop.errors import FieldError, Invalid
from shop.fields import folded, unprintable
from shop.ports import Hooks
from shop.posts import DECLINED, DUPLICATE, PUBLIC, Post, newer

#: How many duplicates may lead to one idea; they are looked for when it goes on in another itself.
_DUPLICATES = 1000


class Moderation(Protocol):
    """What moderating needs from outside."""

    @property
    def posts(self) -> Cases[Post]: ...
    @property
    def votes(self) -> Votes: ...
    @property
    def hooks(self) -> Hooks: ...


def move(
    post: Post, to: str, answer: str, shop: Moderation, at: datetime, *, who: str,
    expected: int | None = None,
) -> Post:  # fmt: skip
    """The post in that state, told to those who follow it.

    What is declined needs an answer for everybody, this one or an earlier one. Raises IllegalMove, Invalid,
    Stale.
    """
    said = _said(answer, post)
    filing = posts.moved(newer(post, expected), to, said, at=at, who=who)
    if to == DECLINED and filing.case.answer is None:
        raise Invalid([FieldError("answer", "answer_needed")])
    return _written(post, filing, shop, at)


def reply(
    post: Post, answer: str, shop: Moderation, at: datetime, *, who: str, expected: int | None = None
) -> Post:
    """The post with an answer for everybody; where there was one, this takes its place.

    Raises Invalid, also for a post that only its author and the shop know of; Stale.
    """
    said = _said(answer, post)
    if not said:
        raise Invalid([FieldError("answer", "required")])
    return _written(post, posts.answered(newer(post, expected), said, at=at, who=who), shop, at)


def merge(
    post: Post, into: Post, shop: Moderation, at: datetime, *, who: str, answer: str = "",
    expected: int | None = None,
) -> Post:  # fmt: skip
    """The idea as a duplicate of another, its votes carried over. Done twice, it is finished, not repeated.

    No chains: what was a duplicate of it is one of the other now. Raises IllegalMove, Invalid, Stale.
    """
    said = _said(answer, post)
    if post.state == DUPLICATE and post.duplicate_of == into.id:
        _carry_over(post, into, shop)
        return post
    filing = posts.merged(newer(post, expected), into, said, at=at, who=who)
    for each in shop.posts.listed((DUPLICATE,), _DUPLICATES):
        if each.duplicate_of == post.id:
            _written(each, posts.merged(each, into, "", at=at, who=who), shop, at)
    after = _written(post, filing, shop, at)
    # Afterwards: were the idea changed by somebody else in between, the votes would count for both.
    _carry_over(post, into, shop)
    return after


def _carry_over(post: Post, into: Post, shop: Moderation) -> None:
    for vote in shop.votes.of_post(post.id):
        shop.votes.cast(replace(vote, post_id=into.id))


def _written(before: Post, filing: Filing[Post], shop: Moderation, at: datetime) -> Post:
    told = post_messages.of_changed(before, filing.case, shop.hooks, at)
    shop.posts.change(replace(filing, messages=told))
    return filing.case


def _said(answer: str, post: Post) -> str:
    said = folded(answer, paragraphs=True)
    if unprintable(said):
        raise Invalid([FieldError("answer", "control_characters")])
    if len(said) > limits.TEXT:
        raise Invalid([FieldError("answer", "too_long", {"limit": limits.TEXT})])
    if said and post.kind not in PUBLIC:
        raise Invalid([FieldError("answer", "answer_by_mail")])
    return said

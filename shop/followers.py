"""Who follows an idea: whoever has voted for it with a confirmed address, and still wants to hear of it.

What changes in a day is told in one letter, in the evening.

stop.v1.<voter>.<ends, seconds>.<mac>
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from shop import letters
from shop.case_ports import Cases, Votes
from shop.outbox import POST, Message
from shop.post_messages import IDEAS_CHANGED
from shop.posts import Post, Vote, is_shown
from shop.signing import signature
from shop.terms import Terms
from shop.worktime import moment_of, today

#: When the letter about a day leaves, in minutes of the shop's clock.
_EVENING = 18 * 60
_DAY = timedelta(days=1)

#: In place of a post: every idea that somebody follows.
ALL = "all"

#: How long a letter's link ends the following.
_LINKS_END = timedelta(days=365)

_TOKEN = re.compile(r"stop\.v1\.([0-9a-f]{32})\.([1-9][0-9]{0,9})\.([A-Za-z0-9_-]{43})")


class Circle(Protocol):
    """What telling followers needs from outside."""

    @property
    def posts(self) -> Cases[Post]: ...
    @property
    def votes(self) -> Votes: ...
    @property
    def root_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class News:
    """What one person is told in one evening."""

    email: str | None  #: None where that person follows nothing any more
    posts: Sequence[Post]


def letters_about(news: Message, shop: Circle, terms: Terms) -> tuple[Message, ...]:
    """A letter to each follower of the idea that has changed; the outbox keeps one of an evening."""
    day = _evening_after(datetime.fromisoformat(letters.told(news)["at"]), terms)
    return tuple(_letter(vote, day, terms) for vote in shop.votes.of_post(news.about_id) if vote.email)


def news(letter: Message, shop: Circle, terms: Terms) -> News:
    """What that letter tells, as things are now; nothing where no idea is another any more."""
    day = date.fromisoformat(letters.told(letter)["day"])
    begins, ends = moment_of(day - _DAY, _EVENING, terms), moment_of(day, _EVENING, terms)
    followed = [vote for vote in shop.votes.of_voter(letter.about_id) if vote.email]
    found = [(vote, shop.posts.by_id(vote.post_id)) for vote in followed]
    return News(
        email=followed[0].email if followed else None,
        posts=[
            post
            for vote, post in found
            if post and is_shown(post) and post.changed_at and max(begins, vote.at) < post.changed_at <= ends
        ],
    )


def unfollow_token(root_key: bytes, post_id: str, voter: str, at: datetime) -> str:
    """What ends the following of that post, in a letter of that moment; of ALL, of every one."""
    ends = str(int((at + _LINKS_END).timestamp()))
    return f"stop.v1.{voter}.{ends}.{signature(root_key, 'unfollow', post_id, voter, ends)}"


def may_unfollow(root_key: bytes, post_id: str, token: str, at: datetime) -> str | None:
    """Whose following the token ends; None where it is none, or too old."""
    match = _TOKEN.fullmatch(token)
    if match is None or at.timestamp() >= int(match[2]):
        return None
    genuine = hmac.compare_digest(signature(root_key, "unfollow", post_id, match[1], match[2]), match[3])
    return match[1] if genuine else None


def unfollow(post_id: str, token: str, shop: Circle, at: datetime) -> bool:
    """Tells somebody no more of that post, or of ALL; False where the token is worth nothing."""
    voter = may_unfollow(shop.root_key, post_id, token, at)
    if voter is None:
        return False
    ids = [vote.post_id for vote in shop.votes.of_voter(voter)] if post_id == ALL else [post_id]
    for id in ids:
        shop.votes.quiet(id, voter)
    return True


def _letter(vote: Vote, day: date, terms: Terms) -> Message:
    evening, told = moment_of(day, _EVENING, terms), {"day": day.isoformat()}
    return letters.letter(
        POST, vote.voter, IDEAS_CHANGED, letters.CUSTOMER, terms.language(vote.language), evening,
        cause=day.isoformat(), told=told, due_at=evening,
    )  # fmt: skip


def _evening_after(at: datetime, terms: Terms) -> date:
    day = today(at, terms)
    return day if at <= moment_of(day, _EVENING, terms) else day + _DAY

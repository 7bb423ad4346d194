"""The board: what visitors have proposed, in the orders and groups that its pages show."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop.posts import COMPLETED, DECLINED, DUPLICATE, PLANNED, STARTED, VOTED
from storefront.said import Idea

HOT, NEW, TOP = "hot", "new", "top"
#: The pages of the board, in the order of its tabs; each but the first lives below it by this name.
VIEWS = (HOT, NEW, TOP, PLANNED, STARTED, COMPLETED, DECLINED)
#: What is shown of what comes next.
STAGES = (PLANNED, STARTED, COMPLETED)
#: A vote ten times as strong is worth as much as being so many seconds younger.
_TENFOLD = 30 * 24 * 3600
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board, by the page that lists it."""

    lists: Mapping[str, tuple[Idea, ...]]
    originals: Mapping[str, str]  #: the id of a duplicate -> that of the idea it goes on in

    @property
    def empty(self) -> bool:
        return not any(self.lists.values())


def board_of(ideas: Iterable[Idea]) -> Board:
    proposed = list(ideas)
    running = [idea for idea in proposed if idea.state in VOTED]
    lists = {HOT: _by(_heat, running), NEW: _by(_opened, running), TOP: _by(_wanted, running)}
    for state in (PLANNED, STARTED, COMPLETED, DECLINED):
        lists[state] = _by(changed, [idea for idea in proposed if idea.state == state])
    return Board(lists, _originals(proposed))


def changed(idea: Idea) -> datetime:
    """When there was last something new in it for everybody."""
    return max(idea.opened_at, idea.changed_at or _LONG_AGO, idea.answer.at if idea.answer else _LONG_AGO)


def _by(key: Callable[[Idea], Any], ideas: Sequence[Idea]) -> tuple[Idea, ...]:
    # The id makes two builds of the same list the same.
    return tuple(sorted(ideas, key=lambda idea: (key(idea), idea.id), reverse=True))


def _opened(idea: Idea) -> datetime:
    return idea.opened_at


def _wanted(idea: Idea) -> tuple[int, int, datetime]:
    """Votes that nobody has confirmed cost nothing, so they only decide between equals."""
    return idea.votes, idea.unverified, idea.opened_at


def _heat(idea: Idea) -> float:
    return math.log10(idea.votes + 1) + idea.opened_at.timestamp() / _TENFOLD


def _originals(ideas: Sequence[Idea]) -> dict[str, str]:
    """Each duplicate with the idea it leads to, where that one is published and no duplicate itself."""
    shown = {idea.id for idea in ideas if idea.state != DUPLICATE}
    return {
        idea.id: idea.duplicate_of
        for idea in ideas
        if idea.state == DUPLICATE and idea.duplicate_of in shown and idea.duplicate_of
    }

"""Figures of tickets in a span of time, made anew from what has happened whenever they are asked for.

Every figure is as of the end of the span. Working time is by the hours that the shop has now. Spam counts
nowhere; a merged ticket counts with its messages alone, since it is answered in another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.cases import ANSWERED, OPENED, WROTE, Entry
from shop.spreads import Cell, Spread, Taken, by_hour, cell, taken, together
from shop.terms import Terms
from shop.tickets import CLOSED, GOOD, HOLD, MERGED, NEW, OPEN, PENDING, RATED, SOLVED, SPAM, WAITING, Ticket
from shop.worktime import deadline

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TicketFigures:
    opened: int
    solved: int  #: tickets that were solved at least once
    reopened: int  #: of these, those that were opened again
    backlog: int  #: tickets that wait for somebody at the end: not solved, not closed
    first: Taken  #: from the first message to the first answer that its customer can read
    following: Taken  #: from the oldest unanswered message to the answer, after the first one
    first_solved: Taken  #: from the first message to the first time it was solved
    last_solved: Taken  #: from the first message to the last time, of those that stayed solved
    customer_waited: Taken  #: in all while new, open or on hold; of those that stayed solved, as below
    shop_waited: Taken  #: in all while something was asked of the customer
    held: Taken  #: in all while on hold
    worked: Taken  #: in all while new or open
    met: int  #: promises that were kept
    broken: int  #: that were not, with those that are late at the end
    good: int
    bad: int
    busy: Mapping[Cell, int]  #: what customers wrote, by the hour of the week
    busy_first: Mapping[Cell, Spread]  #: working time to the first answer, by when it was asked for


@dataclass(frozen=True, slots=True)
class History:
    """A ticket with what had happened to it before some moment, oldest first."""

    ticket: Ticket
    entries: Sequence[Entry]

    def reached(self, state: str) -> list[datetime]:
        return [entry.at for entry in self.entries if entry.data.get("to") == state]

    @property
    def state(self) -> str:
        return next((each.data["to"] for each in reversed(self.entries) if "to" in each.data), NEW)


@dataclass(frozen=True, slots=True)
class _Wait:
    """A message, and what ended the wait for an answer to it; nothing, where it has not ended."""

    since: datetime
    until: datetime | None
    answered: bool


def figures(histories: Sequence[History], terms: Terms, begin: datetime, end: datetime) -> TicketFigures:
    """What happened from *begin* on and before *end*."""
    known = [_before(each, end) for each in histories if each.ticket.state != SPAM]
    known = [each for each in known if each.entries]
    real = [each for each in known if each.state != MERGED]
    firsts = [span for each in real if (span := _first(each)) and begin <= span[1]]
    settled = [each for each in real if _stays_solved(each) and begin <= each.reached(SOLVED)[-1]]
    solved = [each for each in real if any(begin <= at for at in each.reached(SOLVED))]
    ratings = [each.data["rating"] for one in real for each in one.entries if _in(each, RATED, begin)]
    promises = [kept for each in real for kept in _promises(each, terms, begin, end)]
    return TicketFigures(
        opened=sum(begin <= each.entries[0].at for each in real),
        solved=len(solved),
        reopened=sum(_reopened(each, begin) for each in solved),
        backlog=sum(each.state not in (SOLVED, CLOSED) for each in real),
        first=taken(firsts, terms),
        following=taken([span for each in real for span in _following(each) if begin <= span[1]], terms),
        first_solved=taken(
            [_to_solved(each, 0) for each in solved if begin <= each.reached(SOLVED)[0]], terms
        ),
        last_solved=taken([_to_solved(each, -1) for each in settled], terms),
        customer_waited=together([_spent(each, *WAITING) for each in settled], terms),
        shop_waited=together([_spent(each, PENDING) for each in settled], terms),
        held=together([_spent(each, HOLD) for each in settled], terms),
        worked=together([_spent(each, NEW, OPEN) for each in settled], terms),
        met=sum(promises),
        broken=len(promises) - sum(promises),
        good=ratings.count(GOOD),
        bad=len(ratings) - ratings.count(GOOD),
        busy=by_hour(_asked(known, begin), terms),
        busy_first=_by_cell(firsts, terms),
    )


def _before(history: History, end: datetime) -> History:
    return History(history.ticket, [entry for entry in history.entries if entry.at < end])


def _in(entry: Entry, name: str, begin: datetime) -> bool:
    return entry.name == name and begin <= entry.at


def _asked(histories: Sequence[History], begin: datetime) -> Iterator[datetime]:
    for each in histories:
        yield from (entry.at for entry in each.entries if entry.name in (OPENED, WROTE) and begin <= entry.at)


def _first(history: History) -> Span | None:
    answers = [entry.at for entry in history.entries if entry.name == ANSWERED]
    return (history.entries[0].at, answers[0]) if answers else None


def _following(history: History) -> list[Span]:
    answered = [(each.since, each.until) for each in _waits(history) if each.answered and each.until]
    return answered[1:]


def _to_solved(history: History, which: int) -> Span:
    return history.entries[0].at, history.reached(SOLVED)[which]


def _stays_solved(history: History) -> bool:
    return history.state in (SOLVED, CLOSED) and bool(history.reached(SOLVED))


def _reopened(history: History, begin: datetime) -> bool:
    """Whether it was opened again after it was solved in the span."""
    first = next(at for at in history.reached(SOLVED) if begin <= at)
    left = (each for each in history.entries if each.at >= first and each.data.get("from") == SOLVED)
    return any(each.data["to"] != CLOSED for each in left)


def _spent(history: History, *states: str) -> list[Span]:
    """When it was in those states, from its first message until it was solved for the last time."""
    last = history.reached(SOLVED)[-1]
    moves = [entry for entry in history.entries if "to" in entry.data and entry.at <= last]
    turns = [(NEW, history.entries[0].at), *((entry.data["to"], entry.at) for entry in moves)]
    ends = [at for _, at in turns[1:]] + [last]
    return [(at, until) for (state, at), until in zip(turns, ends, strict=True) if state in states]


def _waits(history: History) -> Iterator[_Wait]:
    """Each wait for an answer: by the oldest message that nobody had answered."""
    since: datetime | None = None
    for entry in history.entries:
        asked = entry.data.get("asked")
        if entry.name in (OPENED, WROTE) or asked:
            mine = datetime.fromisoformat(asked) if asked else entry.at
            since = min(since or mine, mine)
        elif since and (entry.name == ANSWERED or entry.data.get("to") in (PENDING, SOLVED)):
            yield _Wait(since, entry.at, entry.name == ANSWERED)
            since = None
    if since and history.state in WAITING:
        yield _Wait(since, None, answered=False)


def _promises(history: History, terms: Terms, begin: datetime, end: datetime) -> Iterator[bool]:
    """Whether each promise was kept; one that is not late yet says nothing."""
    for wait in _waits(history) if terms.answer_within else ():
        by = deadline(wait.since, terms.answer_within, terms)
        if wait.until is None:
            if by < end:
                yield False
        elif begin <= wait.until:
            yield wait.until <= by


def _by_cell(spans: Sequence[Span], terms: Terms) -> Mapping[Cell, Spread]:
    cells: dict[Cell, list[Span]] = {}
    for span in spans:
        cells.setdefault(cell(span[0], terms), []).append(span)
    return {each: taken(found, terms).working for each, found in cells.items()}

"""Cases and votes in dictionaries; they pass the same contract tests as the real ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Generic, TypeVar

from shop.cases import Case, Entry, Filed, Filing, Picture, is_signed
from shop.errors import Stale, Unavailable
from shop.outbox import Message
from shop.ports import Wish
from shop.posts import Tally, Vote

C = TypeVar("C", bound=Case)


class MemoryCases(Generic[C]):
    """The Cases port for one kind of case; *insert* puts messages where all of a store's are, or raises."""

    def __init__(self, insert: Callable[[Sequence[Message], datetime], None]) -> None:
        self._lock, self._insert, self._next = RLock(), insert, 10001
        self.cases: dict[str, C] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.log: dict[str, list[Entry]] = {}
        self.pictures: dict[tuple[str, str], Picture] = {}

    def filed(self, key: str) -> Filed[C] | None:
        found = self.keys.get(key)
        return Filed(self.cases[found[0]], found[1], replayed=True) if found else None

    def file(self, wish: Wish, make: Callable[[int], Filing[C]], at: datetime) -> Filed[C]:
        with self._lock:
            if earlier := self.filed(wish.key):
                return earlier
            filing = make(self._next)
            self._write(filing)
            self._next += 1
            self.keys[wish.key] = filing.case.id, wish.fingerprint
            return Filed(filing.case, wish.fingerprint, replayed=False)

    def change(self, filing: Filing[C]) -> None:
        with self._lock:
            self._check(filing.case)
            self._write(filing)

    def by_id(self, id: str) -> C | None:
        return self.cases.get(id)

    def by_secret(self, secret_hash: str) -> C | None:
        return next(
            (each for each in self.cases.values() if secret_hash and each.secret_hash == secret_hash), None
        )

    def by_number(self, number: str) -> C | None:
        return next((each for each in self.cases.values() if number and each.number == number), None)

    def listed(self, states: Collection[str], limit: int) -> list[C]:
        return _newest(each for each in self.cases.values() if each.state in states)[:limit]

    def due(self, at: datetime, limit: int) -> list[C]:
        waiting = [(each.due_at, each.number, each.id) for each in self.cases.values() if each.due_at]
        return [self.cases[id] for due_at, _, id in sorted(waiting) if due_at <= at][:limit]

    def of_contact(self, contact: str) -> list[C]:
        return _newest(each for each in self.cases.values() if contact in each.contacts)

    def aged(self, before: datetime, states: Collection[str], limit: int) -> list[C]:
        old = [each for each in self.cases.values() if each.opened_at < before and each.state in states]
        return _newest(each for each in old if is_signed(each))[::-1][:limit]

    def entries(self, id: str) -> list[Entry]:
        return list(self.log.get(id, ()))

    def picture(self, case_id: str, id: str) -> Picture | None:
        return self.pictures.get((case_id, id))

    def rewrite(self, case: C, entries: Sequence[Entry]) -> None:
        with self._lock:
            self._check(case)
            self.cases[case.id], self.log[case.id] = case, sorted(entries, key=lambda each: each.version)
            for key in [key for key in self.pictures if key[0] == case.id]:
                del self.pictures[key]

    def _check(self, case: C) -> None:
        before = self.cases.get(case.id)
        if before is None or before.version != case.version - 1:
            raise Stale(case.number or case.id)

    def _write(self, filing: Filing[C]) -> None:
        case = filing.case
        pictures = {(case.id, each.id): each for each in filing.pictures}
        if len(pictures.keys() - self.pictures.keys()) < len(filing.pictures):
            raise Unavailable("a picture is there already")
        if any(_meet(each, case) for each in self.cases.values()):
            raise Unavailable("a case with that number or secret is there already")
        self._insert(filing.messages, filing.entry.at)
        self.cases[case.id] = case
        self.log.setdefault(case.id, []).append(filing.entry)
        self.pictures |= pictures


class MemoryVotes:
    """The Votes port."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.votes: dict[tuple[str, str], Vote] = {}

    def cast(self, vote: Vote) -> bool:
        with self._lock:
            return self.votes.setdefault((vote.post_id, vote.voter), vote) is vote

    def of_post(self, post_id: str) -> list[Vote]:
        return self._found(lambda vote: vote.post_id == post_id)

    def of_voter(self, voter: str) -> list[Vote]:
        return self._found(lambda vote: vote.voter == voter)

    def tally(self, post_ids: Collection[str]) -> Mapping[str, Tally]:
        voted = {id: [vote.verified for vote in self.of_post(id)] for id in post_ids}
        return {id: Tally(sum(each), len(each) - sum(each)) for id, each in voted.items() if each}

    def quiet(self, post_id: str, voter: str) -> None:
        with self._lock:
            if vote := self.votes.get((post_id, voter)):
                self.votes[post_id, voter] = replace(vote, email=None)

    def withdraw(self, post_id: str, voter: str) -> None:
        with self._lock:
            self.votes.pop((post_id, voter), None)

    def forget(self, voter: str) -> int:
        with self._lock:
            gone = [key for key in self.votes if key[1] == voter]
            for key in gone:
                del self.votes[key]
            return len(gone)

    def _found(self, wanted: Callable[[Vote], bool]) -> list[Vote]:
        found = [vote for vote in self.votes.values() if wanted(vote)]
        return sorted(found, key=lambda vote: (vote.at, vote.post_id, vote.voter))


def _newest(cases: Iterable[C]) -> list[C]:
    return sorted(cases, key=lambda each: (each.opened_at, each.number, each.id), reverse=True)


def _meet(one: Case, other: Case) -> bool:
    """Whether two cases have something that only one may have."""
    pairs = ((one.number, other.number), (one.secret_hash, other.secret_hash))
    return one.id != other.id and any(mine and mine == its for mine, its in pairs)

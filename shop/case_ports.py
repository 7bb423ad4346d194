"""What tickets and posts need from outside, as `shop.ports` says it for all the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from shop.cases import Case, Entry, Filed, Filing, Picture
from shop.ports import Wish
from shop.posts import Tally, Vote

_C = TypeVar("_C", bound=Case)


class Cases(Protocol[_C]):
    """Tickets, or posts: every kind of case has a store of its own."""

    def filed(self, key: str) -> Filed[_C] | None:
        """What has been filed with that idempotency key."""

    def file(self, wish: Wish, make: Callable[[int], Filing[_C]], at: datetime) -> Filed[_C]:
        """Takes the next counter and writes the key and all that *make* returns for that counter.

        As with orders: a key that is taken already answers with that case and writes nothing.
        """

    def change(self, filing: Filing[_C]) -> None:
        """Writes a later version of a case. Raises Stale."""

    def by_id(self, id: str) -> _C | None: ...

    def by_secret(self, secret_hash: str) -> _C | None:
        """The case whose link has the secret with that hash. Its number plays no part in the search."""

    def by_number(self, number: str) -> _C | None: ...

    def listed(self, states: Collection[str], limit: int) -> list[_C]:
        """The newest cases in those states, newest first."""

    def due(self, at: datetime, limit: int) -> list[_C]:
        """Cases whose `due_at` has come, the earliest first."""

    def of_contact(self, contact: str) -> list[_C]:
        """All cases with that key among their contacts, newest first."""

    def aged(self, before: datetime, states: Collection[str], limit: int) -> list[_C]:
        """Cases in those states, opened before that moment, whose author is still known, the oldest first."""

    def entries(self, id: str) -> list[Entry]:
        """What has happened to a case, oldest first."""

    def picture(self, case_id: str, id: str) -> Picture | None: ...

    def rewrite(self, case: _C, entries: Sequence[Entry]) -> None:
        """Puts a case and its entries in the place of all that is known of it; its pictures are dropped.

        For erasing a person alone. *case* has the version after the one that is replaced. Raises Stale.
        """


class Votes(Protocol):
    def cast(self, vote: Vote) -> bool:
        """Writes the vote; False where that voter has voted for that post."""

    def of_post(self, post_id: str) -> list[Vote]:
        """The votes for a post, oldest first."""

    def of_voter(self, voter: str) -> list[Vote]: ...

    def tally(self, post_ids: Collection[str]) -> Mapping[str, Tally]:
        """How many have voted for each of the posts that has a vote."""

    def quiet(self, post_id: str, voter: str) -> None:
        """The voter is not told of that post any more."""

    def withdraw(self, post_id: str, voter: str) -> None:
        """Takes a vote back as if it had never been cast."""

    def forget(self, voter: str) -> int:
        """Takes all votes of one voter back; how many there were."""

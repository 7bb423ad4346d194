"""One transaction with everything that one change writes, tried until its fate is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions._dynamo import FAILED, Dynamo, Refused
from functions._dynamo_rows import Key, Part, token_of, updated
from shop.errors import NotEnough, PromoSpent, Unavailable

#: How many rows DynamoDB writes at once.
MOST_ROWS = 100

#: What becomes of each of the counters that a change counts on, as they are at this moment.
Counts = Callable[[], Mapping[Key, Mapping[str, Any]]]


class Overtaken(Exception):
    """Raised where the key has made a record already, or the record has another version."""


def no_counts() -> Mapping[Key, Mapping[str, Any]]:
    return {}


@dataclass(frozen=True, slots=True)
class Writing:
    """One change on its way into the tables."""

    dynamo: Dynamo
    fixed: Sequence[Part]
    stands: Callable[[], bool]  #: whether it has been written, as the tables say now
    overtaken: Callable[[], bool]
    until: float
    counts: Counts = no_counts  #: raises NotEnough, PromoSpent

    def write(self) -> None:
        """Raises Overtaken, NotEnough, PromoSpent, Lost, Unavailable."""
        tries = 0
        while failed := self._tried([*self.fixed, *self._counting()]):
            if any(part.decides for part in failed):
                raise Overtaken
            if there := [part.name for part in failed if not part.counts]:
                raise Unavailable(f"there already: {', '.join(there)}")
            # Somebody has counted meanwhile: look again, and write what is right now.
            if not self.dynamo.wait(tries, self.until):
                raise Unavailable("too many change the same counters at once")
            tries += 1

    def _counting(self) -> list[Part]:
        try:
            counted = self.counts()
        except (NotEnough, PromoSpent):
            # What is gone may have gone to a twin of this very call.
            if self.overtaken():
                raise Overtaken from None
            raise
        return [updated(self.dynamo, "counter", key, each, counts=True) for key, each in counted.items()]

    def _tried(self, parts: Sequence[Part]) -> list[Part]:
        """The parts whose conditions failed, and then nothing was written."""
        try:
            transact(self.dynamo, parts, self.until, self.stands)
        except Refused as refused:
            return [part for part, reason in zip(parts, refused.reasons, strict=True) if reason == FAILED]
        return []


def transact(
    dynamo: Dynamo, parts: Sequence[Part], until: float, stands: Callable[[], bool] | None = None,
    token: str = "",
) -> None:  # fmt: skip
    """Writes them all at once. Raises Refused, Lost, Unavailable.

    DynamoDB does what comes twice with one *token* once; without one, the same parts have the same.
    """
    if len(parts) > MOST_ROWS:
        raise Unavailable(f"a change of {len(parts)} rows; at most {MOST_ROWS} can be written at once")
    requests = [dict(part.request) for part in parts]
    dynamo.call(
        "transact_write_items", until=until, written=stands, TransactItems=requests,
        ClientRequestToken=token or token_of(requests),
    )  # fmt: skip

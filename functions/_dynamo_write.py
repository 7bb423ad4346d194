"""One transaction with everything that one change of an order writes, tried until its fate is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from functions._dynamo import FAILED, Dynamo, Refused
from functions._dynamo_counters import Key, keys_of, updates
from functions._dynamo_rows import Part, around, counting
from functions._dynamo_tables import ORDERS
from shop.errors import NotEnough, PromoSpent, Unavailable
from shop.ports import Change

#: How many rows DynamoDB writes at once.
MOST_ROWS = 100


class Overtaken(Exception):
    """Raised where the key has placed an order already, or the order has another version."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One change on its way into the tables."""

    dynamo: Dynamo
    change: Change
    own: Sequence[Part]  #: the rows of the order itself
    mark: str  #: tells this write from all others
    stands: Callable[[], bool]  #: whether it has been written, as the tables say now
    overtaken: Callable[[], bool]
    until: float

    def write(self) -> None:
        """Raises Overtaken, NotEnough, PromoSpent, Lost, Unavailable."""
        fixed = [*self.own, *around(self.dynamo, self.change, self.mark)]
        tries = 0
        while failed := self._tried([*fixed, *self._counting()]):
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
            counted = updates(self.change.step, read_rows(self.dynamo, keys_of(self.change.step), self.until))
        except (NotEnough, PromoSpent):
            # What is gone may have gone to a twin of this very call.
            if self.overtaken():
                raise Overtaken from None
            raise
        return [counting(self.dynamo, key, update) for key, update in counted.items()]

    def _tried(self, parts: Sequence[Part]) -> list[Part]:
        """The parts whose conditions failed, and then nothing was written."""
        if len(parts) > MOST_ROWS:
            raise Unavailable(f"an order of {len(parts)} rows; at most {MOST_ROWS} can be written at once")
        requests = [dict(part.request) for part in parts]
        token = hashlib.sha256(json.dumps(requests, sort_keys=True).encode()).hexdigest()[:36]
        try:
            self.dynamo.call(
                "transact_write_items", until=self.until, written=self.stands, TransactItems=requests,
                ClientRequestToken=token,
            )  # fmt: skip
        except Refused as refused:
            return [part for part, reason in zip(parts, refused.reasons, strict=True) if reason == FAILED]
        return []


def read_rows(dynamo: Dynamo, keys: Sequence[Key], until: float | None) -> dict[Key, dict[str, Any]]:
    """Those of the rows that there are, as they are now."""
    asked = [{"what": what, "part": part} for what, part in dict.fromkeys(keys)]
    return {(row["what"], row["part"]): row for row in dynamo.get_all(ORDERS, asked, until)}

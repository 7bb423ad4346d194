"""What Amazon's DynamoDB takes, and what is asked of any other service that speaks like it.

Of others only what YDB's Document API is documented to do is asked: it copies whole rows into its indexes,
and its transactions write 25 rows. Its documentation promises nothing about tokens of transactions, so no
write relies on them: each can tell by its rows whether it was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a service is spoken to."""

    rows: int  #: that one transaction writes for certain
    whole: bool  #: its indexes hold whole rows, and nothing less can be asked for

    def projection(self, more: tuple[str, ...]) -> dict[str, Any]:
        """What an index holds beside its keys: *more*, where that can be chosen."""
        if self.whole:
            return {"ProjectionType": "ALL"}
        if more:
            return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(more)}
        return {"ProjectionType": "KEYS_ONLY"}


AMAZON = Dialect(rows=100, whole=False)
COMMON = Dialect(rows=25, whole=True)


def spoken_at(endpoint: str | None) -> Dialect:
    """What is spoken there; without an address, at Amazon."""
    return COMMON if endpoint and not at_amazon(endpoint) else AMAZON


def at_amazon(endpoint: str) -> bool:
    host = (urlsplit(endpoint).hostname or "").rstrip(".")
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))

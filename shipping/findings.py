"""What the doctor has found: how bad it is, where, and what to do about it, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storefront.problems import printable

#: ERROR: orders, letters or data suffer. WARNING: they will. UNSEEN: it could not be looked at.
ERROR, WARNING, UNSEEN = "error", "warning", "unseen"
KINDS = (ERROR, WARNING, UNSEEN)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. No word of it is a secret or says who somebody is."""

    kind: str
    where: str  #: a file, a setting, a name of the net
    what: str
    fix: str

    def __str__(self) -> str:
        """As a terminal may see it."""
        return printable(f"{self.kind}  {self.where}: {self.what}") + "\n" + printable(f"    {self.fix}")


Findings = Iterator[Finding]


def error(where: str, what: str, fix: str) -> Finding:
    return Finding(ERROR, where, what, fix)


def warning(where: str, what: str, fix: str) -> Finding:
    return Finding(WARNING, where, what, fix)


def unseen(where: str, what: str, fix: str) -> Finding:
    return Finding(UNSEEN, where, what, fix)

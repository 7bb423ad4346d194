"""What is wrong with the content, in words an owner can act on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff]"
)
_LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file as shown to people, a line and a column, both counted from 1 as editors do."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake and its place."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """As a terminal may see it: whatever an owner's text brought along is written out."""
        words = f"{self.path}:{self.line}:{self.column}: {printable(self.message)}"
        return words + (f"\n    {printable(self.hint)}" if self.hint else "")


class ContentProblems(Exception):
    """Raised when content has mistakes; holds every one that was found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        last = f"{count} {'problem' if count == 1 else 'problems'}; nothing was written."
        return "\n".join([*map(str, self.problems), last])


def shown(path: Path) -> str:
    """The path as people type it: from the current folder when it lies inside, printable in any case."""
    full = os.path.abspath(path)
    short = os.path.relpath(full)
    return printable((full if short.startswith("..") else short).replace(os.sep, "/"))


def printable(text: str) -> str:
    """The text with what a terminal must not see written out as `\\x1b`."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def quoted(text: str) -> str:
    """The text in quotes on one line, shortened where it is long."""
    words = " ".join(printable(text[: _LONGEST + 1].replace("\n", " ").replace("\t", " ")).split(" "))
    return f'"{words[: _LONGEST - 1]}…"' if len(words) > _LONGEST else f'"{words}"'

"""What a YAML file consists of: texts, lists and mappings that know where they stand.

Scalars keep their text: `12.50` stays `12.50`, `010` stays `010`, `no` stays `no`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: The way to a value: keys and list positions, from the top of the file.
Way = tuple[str | int, ...]

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `style` is one of `plain`, `quoted`, `literal`, `folded`, or `absent` after a
    key without a colon."""

    text: str
    style: str
    line: int
    column: int

    @property
    def empty(self) -> bool:
        return self.style in ("plain", "absent") and self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def entry(self, key: str) -> tuple[Scalar, Node] | None:
        return next((entry for entry in self.entries if entry[0].text == key), None)

    def get(self, key: str) -> Node | None:
        found = self.entry(key)
        return found[1] if found else None


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """The node without places: texts, lists, and dictionaries; None where nothing is written."""
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}

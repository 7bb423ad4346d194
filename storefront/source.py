"""Files that could be read: their keys with their places, and the text below the keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storefront.nodes import Mapping, Node, Scalar, Sequence, Way
from storefront.problems import Place, Problem, quoted
from storefront.tree import LIBYAML as LIBYAML
from storefront.tree import control_character, parse
from storefront.wording import word

#: The key under which the items of a file that is a list are found.
ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that could be read: its path as shown to people, its keys, and the text below them."""

    path: str
    root: Mapping
    body: str = ""
    body_line: int = 1

    def node(self, way: Way) -> Node:
        """The node at the end of the way, or the last one that exists on it."""
        return self._walk(way)[0]

    def find(self, way: Way) -> Node | None:
        """The node at exactly that place."""
        node: Node | None = self.root
        for step in way:
            if isinstance(node, Mapping):
                node = node.get(str(step))
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def said(self, way: Way) -> str | None:
        """The text at that place, where there is one."""
        node = self.find(way)
        return node.text.strip() or None if isinstance(node, Scalar) and not node.empty else None

    def size(self, way: Way) -> int:
        """How many items the list there has; 0 where there is no list."""
        node = self.find(way)
        return len(node.items) if isinstance(node, Sequence) else 0

    def problem(self, way: Way, code: str, /, *, on_key: bool = False, **values: object) -> Problem:
        """A problem at the value, or at its key."""
        node, key = self._walk(way)
        place: Node = key if on_key and key is not None else node
        return Problem(self.path, place.line, place.column, *word(code, values))

    def place(self, way: Way) -> Place:
        node, _ = self._walk(way)
        return Place(self.path, node.line, node.column)

    def key_place(self, way: Way) -> Place:
        """Where the last key of the way stands."""
        node, key = self._walk(way)
        return Place(self.path, (key or node).line, (key or node).column)

    def _walk(self, way: Way) -> tuple[Node, Scalar | None]:
        node: Node = self.root
        key: Scalar | None = None
        for step in way:
            if isinstance(node, Mapping) and (found := node.entry(str(step))):
                key, node = found
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                key, node = None, node.items[step]
        return node, key


def read_yaml(path: str, text: str, problems: list[Problem]) -> Source | None:
    """The file's keys, or None where there is no making sense of it; every mistake is noted."""
    root = parse(path, text, problems)
    if root is None:
        return None
    if isinstance(root, Mapping):
        return Source(path, root)
    code = "empty_file" if isinstance(root, Scalar) and root.empty else "not_keys"
    problems.append(Problem(path, root.line, root.column, *_slip(root, text, code)))
    return None


def read_list(path: str, text: str, problems: list[Problem]) -> Source | None:
    """The items of a file that is a list, below the key ITEMS."""
    root = parse(path, text, problems)
    if isinstance(root, Sequence):
        name = Scalar(ITEMS, "plain", root.line, root.column)
        return Source(path, Mapping(((name, root),), root.line, root.column))
    if root is not None:
        code = "empty_file" if isinstance(root, Scalar) and root.empty else "list_expected"
        problems.append(Problem(path, root.line, root.column, *word(code, {})))
    return None


def read_front_matter(path: str, text: str, problems: list[Problem]) -> Source | None:
    """A Markdown file that begins with keys between two lines of `---`."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.append(Problem(path, 1, 1, *word("no_front", {})))
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problems.append(Problem(path, 1, 1, *word("open_front", {})))
        return None
    body = "\n".join(lines[end + 1 :])
    if problem := control_character(path, body, end + 2):
        problems.append(problem)
        return None
    head = read_yaml(path, "\n" + "\n".join(lines[1:end]), problems)
    return Source(path, head.root, body, end + 2) if head else None


def _slip(root: Node, text: str, code: str) -> tuple[str, str]:
    """A file of one text is most often `name:Clay`, with the space forgotten."""
    if values := glued(root):
        return word("no_space", {**values})
    return word(code, {})


def glued(node: Node) -> dict[str, str] | None:
    """The key and the value of a text that looks like both, for want of a space between them."""
    found = (
        re.fullmatch(r"([\w-]+):(?!//)(\S.*)", node.text.split("\n")[0]) if isinstance(node, Scalar) else None
    )
    return {"key": found[1], "text": quoted(found[2])[1:-1]} if found else None

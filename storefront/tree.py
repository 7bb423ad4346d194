"""YAML text to nodes, refusing what a shop does not need and an attacker might."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from storefront.characters import INVISIBLE, name
from storefront.nodes import Mapping, Node, Scalar, Sequence
from storefront.problems import Problem, quoted
from storefront.syntax import explain
from storefront.wording import word

#: Whether YAML is parsed in C; without it large shops build several times slower.
LIBYAML: bool = yaml.__with_libyaml__
MAX_DEPTH = 50

#: `-` or `key:` with something other than a space behind it, or such a thing before the text.
_ODD_SPACE = re.compile(rf"(?:-|[\w-]+:)?[{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def parse(path: str, text: str, problems: list[Problem], *, pure: bool = not LIBYAML) -> Node | None:
    """The tree of nodes; None after a mistake that hides what the rest would mean."""
    if problem := control_character(path, text):
        problems.append(problem)
        return None
    tree = _Tree(path, text.split("\n"), problems)
    loader: Any = yaml.SafeLoader if pure else yaml.CSafeLoader
    try:
        for event in yaml.parse(text, Loader=loader):
            tree.take(event)
    except _Enough:
        return None
    except yaml.MarkedYAMLError as error:
        problems.append(explain(path, text, error))
        return None
    if tree.broken:
        return None
    return tree.root or Scalar("", "plain", 1, 1)


def control_character(path: str, text: str, first_line: int = 1) -> Problem | None:
    """The first character that nobody can see, as a problem."""
    found = _CONTROL.search(text)
    if not found:
        return None
    line = first_line + text.count("\n", 0, found.start())
    column = found.start() - text.rfind("\n", 0, found.start())
    return Problem(path, line, column, *word("control", {"name": name(found[0])}))


class _Enough(Exception):
    """Raised to stop at a mistake after which nothing can be understood."""


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is still being read."""

    mapping: bool
    line: int
    column: int
    values: list[Any]
    key: Scalar | None = None
    lines: dict[str, int] = field(default_factory=dict)  #: of the keys so far


class _Tree:
    """Builds nodes from events without recursion, so that nesting cannot exhaust the stack."""

    def __init__(self, path: str, lines: list[str], problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self._lines = lines
        self.root: Node | None = None
        self.broken = False
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.NodeEvent):
            self._refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "documents")

    def _refuse(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note(event, "alias")
            self._add(Scalar("", "quoted", 1, 1))
        elif event.anchor:
            self._note(event, "anchor")
        if getattr(event, "tag", None):
            self._note(event, "tag")

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        style = {"'": "quoted", '"': "quoted", "|": "literal", ">": "folded"}.get(event.style or "", "plain")
        scalar = Scalar(event.value, style, *_place(event))
        if (odd := _spaced_oddly(scalar)) >= 0:
            place = Scalar("", "plain", scalar.line, scalar.column + odd)
            self._note_at(place, "invisible", name=name(scalar.text[odd]))
        if style == "quoted" and (found := _CONTROL.search(event.value)):
            self._note(event, "control", name=name(found[0]))
        return scalar

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._stop(event, "too_deep", depth=MAX_DEPTH)
        if self._open and self._open[-1].mapping and self._open[-1].key is None:
            self._stop(event, "odd_key")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(mapping, *_place(event), []))

    def _end(self) -> None:
        done = self._open.pop()
        make = Mapping if done.mapping else Sequence
        self._add(make(tuple(done.values), done.line, done.column))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        inside = self._open[-1]
        if not inside.mapping:
            inside.values.append(node)
        elif inside.key is None:
            inside.key = self._key(node)
        else:
            key, inside.key = inside.key, None
            if isinstance(node, Scalar) and node.empty and self._cut_off(key, node):
                node = replace(node, style="absent")
            if self._first(key):
                inside.values.append((key, node))

    def _cut_off(self, key: Scalar, value: Scalar) -> bool:
        """Whether a key inside braces has no colon: a text with a comma that wants quotes."""
        between = self._lines[key.line - 1][key.column - 1 + len(key.text) : value.column]
        return (
            key.style == "plain"
            and key.line == value.line
            and not value.text
            and ":" not in key.text + between
        )

    def _key(self, node: Node) -> Scalar:
        assert isinstance(node, Scalar)
        if node.text == "<<" and node.style == "plain":
            self._note_at(node, "merge")
        return node

    def _first(self, key: Scalar) -> bool:
        """Whether the key is new in its mapping; a second one is noted and left out."""
        lines = self._open[-1].lines
        if key.text in lines:
            values: dict[str, object] = {"key": quoted(key.text), "line": lines[key.text]}
            self.problems.append(Problem(self.path, key.line, key.column, *word("duplicate_key", values)))
            return False
        lines[key.text] = key.line
        return True

    def _note(self, event: yaml.Event, code: str, **values: object) -> None:
        self._note_at(Scalar("", "plain", *_place(event)), code, **values)

    def _note_at(self, node: Scalar, code: str, **values: object) -> None:
        self.broken = True
        self.problems.append(Problem(self.path, node.line, node.column, *word(code, values)))

    def _stop(self, event: yaml.Event, code: str, **values: object) -> None:
        self._note(event, code, **values)
        raise _Enough


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1


def _spaced_oddly(scalar: Scalar) -> int:
    """Where an invisible character stands that was meant to set the text apart; -1 where there is none."""
    found = _ODD_SPACE.match(scalar.text) if scalar.style == "plain" else None
    return found.end() - 1 if found else -1

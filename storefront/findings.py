"""What reading the content brings up besides records: mistakes, and what only the whole shop can answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from storefront.nodes import Mapping, Scalar, Way
from storefront.problems import Place, Problem
from storefront.source import Source
from storefront.wording import word


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that must exist: a `picture`, `product`, `sku`, `category`, `tag` or `link`."""

    kind: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text and the place of its first line."""

    text: str
    place: Place
    lines_follow: bool  #: whether its lines are lines of the file

    def at(self, offset: int) -> Place:
        if not self.lines_follow:
            return self.place
        return Place(self.place.path, self.place.line + offset, 1 if offset else self.place.column)


@dataclass(slots=True)
class Findings:
    """Everything noted so far."""

    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  #: what is no mistake, and still worth knowing

    def note(self, place: Place, code: str, /, **values: object) -> None:
        self.problems.append(Problem(place.path, place.line, place.column, *word(code, values)))

    def refer(self, kind: str, name: str, source: Source, way: Way) -> None:
        self.references.append(Reference(kind, name, source.place(way)))

    def markdown(self, source: Source, way: Way) -> None:
        """Remembers a Markdown value to be checked, in each of its languages."""
        node = source.find(way)
        for part in [value for _, value in node.entries] if isinstance(node, Mapping) else [node]:
            if isinstance(part, Scalar) and not part.empty:
                literal = part.style == "literal"
                place = Place(source.path, part.line + literal, 1 if literal else part.column)
                self.prose.append(Prose(part.text, place, literal))

    def body(self, source: Source) -> None:
        """Remembers the text below the keys to be checked."""
        if source.body.strip():
            self.prose.append(Prose(source.body, Place(source.path, source.body_line, 1), True))

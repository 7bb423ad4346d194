"""A form as somebody has filled it in, for the page that shows it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions._schema import FieldProblem
from shop.requests import Sent
from shop.words import say


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into a form, and what is wrong with that."""

    sent: Sent
    problems: Sequence[FieldProblem]
    language: str
    labels: Mapping[str, str]  #: the fields that the page shows, each with the code of what it is called

    def value(self, name: str) -> str:
        return typed(self.sent, name)

    def error(self, name: str) -> str:
        return next((each.message for each in reversed(self.problems) if each.field == name), "")

    def anchor(self, name: str) -> str:
        """The id of a field's input; the top of the page for a field it does not show."""
        return name.replace(".", "-") if name in self.labels else "main"

    def label(self, name: str) -> str:
        return say(self.language, self.labels[name]) if name in self.labels else name


def typed(sent: Sent, name: str) -> str:
    """What was typed into a field, as far as it can be shown again."""
    found: object = sent
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return "".join(c for c in found if c.isprintable() or c in "\n\t") if isinstance(found, str) else ""

"""How texts are read from what an owner writes, and how a reader says that a value cannot be used.

Every reader takes the plain value, some the shop's context as well, and raises Faults: all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shop.text import Text
from storefront.problems import quoted

_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What values depend on; None where shop.yaml does not say it readably."""

    languages: tuple[str, ...] | None = None
    currency: str | None = None
    today: date | None = None  #: in UTC; None where nothing is judged by it


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, or with a part of it."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    at: tuple[str | int, ...] = ()
    on_key: bool = False


class Faults(ValueError):
    """Raised when a value cannot be used."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


def fault(code: str, written: str, **values: object) -> Faults:
    return Faults(Fault(code, {"text": quoted(written), **values}))


def words(value: object) -> str:
    """A text on one line."""
    return _SPACES.sub(" ", prose(value)).strip(" ")


def prose(value: object) -> str:
    """A text of any length, as it is written."""
    if not isinstance(value, str):
        raise Faults(Fault("words_expected"))
    if not value.strip():
        raise Faults(Fault("empty_text"))
    return value


def text(value: object, context: Context) -> Text:
    """Words on one line, for every language or by language."""
    return Text({language: words(said) for language, said in by_language(value, context).items()})


def markdown(value: object, context: Context) -> Text:
    """Prose, for every language or by language."""
    return Text(by_language(value, context))


def attributes(value: object, context: Context) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Names and values of a product's properties, under `*` or by language."""
    if not isinstance(value, dict) or not value:
        raise Faults(Fault("keys_expected", {"example": "such as Volume: 120 ml"}))
    groups = [isinstance(part, dict) for part in value.values()]
    if any(groups) and not all(groups):
        raise Faults(Fault("attributes_mixed"))
    if not all(groups):
        return {"*": _pairs(value, ())}
    faults = _language_faults(value, context)
    read: dict[str, tuple[tuple[str, str], ...]] = {}
    for language, group in value.items():
        try:
            read[language] = _pairs(group, (language,))
        except Faults as error:
            faults.extend(error.faults)
    if faults:
        raise Faults(*faults)
    return read


def by_language(value: object, context: Context) -> dict[str, str]:
    if not isinstance(value, dict):
        return {"*": prose(value)}
    faults = _language_faults(value, context)
    read: dict[str, str] = {}
    for language, said in value.items():
        try:
            read[language] = prose(said)
        except Faults as error:
            faults.extend(Fault(fault.code, fault.values, (language,)) for fault in error.faults)
    if faults:
        raise Faults(*faults)
    return read


def _language_faults(value: dict[str, object], context: Context) -> list[Fault]:
    """Languages the shop does not speak, and those it speaks that are missing here."""
    if context.languages is None:
        return []
    spoken = ", ".join(context.languages)
    unknown = [code for code in value if code not in context.languages]
    faults = [
        Fault("unknown_language", {"code": quoted(code), "languages": spoken}, (code,), on_key=True)
        for code in unknown
    ]
    missing = [code for code in context.languages if code not in value]
    if missing:
        faults.append(Fault("missing_language", {"missing": ", ".join(map(quoted, missing))}))
    return faults


def _pairs(group: dict[str, object], at: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for name, value in group.items():
        try:
            pairs.append((words(name), words(value)))
        except Faults as error:
            faults.extend(Fault(fault.code, fault.values, (*at, name)) for fault in error.faults)
    if faults:
        raise Faults(*faults)
    return tuple(pairs)

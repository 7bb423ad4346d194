"""The interface's own words in each language, from `templates/words/<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from babel import Locale
from jinja2 import UndefinedError
from markupsafe import Markup, escape

FALLBACK = "en"

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Entry = str | Mapping[str, str]


class _Given(dict[str, Markup]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


class Words:
    """The words of one language; called with a key and the values its sentence names."""

    def __init__(self, language: str, entries: Mapping[str, _Entry]) -> None:
        self.language = language
        self._entries = entries
        self._plural = Locale.parse(language).plural_form

    def __call__(self, key: str, **values: object) -> Markup:
        """The sentence, in the plural form `n` asks for; values are escaped, the sentence is trusted.

        A value that is not given stays as `{name}`, for a script to fill in.
        """
        if key not in self._entries:
            raise UndefinedError(f'the words for {self.language} have no "{key}"')
        entry = self._entries[key]
        if not isinstance(entry, str):
            count = values["n"]
            assert isinstance(count, int)
            entry = entry.get(self._plural(count)) or entry["other"]
        return Markup(entry).format_map(_Given({name: escape(value) for name, value in values.items()}))

    def days(self, span: str) -> str:
        """Weekdays as an owner writes them, `mon-fri`, in words."""
        names = Locale.parse(self.language).days["stand-alone"]["abbreviated"]
        return "–".join(str(names[_WEEKDAYS.index(day)]) for day in span.split("-"))


def load(templates: Path, languages: tuple[str, ...]) -> dict[str, Words]:
    """Words for every language of the shop; one the templates do not speak is served English."""
    return {language: Words(language, _entries(templates, language)) for language in languages}


def spoken(templates: Path) -> frozenset[str]:
    return frozenset(path.stem for path in (templates / "words").glob("*.yaml"))


def _entries(templates: Path, language: str) -> Mapping[str, _Entry]:
    name = language if language in spoken(templates) else FALLBACK
    text = (templates / "words" / f"{name}.yaml").read_text(encoding="utf-8")
    entries: Mapping[str, _Entry] = yaml.safe_load(text)
    return entries

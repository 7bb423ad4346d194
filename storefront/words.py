"""The interface's own words in each language, from `templates/words/<language>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import UndefinedError
from markupsafe import Markup, escape

from shop.words import FALLBACK
from storefront.files import Folder
from storefront.locales import locale, own_name
from storefront.nodes import Node, plain
from storefront.problems import ContentProblems, Problem, shown
from storefront.source import read_yaml
from storefront.times import DAYS
from storefront.wording import word

_Entry = str | Mapping[str, str]


class _Given(dict[str, Markup]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


class Words:
    """The words of one language; called with a key and the values its sentence names."""

    def __init__(self, language: str, entries: Mapping[str, _Entry]) -> None:
        self.language = language
        self._entries = entries
        self._plural = locale(language).plural_form

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

    def forms(self, key: str) -> Mapping[str, str]:
        """The plural forms of an entry, for a script to choose from."""
        entry = self._entries[key]
        return {"other": entry} if isinstance(entry, str) else entry

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)

    def days(self, span: str) -> str:
        """Weekdays as an owner writes them, `mon-fri`, in words."""
        names = locale(self.language).days["stand-alone"]["abbreviated"]
        return "–".join(str(names[DAYS.index(day)]) for day in span.split("-"))

    def times(self, written: str) -> str:
        """Opening hours as an owner writes them, `10:00-19:00` or `closed`, as they are set in print."""
        return str(self("closed")) if written == "closed" else re.sub(" ?[-–] ?", "–", written)


def load(templates: Path, languages: tuple[str, ...]) -> dict[str, Words]:
    """Words for every language of the shop; one the templates do not speak is served English.

    Raises ContentProblems for files that cannot be read as words.
    """
    problems: list[Problem] = []
    folder = Folder(templates / "words", problems)
    known = spoken(templates)
    words = {
        language: Words(language, _entries(folder, language if language in known else FALLBACK))
        for language in languages
    }
    _check_complete(folder, words, known)
    if problems:
        raise ContentProblems(problems)
    return words


def unspoken(templates: Path, languages: tuple[str, ...]) -> list[str]:
    """A sentence for every language of the shop in which the interface speaks English instead."""
    known = spoken(templates)
    return [
        f"{shown(templates / 'words' / f'{language}.yaml')} does not exist: buttons and messages are English"
        f" in {own_name(language)}. Copy {FALLBACK}.yaml beside it under that name and translate it."
        for language in languages
        if language not in known
    ]


def spoken(templates: Path) -> frozenset[str]:
    return frozenset(path.stem for path in (templates / "words").glob("*.yaml"))


def _entries(folder: Folder, language: str) -> Mapping[str, _Entry]:
    name = f"{language}.yaml"
    text = folder.text(name)
    source = read_yaml(folder.shown(name), text, folder.problems) if text is not None else None
    if source is None:
        return {}
    for _, node in source.root.entries:
        if not _is_entry(node):
            folder.problems.append(Problem(source.path, node.line, node.column, *word("words_entry", {})))
    entries: Mapping[str, _Entry] = plain(source.root)
    return entries


def _check_complete(folder: Folder, words: Mapping[str, Words], known: frozenset[str]) -> None:
    """A language that has a file of its own says everything English says."""
    written = [each for language, each in words.items() if language in known and language != FALLBACK]
    if not written or FALLBACK not in known or folder.problems:
        return
    meant = words[FALLBACK] if FALLBACK in words else Words(FALLBACK, _entries(folder, FALLBACK))
    for each in written:
        if missing := meant.keys - each.keys:
            folder.report((f"{each.language}.yaml",), "words_missing", keys=", ".join(sorted(missing)))


def _is_entry(node: Node) -> bool:
    entry = plain(node)
    forms = entry.values() if isinstance(entry, dict) and "other" in entry else [entry]
    return all(isinstance(form, str) for form in forms)

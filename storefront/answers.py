"""answers.yaml: answers that are written once and sent often."""

from __future__ import annotations

from collections.abc import Iterable

from shop import limits
from shop.fields import folded
from shop.terms import Canned
from shop.text import EVERY, Text
from storefront.answer_models import AnswerKeys
from storefront.fields import Context
from storefront.files import Folder
from storefront.findings import Findings
from storefront.nodes import Way
from storefront.problems import quoted
from storefront.source import ITEMS, Source, read_list
from storefront.validation import validate

FILE = "answers.yaml"


def read(folder: Folder, context: Context, findings: Findings) -> tuple[Canned, ...]:
    """The answers, with the mistakes in and among them noted."""
    text = folder.text(FILE) if folder.exists(FILE) else None
    source = read_list(folder.shown(FILE), text, findings.problems) if text is not None else None
    if source is None:
        return ()
    languages = context.languages or (EVERY,)
    seen: dict[str, int] = {}
    read = []
    for index in range(source.size((ITEMS,))):
        way: Way = (ITEMS, index)
        keys = validate(AnswerKeys, source, context, findings.problems, at=way)
        if keys is not None:
            canned = Canned(keys.name, _composed(keys.text))
            _check(canned, source, way, languages, seen, findings)
            read.append(canned)
    return tuple(read)


def _composed(text: Text) -> Text:
    """As a form would send it: what is too long here would be too long there."""
    return Text({language: folded(said, paragraphs=True) for language, said in text.by_language.items()})


def _check(
    canned: Canned, source: Source, way: Way, languages: Iterable[str], seen: dict[str, int],
    findings: Findings,
) -> None:  # fmt: skip
    longest = max(len(canned.text[language]) for language in languages)
    if longest > limits.MESSAGE:
        findings.note(source.place((*way, "text")), "answer_long", length=longest, limit=limits.MESSAGE)
    place = source.place((*way, "name"))
    if (named := max(len(canned.name[language]) for language in languages)) > limits.ANSWER_NAME:
        findings.note(place, "answer_name_long", length=named, limit=limits.ANSWER_NAME)
    for name in dict.fromkeys(canned.name[language] for language in languages):
        if (line := seen.get(name.casefold(), place.line)) != place.line:
            findings.note(place, "answer_name_twice", name=quoted(name), line=line)
            return
        seen[name.casefold()] = place.line

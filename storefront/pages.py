"""content/pages/: texts in Markdown, and the sections that stand above them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shop.text import EVERY, Text
from storefront.fields import Context
from storefront.files import Folder
from storefront.findings import Findings
from storefront.problems import Place, quoted
from storefront.sections import Section, Sections
from storefront.shop_models import PageKeys, PageTranslationKeys
from storefront.source import Source, read_front_matter
from storefront.translations import Named, bodies, by_base
from storefront.urls import RESERVED
from storefront.validation import validate

FOLDER = "pages"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Page:
    slug: str  #: `home` is the front page
    title: Text
    body: Mapping[str, str]  #: Markdown by language, every language of the shop
    description: Text
    menu: str | None  #: `header` or `footer`
    order: int
    sections: tuple[Section, ...]


@dataclass(slots=True)
class Pages:
    """What was read, and the slugs of all files even where they are wrong."""

    pages: list[Page]
    slugs: set[str]


def read(folder: Folder, sections: Sections, context: Context, findings: Findings) -> Pages:
    """Every page, with the mistakes among them noted."""
    found = Pages([], set())
    names = []
    for name in folder.names(FOLDER):
        if folder.is_folder(FOLDER, name):
            folder.report((FOLDER, name), "folder_here", folder=folder.shown(FOLDER) + "/")
        elif name.endswith(".md"):
            names.append(name)
        else:
            folder.report((FOLDER, name), "unknown_file", expected="write pages in .md files")
    for named in by_base(names, folder.shown(FOLDER), context, findings):
        found.slugs.add(named.stem)
        _check_slug(named, folder, context, findings)
        page = _page(named, folder, sections, context, findings)
        if page:
            found.pages.append(page)
    return found


def _check_slug(named: Named, folder: Folder, context: Context, findings: Findings) -> None:
    place = Place(folder.shown(FOLDER, named.base), 1, 1)
    if named.stem in RESERVED or named.stem in (context.languages or ()):
        findings.note(place, "reserved", slug=named.stem)
    elif not _SLUG.fullmatch(named.stem):
        findings.note(place, "file_slug")


def _page(
    named: Named, folder: Folder, sections: Sections, context: Context, findings: Findings
) -> Page | None:
    base = _source(named.base, folder, findings)
    others = {language: _source(file, folder, findings) for language, file in named.others.items()}
    keys = validate(PageKeys, base, context, findings.problems, apart=("sections",)) if base else None
    placed = sections.read(base, context, findings) if base else ()
    translated = {
        language: validate(PageTranslationKeys, source, context, findings.problems)
        for language, source in others.items()
        if source
    }
    for source in filter(None, (base, *others.values())):
        findings.body(source)
    if base is None or keys is None or None in others.values() or None in translated.values():
        return None
    readable = {language: part for language, part in translated.items() if part}
    _check_titles(keys, readable, others, findings)
    body = bodies(named, base, {language: s.body for language, s in others.items() if s}, context, findings)
    languages = context.languages or (EVERY,)
    return Page(
        slug=named.stem,
        title=_merged(keys.title, {key: part.title for key, part in readable.items()}, languages),
        body={language: body[language] for language in languages},
        description=_merged(keys.description, {key: p.description for key, p in readable.items()}, languages),
        menu=keys.menu,
        order=keys.order,
        sections=placed,
    )


def _source(name: str, folder: Folder, findings: Findings) -> Source | None:
    text = folder.text(FOLDER, name)
    return (
        read_front_matter(folder.shown(FOLDER, name), text, findings.problems) if text is not None else None
    )


def _check_titles(
    keys: PageKeys, translated: Mapping[str, PageTranslationKeys], others: Mapping[str, Source | None],
    findings: Findings,
) -> None:  # fmt: skip
    """A title written plainly for the first language does not serve a page's translation."""
    for language, part in translated.items():
        source = others[language]
        if source and part.title is None and EVERY in keys.title.by_language:
            example = f"in {quoted(language)}, or by language in the first file"
            findings.note(source.place(()), "missing", key="title", example=f"write it {example}")


def _merged(text: Text | None, others: Mapping[str, Text | None], languages: tuple[str, ...]) -> Text:
    """A text with its other languages, which a translation's file writes plainly or by language."""
    said = {language: other[language] for language, other in others.items() if other}
    if not said:
        return text or Text({})
    first = {language: text[language] for language in languages} if text else {}
    return Text({**first, **said})

"""Files in several languages: `delivery.md` in the shop's first one, `delivery.ru.md` in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shop.text import EVERY, Text
from storefront.fields import Context
from storefront.findings import Findings
from storefront.locales import own_name
from storefront.problems import Place, quoted
from storefront.source import Source


@dataclass(slots=True)
class Named:
    """A text's files by language; `base` is the one in the shop's first language."""

    stem: str
    base: str
    others: dict[str, str] = field(default_factory=dict)


def by_base(names: list[str], shown: str, context: Context, findings: Findings) -> Iterator[Named]:
    """The files that belong together, with those that belong nowhere noted."""
    texts = {
        name.removesuffix(".md"): Named(name.removesuffix(".md"), name)
        for name in names
        if name.count(".") == 1
    }
    for name in names:
        stem, _, language = name.removesuffix(".md").rpartition(".")
        if not stem:
            continue
        if fault := _fault(stem, language, texts, context):
            code, values = fault
            findings.note(Place(f"{shown}/{name}", 1, 1), code, **values)
        else:
            texts[stem].others[language] = name
    for named in texts.values():
        _check_complete(named, shown, context, findings)
        yield named


def bodies(
    named: Named, base: Source, others: Mapping[str, str], context: Context, findings: Findings
) -> Text:
    """The texts below the keys by language; one file alone serves every language, which is noted."""
    if not others:
        if base.body.strip():
            findings.notes.extend(_served_alone(named, base.path, context))
        return Text({EVERY: base.body})
    first = context.languages[0] if context.languages else EVERY
    return Text({first: base.body, **others})


def _served_alone(named: Named, path: str, context: Context) -> Iterator[str]:
    first, *others = context.languages or ("",)
    for language in others:
        yield (
            f"{path} has no {named.stem}.{language}.md beside it: "
            f"its text in {own_name(first)} also stands for {own_name(language)}."
        )


def _fault(
    stem: str, language: str, texts: Mapping[str, Named], context: Context
) -> tuple[str, dict[str, object]] | None:
    base = f"{stem}.md"
    if context.languages is not None and language not in context.languages:
        return "file_language", {"code": quoted(language), "languages": ", ".join(context.languages)}
    if context.languages is not None and language == context.languages[0]:
        return "default_file", {"language": quoted(language), "base": base}
    if stem not in texts:
        return "no_base", {"base": base}
    return None


def _check_complete(named: Named, shown: str, context: Context, findings: Findings) -> None:
    if not named.others or context.languages is None:
        return
    for language in context.languages[1:]:
        if language not in named.others:
            file = f"{named.stem}.{language}.md"
            findings.note(
                Place(f"{shown}/{named.base}", 1, 1), "not_translated", language=quoted(language), file=file
            )

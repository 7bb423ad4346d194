"""Jinja for functions: answer pages and letters. Imported only where one of them is made."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shop.phones import tel
from shop.words import say, spoken

HTML, TEXT = "html", "txt"

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def render(template: str, language: str, kind: str = HTML, /, **values: object) -> str:
    """The template's text; *t* in it says the sentences of `shop.words`, *spoken* is their language.

    As HTML everything is escaped, as text nothing is.
    """
    found = _environment(kind).get_template(template)
    return found.render(
        kind=kind, language=language, spoken=spoken(language), t=partial(say, language), **values
    )


@cache
def _environment(kind: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=kind == HTML,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["tel"] = tel
    return environment

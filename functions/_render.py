"""Jinja for functions: answer pages and letters. Imported only where one of them is made."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shop.phones import tel
from shop.words import say, spoken

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def render(template: str, language: str, **values: object) -> str:
    """The template's text; *t* in it says the sentences of `shop.words`, *spoken* is their language.

    HTML is escaped, text is not.
    """
    found = _environment().get_template(template)
    return found.render(language=language, spoken=spoken(language), t=partial(say, language), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"], default=False, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["tel"] = tel
    return environment

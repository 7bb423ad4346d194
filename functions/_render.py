"""Jinja for functions: answer pages and letters. Imported only where one of them is made."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shop.words import say

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def render(template: str, language: str, **values: object) -> str:
    """The template's text; *t* in it says the sentences of `shop.words`. HTML is escaped, text is not."""
    return _environment().get_template(template).render(language=language, t=partial(say, language), **values)


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
    environment.filters["tel"] = _tel
    return environment


def _tel(number: str) -> str:
    """A phone number as a link (RFC 3966)."""
    return "tel:" + "".join(character for character in number if character in "+0123456789")

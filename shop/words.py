"""Every sentence a function says to a person, by code, in every language the interface speaks.

The pages of the site have their own in `templates/words/`; a code that both know says the same in both.

say(language, code, **values) -> the sentence with its {values} filled in
"""

from __future__ import annotations

from collections.abc import Mapping

from shop import (
    desk_words,
    order_words,
    owner_words,
    post_words,
    refusal_words,
    support_words,
    ticket_words,
)
from shop.money import Money
from shop.text import Text

#: Spoken to shops in any language that has no words of its own here.
FALLBACK = "en"

_PARTS = (refusal_words, order_words, owner_words, desk_words, post_words, ticket_words, support_words)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {code: said for part in _PARTS for code, said in part.EN.items()},
    "ru": {code: said for part in _PARTS for code, said in part.RU.items()},
}


def say(language: str, code: str, **values: object) -> str:
    """The sentence of that code, in English where the language is not spoken here.

    Money and texts among the values are told in that language.
    """
    told = {name: _told(value, spoken(language)) for name, value in values.items()}
    return WORDS[spoken(language)][code].format_map(told)


def spoken(language: str) -> str:
    """The language that is really spoken to shops in *language*."""
    return language if language in WORDS else FALLBACK


def _told(value: object, language: str) -> object:
    if isinstance(value, Money):
        return value.text(language)
    return value[language] if isinstance(value, Text) else value

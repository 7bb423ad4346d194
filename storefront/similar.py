"""What a browser needs to show ideas like the one that is being typed: a small file, no server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from shop.posts import DUPLICATE
from storefront.posts import heading
from storefront.said import Idea
from storefront.words import Words

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  #: letters of a word that says something
_WORDS = 24  #: of one idea; its title comes first
_IDEAS = 1000


def index(ideas: Iterable[Idea], spoken: Iterable[Words]) -> bytes:
    """`{"noise": [words that say nothing], "ideas": [[id, heading, language, words, votes]]}`."""
    noise = {word for words in spoken for word in _words(str(words("noise")))}
    wanted = sorted(
        (idea for idea in ideas if idea.state != DUPLICATE),
        key=lambda idea: (idea.opened_at, idea.id),
        reverse=True,
    )[:_IDEAS]
    rows = [
        [idea.id, heading(idea), idea.language, " ".join(_telling(idea, noise)), idea.votes]
        for idea in wanted
    ]
    return msgspec.json.encode({"noise": sorted(noise), "ideas": rows})


def _telling(idea: Idea, noise: set[str]) -> list[str]:
    """The words that say what it is about, each once."""
    words = (word for word in _words(f"{heading(idea)} {idea.text}") if word not in noise)
    return list(dict.fromkeys(words))[:_WORDS]


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower().replace("ё", "е")):
        if len(word) >= _SHORTEST:
            yield word

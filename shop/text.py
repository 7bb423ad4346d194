"""Words that exist in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The key of a text that serves every language.
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language; one written plainly stands under `*` and serves all of them."""

    by_language: Mapping[str, str]

    @classmethod
    def plain(cls, words: str) -> Text:
        return cls({EVERY: words})

    def __getitem__(self, language: str) -> str:
        """The words in that language, or what the text has when the language is missing."""
        words = self.by_language
        return words.get(language) or words.get(EVERY) or next(iter(words.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())

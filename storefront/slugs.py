"""Addresses made from names: `Гайвань фарфоровая` becomes `gayvan-farforovaya`."""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "dj", "џ": "dz", "қ": "k", "ғ": "g", "ұ": "u", "ү": "u", "ң": "n", "ө": "o", "һ": "h", "ә": "a",
}  # fmt: skip
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)
_LONGEST = 60


def slug(name: str) -> str:
    """A part of an address in small Latin letters; empty where nothing can be spelled so."""
    spelled = name.casefold().translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii").lower()
    found = re.sub(r"[^a-z0-9]+", "-", letters.replace("'", "")).strip("-")
    if len(found) <= _LONGEST:
        return found
    return found[: _LONGEST + 1].rpartition("-")[0] or found[:_LONGEST]

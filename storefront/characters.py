"""Characters that look like others, or like nothing: found by a program, never by an eye."""

from __future__ import annotations

import re
import unicodedata

#: Spaces that are no space, and marks without any width.
INVISIBLE = "\xa0\xad\u1680\u2000-\u200d\u2060-\u2064\u202f\u205f\u3000"
_CYRILLIC = str.maketrans("ABEKMHOPCTXaecopxy", "АВЕКМНОРСТХаесорху")
_GONE = re.compile(f"[{INVISIBLE}\u180e\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХУасеіјорѕхуԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‐‑–−",
    "ABESIJKMHOPCTXYaceijopsxydhqwABEZHIKMNOPTYXo----",
)


def name(character: str) -> str:
    """What Unicode calls it, or its number."""
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def is_invisible(character: str) -> bool:
    return _GONE.match(character) is not None


def typed_again(written: str) -> str:
    """The text with the letters and signs it looks as if it were made of."""
    return _GONE.sub("", written).translate(_ALIKE)


def in_one_alphabet(written: str) -> str:
    """The text with those letters replaced that only look as if they were of the alphabet of their word."""
    return re.sub(r"\w+", lambda word: _in_one_alphabet(word[0]), written)


def first_odd(written: str) -> int:
    """Where the first character stands that is not what it looks like; -1 where there is none."""
    odd = (place for place, sign in enumerate(written) if typed_again(sign) != sign)
    return next(odd, -1)


def _in_one_alphabet(word: str) -> str:
    latin = [sign for sign in word if sign.isascii() and sign.isalpha()]
    cyrillic = [sign for sign in word if name(sign).startswith("cyrillic")]
    if latin and cyrillic and all(typed_again(sign).isascii() for sign in cyrillic):
        return typed_again(word)
    if latin and cyrillic and all(ord(sign) in _CYRILLIC for sign in latin):
        return word.translate(_CYRILLIC)
    return word

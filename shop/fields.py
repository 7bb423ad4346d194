"""Reading single fields out of what was sent; what is wrong with each is gathered, not raised."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from shop.errors import FieldError, Invalid

#: How much of a name nobody knows is repeated back.
_NAME_SHOWN = 80

#: How many times too long a text may be and still shrink to fit when it is composed and folded. Composing
#: takes time with the square of a run of marks, so what is longer is not composed at all.
_SHRINKS = 4

#: Joiners are seen in what they join: Persian and Indian words, emoji of several parts.
_JOINERS = frozenset("\u200c\u200d")

#: Fillers of Hangul, which count as letters and show nothing.
_EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")

#: What leaves a place empty where nothing else stands with it.
_EMPTY = _EMPTY_LETTERS | _JOINERS | frozenset(" \n\u034f\u2800\ufe0e\ufe0f")


class Fields:
    """One group of named fields, such as `contact`, with its place in what was sent.

    All groups of a request share one list of errors.
    """

    def __init__(self, sent: object, path: str = "", errors: list[FieldError] | None = None) -> None:
        self.path = path
        self.errors: list[FieldError] = [] if errors is None else errors
        self._sent: Mapping[str, object] = {}
        if isinstance(sent, Mapping):
            self._sent = sent
        elif sent is not None:
            self.errors.append(FieldError(path, "not_a_group"))

    def refuse_others(self, known: Collection[str]) -> None:
        """Names every field that is not one of *known*."""
        for name in self._sent:
            if name not in known:
                self.refuse(name[:_NAME_SHOWN], "unknown_field")

    def refuse(self, name: str, code: str, **values: object) -> None:
        """Notes what is wrong with a field; only the first thing wrong with it is told."""
        if all(error.field != self.place(name) for error in self.errors):
            self.errors.append(FieldError(self.place(name), code, values))

    def finish(self) -> None:
        """Raises Invalid where anything is wrong with any group of the request."""
        if self.errors:
            raise Invalid(self.errors)

    def place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def get(self, name: str) -> object:
        return self._sent.get(name)

    def has(self, name: str) -> bool:
        """Whether anything but nothing was sent under that name."""
        sent = self._sent.get(name)
        return bool(sent.strip()) if isinstance(sent, str) else sent is not None

    def group(self, name: str) -> Fields:
        return Fields(self._sent.get(name), self.place(name), self.errors)

    def text(self, name: str, longest: int, *, required: bool = False, paragraphs: bool = False) -> str:
        """The field's words, NFC, spaces folded; empty where it is missing or refused.

        A required one says something only with a letter or a digit in it.
        """
        sent = self._sent.get(name)
        if sent is not None and not isinstance(sent, str):
            self.refuse(name, "not_text")
            return ""
        if sent and len(sent) > _SHRINKS * longest:
            self.refuse(name, "too_long", limit=longest)
            return ""
        words = folded(sent or "", paragraphs)
        if unprintable(words):
            self.refuse(name, "control_characters")
        elif len(words) > longest:
            self.refuse(name, "too_long", limit=longest)
        elif required and not _says_something(words):
            self.refuse(name, "required")
        elif not _EMPTY.issuperset(words):
            return words
        return ""


def folded(text: str, paragraphs: bool = False) -> str:
    """The text in Unicode's composed form, without spaces around it and with single ones inside."""
    composed = unicodedata.normalize("NFC", text)
    if not paragraphs:
        return _one_line(composed)
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_one_line(line) for line in lines).strip("\n")


def unprintable(text: str) -> bool:
    """Whether it holds what nobody sees: control and format characters, halves, and what is no character."""
    return any(
        unicodedata.category(character) in ("Cc", "Cf", "Cs") or _is_none(character)
        for character in text
        if character != "\n" and character not in _JOINERS
    )


def _is_none(character: str) -> bool:
    """Whether it is one of the 66 code points that Unicode promises never to make a character."""
    return "\ufdd0" <= character <= "\ufdef" or ord(character) & 0xFFFE == 0xFFFE


def _says_something(text: str) -> bool:
    return any(character.isalnum() and character not in _EMPTY_LETTERS for character in text)


def _one_line(text: str) -> str:
    # str.split() alone would also swallow the control characters U+001C to U+001F.
    spaced = "".join(" " if c in "\t\n\r" or unicodedata.category(c).startswith("Z") else c for c in text)
    return " ".join(part for part in spaced.split(" ") if part)

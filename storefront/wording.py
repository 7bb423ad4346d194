"""Every sentence the content reader says, by the name of the mistake: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from storefront import file_words, shop_words, value_words
from storefront.problems import quoted

#: Longer words are no slips of the finger, and comparing them costs.
_LONGEST_GUESS = 40
_MOST_CHOICES = 20_000


WORDS = {**file_words.WORDS, **value_words.WORDS, **shop_words.WORDS}


def word(code: str, values: dict[str, object]) -> tuple[str, str]:
    """The message and the hint of a mistake."""
    message, hint = WORDS[code]
    known = {"near": "", **values}
    return message.format(**known), hint.format(**known).strip()


def near(wrong: str, choices: Iterable[str]) -> str:
    """`did you mean "price"?`, or nothing where no choice comes close."""
    if len(wrong) > _LONGEST_GUESS:
        return ""
    known = {choice.casefold(): choice for choice in list(choices)[:_MOST_CHOICES]}
    found = get_close_matches(wrong.casefold(), known, n=1, cutoff=0.7)
    return f"did you mean {quoted(known[found[0]])}?" if found else ""

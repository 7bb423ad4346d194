"""What people agree to: the text that stood there, and no other."""

from __future__ import annotations

import hashlib

import pytest

from shop.consents import FEEDBACK, VERSIONS, given, token
from shop.words import WORDS

#: The texts of all languages, as they were when their version was given.
TEXTS = {(FEEDBACK, "1"): "b23be76b274a3c14"}


@pytest.mark.parametrize("name", sorted(VERSIONS))
def test_a_text_that_is_changed_gets_another_version(name: str) -> None:
    texts = "\n".join(WORDS[language][f"{name}_consent"] for language in sorted(WORDS))

    assert TEXTS[name, VERSIONS[name]] == hashlib.sha256(texts.encode()).hexdigest()[:16]


def test_only_the_text_as_it_now_is_was_agreed_to() -> None:
    assert token(FEEDBACK) == "feedback.1"
    assert given(FEEDBACK, "feedback.1") == {"text": "feedback", "version": "1"}
    for sent in ("", "feedback.0", "feedback", "on"):
        assert given(FEEDBACK, sent) == {}

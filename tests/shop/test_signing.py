"""Signatures, and bytes as texts."""

from __future__ import annotations

import pytest

from shop.signing import bytes_of, signature, text_of

KEY = b"k" * 32


def test_a_signature_is_another_for_every_purpose_and_every_split_of_the_fields() -> None:
    signed = {
        signature(KEY, "one", "a", "bc"),
        signature(KEY, "one", "ab", "c"),
        signature(KEY, "one", "abc"),
        signature(KEY, "other", "a", "bc"),
        signature(b"l" * 32, "one", "a", "bc"),
    }

    assert len(signed) == 5


@pytest.mark.parametrize("content", [b"", b"a", b"anna@example.org", bytes(range(256))])
def test_bytes_come_back_from_their_text(content: bytes) -> None:
    assert bytes_of(text_of(content)) == content


@pytest.mark.parametrize("text", ["YR", "YQ==", "Y+", "Y Q", "YQ\n", "Я"])
def test_another_way_to_write_them_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        bytes_of(text)

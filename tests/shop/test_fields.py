from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.fields import Fields, folded, unprintable


def read(sent: object, longest: int = 5, paragraphs: bool = False) -> tuple[str, list[str]]:
    fields = Fields({"a": sent})
    text = fields.text("a", longest, paragraphs=paragraphs)
    return text, [error.code for error in fields.errors]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Анна \t Берг\n", "Анна Берг"),
        ("e\u0301", "é"),
        ("a\u00a0\u2003b", "a b"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_text_is_composed_and_its_spaces_folded(sent: str | None, kept: str) -> None:
    assert read(sent, longest=20) == (kept, [])


def test_paragraphs_keep_their_lines() -> None:
    assert read("\r\n a  b \r\n\r\nc\rd \n", 20, paragraphs=True) == ("a b\n\nc\nd", [])


@pytest.mark.parametrize("sent", ["a\0b", "\x1f", "a\x7f", "\x85", "\ud800", "\u202ecba", "\u2066a"])
def test_what_cannot_be_seen_is_refused(sent: str) -> None:
    assert read(sent) == ("", ["control_characters"])


def test_length_is_counted_in_characters_after_composing() -> None:
    assert read("ééééé") == ("ééééé", [])
    assert read("e\u0301" * 5) == ("ééééé", [])
    assert read("👩‍🚀" * 2) == ("", ["too_long"])


@pytest.mark.parametrize("sent", [1, 1.5, True, [], {}, ["a"]])
def test_what_is_no_text_is_refused(sent: object) -> None:
    assert read(sent) == ("", ["not_text"])


def test_groups_name_their_place_and_share_their_errors() -> None:
    fields = Fields({"contact": "Anna", "delivery": {"address": {"x": 1}}})
    fields.group("contact").text("name", 5)
    fields.group("delivery").group("address").refuse_others(("city",))

    assert [(error.field, error.code) for error in fields.errors] == [
        ("contact", "not_a_group"),
        ("delivery.address.x", "unknown_field"),
    ]


@settings(derandomize=True)
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert once == once.strip(" ")
    assert unprintable(once) or all(ord(character) >= 32 for character in once)

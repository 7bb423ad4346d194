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


@pytest.mark.parametrize("sent", ["\u3164\u3164", "\u2800 \u2800", "\u200d", "\ufe0f\u034f"])
def test_a_text_of_which_nothing_shows_is_none(sent: str) -> None:
    assert read(sent) == ("", [])


def test_paragraphs_keep_their_lines() -> None:
    assert read("\r\n a  b \r\n\r\nc\rd \n", 20, paragraphs=True) == ("a b\n\nc\nd", [])


@pytest.mark.parametrize(
    "sent",
    ["a\0b", "\x1f", "a\x7f", "\x85", "\ud800", "\u202ecba", "\u2066a", "\u200b", "a\u200e", "\u200fa",
     "\u061ca", "a\u00adb", "\ufeffa", "\u2060", "\U000e0041", "\ufdd0", "a\uffff", "\U0010fffe"],
)  # fmt: skip
def test_what_cannot_be_seen_is_refused(sent: str) -> None:
    assert read(sent) == ("", ["control_characters"])


@pytest.mark.parametrize("sent", ["می\u200cخواهم", "क्\u200dष", "👩‍🚀"])
def test_joiners_are_part_of_words_and_signs(sent: str) -> None:
    assert read(sent, longest=10) == (sent, [])


@pytest.mark.parametrize(
    "sent", ["", " ", "-", "…", "\u0301", "\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u200d"]
)
def test_what_must_be_filled_in_needs_a_letter_or_a_digit(sent: str) -> None:
    fields = Fields({"a": sent})

    assert fields.text("a", 5, required=True) == ""
    assert [error.code for error in fields.errors] == ["required"]


@pytest.mark.parametrize("sent", ["Ö", "李", "ש", "7", "'t Hof", "O\u0301"])
def test_one_letter_or_digit_of_any_script_is_enough(sent: str) -> None:
    fields = Fields({"a": sent})

    assert fields.text("a", 9, required=True)
    assert fields.errors == []


def test_what_is_far_too_long_is_not_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[str] = []

    def watched(text: str, paragraphs: bool) -> str:
        composed.append(text)
        return folded(text, paragraphs)

    monkeypatch.setattr("shop.fields.folded", watched)

    assert read("x" * 21) == ("", ["too_long"])
    assert composed == []
    assert read("x" * 20) == ("", ["too_long"])
    assert composed == ["x" * 20]


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

from __future__ import annotations

import msgspec
import pytest

from storefront.said import Unreadable, decoded
from tests.storefront.said import answer, idea, published, review


def test_a_list_is_read_with_everything_in_it() -> None:
    said = decoded(
        published(
            idea("Samples", votes=3, unverified=1, answer=answer("Soon.")), reviews=[review("TP-02", 4)]
        )
    )

    assert (said.ideas[0].title, said.ideas[0].votes, said.ideas[0].unverified) == ("Samples", 3, 1)
    assert said.ideas[0].answer is not None
    assert said.ideas[0].answer.text == "Soon."
    assert (said.reviews[0].sku, said.reviews[0].stars, said.reviews[0].bought) == ("TP-02", 4, False)


def test_what_a_newer_function_tells_besides_is_passed_over() -> None:
    assert decoded(published(idea() | {"mood": "fine"})).ideas[0].author == "Anna"


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"{",
        b"[]",
        b'{"ideas": {}}',
        b"[" * 5000,
        published(idea(id="../../etc/passwd")),
        published(idea(id="new")),
        published(idea(kind="problem")),
        published(idea(state="pending")),
        published(idea(state="rejected")),
        published(idea(votes=-1)),
        published(idea(votes="3")),
        published(idea(opened_at="2026-11-25T10:00:00")),
        published(idea(language='en"><script>')),
        published(idea(text="x" * 10_001)),
        published(idea(title="x" * 301)),
        published(idea(id="a" * 32), idea(id="a" * 32)),
        published(reviews=[review("TP-02", 6)]),
        published(reviews=[review("TP-02", 0)]),
    ],
)
def test_anything_else_is_refused_whole(wrong: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(wrong)


def test_lengths_are_counted_in_characters() -> None:
    assert decoded(published(idea(title="ж" * 300))).ideas[0].title == "ж" * 300


def test_marks_that_nobody_sees_are_taken_out_and_lines_stay() -> None:
    said = decoded(
        published(
            idea("A\u202eB\x00 \n C", text="one\r\ntwo\n\n\n\nthree\x1b[31m\ufffe", author="\u2066Eve\u2069"),
            reviews=[review("A", text=" fine\x07 ", answer=answer("\u200bYes\x85"))],
        )
    )

    assert said.ideas[0].title == "AB C"
    assert said.ideas[0].text == "one\ntwo\n\nthree[31m"
    assert said.ideas[0].author == "Eve"
    assert said.reviews[0].text == "fine"
    assert said.reviews[0].answer is not None
    assert said.reviews[0].answer.text == "Yes"


def test_half_of_a_character_is_refused() -> None:
    half = published(idea("X")).replace(b'"X"', b'"\\ud800"')

    with pytest.raises(Unreadable):
        decoded(half)


def test_nobody_s_address_has_a_place_in_it() -> None:
    said = decoded(published(idea() | {"email": "canary@example.org", "contact": {"email": "c@example.org"}}))

    assert b"example.org" not in msgspec.json.encode(said)

"""The feedback of a shop, as its owner types commands about it."""

from __future__ import annotations

import re
from typing import Any

import pytest

import build
from shop.posts import Post
from tests.server.conftest import Served

IDEA = {
    "kind": "idea",
    "title": "Больше чая",
    "text": "line one\n\x20Next: --to nowhere",
    "contact": {"name": "Anna", "email": "anna@example.org"},
    "page": "/tea/",
    "consent": "feedback.1",
}


@pytest.fixture(autouse=True)
def _no_store_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITRINA_PRICES", raising=False)
    monkeypatch.delenv("VITRINA_STATE", raising=False)


def typed(shop: Served, *words: str) -> int:
    return build.main(["feedback", *words, "--state", str(shop.state), "--out", str(shop.site)])


def left(shop: Served, key: str = "feedback-key-1", **changes: Any) -> str:
    answer = shop.client.post("/api/feedback", {**IDEA, **changes}, key, host="127.0.0.1")
    assert answer.status == 201
    id: str = answer.json["id"]
    return id


def post(shop: Served, id: str) -> Post:
    found = shop.ports.posts.by_id(id)
    assert found is not None
    return found


def test_feedback_is_listed_with_what_nobody_has_looked_at_first(
    shop: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    first = left(shop)
    left(shop, "feedback-key-2", kind="review", title="", text="", stars=4, sku="TEA-1")
    typed(shop, first, "--to", "open")
    capsys.readouterr()

    assert typed(shop) == 0

    said = capsys.readouterr().out
    assert re.fullmatch(
        r"ID +KIND +STATE +FOR +VOTES +WHAT\n"
        r"[0-9a-f]{8} +review +pending +0 min +★★★★\n"
        rf"{first[:8]} +idea +open +0 min +0 \+ 0 +Больше чая\n",
        said,
    )


def test_without_feedback_the_list_says_so(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed) == 0
    assert capsys.readouterr().out == "No feedback yet.\n"


def test_one_is_found_however_its_id_is_typed(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    id = left(shop)

    assert typed(shop, f" {id[:8].upper()}") == 0
    assert capsys.readouterr().out.startswith(id)


def test_empty_words_are_no_answer(shop: Served) -> None:
    id = left(shop)

    with pytest.raises(SystemExit, match="2"):
        typed(shop, id, "--answer", "")


def test_one_is_told_whole_and_nothing_typed_passes_for_the_command_s_own(
    shop: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    id = left(shop)
    typed(shop, id, "--to", "open", "--answer", "We like it.")
    capsys.readouterr()

    assert typed(shop, id[:6]) == 0

    said = capsys.readouterr().out
    for line in (
        f"{id}: Published: votes are welcome (idea, open)",
        "Name: Anna",
        "E-mail: anna@example.org",
        "Title: Больше чая",
        "> line one",
        "> Next: --to nowhere",
        "0 votes, and 0 unverified",
        "> We like it.",
        "Next: --to planned, --to started, --to completed, --to declined, --to rejected, --answer TEXT",
    ):
        assert f"\n{line}\n" in f"\n{said}", line
    assert "pending → open  (owner)" in said


@pytest.mark.parametrize(
    ("words", "said", "state"),
    [
        (("--to", "open"), "pending → open", "open"),
        (("--to", "rejected"), "pending → rejected", "rejected"),
        (("--answer", "Thank you."), "answered", "pending"),
    ],
)
def test_it_is_published_rejected_or_answered(
    shop: Served, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str, state: str
) -> None:
    id = left(shop)

    assert typed(shop, id, *words) == 0

    assert capsys.readouterr().out == f"{id[:8]}: {said}\n"
    assert post(shop, id).state == state


def test_an_idea_goes_on_in_another(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = left(shop), left(shop, "feedback-key-2")
    for id in (first, second):
        typed(shop, id, "--to", "open")
    capsys.readouterr()

    assert typed(shop, first, "--merge", second[:10], "--answer", "The same.") == 0

    assert capsys.readouterr().out == f"{first[:8]}: open → duplicate\n"
    assert post(shop, first).duplicate_of == second


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "planned"), "{id} is pending; from there it can go to open or rejected, not to planned."),
        (("--to", "gone"), "There is no state gone; there are pending, open, planned, started, completed,"
         " declined, duplicate, rejected and read."),
        (("--to", "duplicate"), "An idea goes on in another with --merge and the other's id, where both are"
         " shown."),
        (("--merge", "123456"), "There is no feedback 123456."),
        (("--answer", "x" * 5001), "Please use no more than 5000 characters."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_nothing_has_changed(
    shop: Served, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    id = left(shop)
    before = post(shop, id)

    assert typed(shop, id, *words) == 1

    assert capsys.readouterr().err == said.format(id=id[:8]) + "\n"
    assert post(shop, id) == before


def test_what_is_declined_needs_a_reason(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    id = left(shop)
    typed(shop, id, "--to", "open")

    assert typed(shop, id, "--to", "declined") == 1

    assert "Please say why." in capsys.readouterr().err


def test_what_is_between_two_is_answered_by_mail(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(shop, left(shop, kind="problem"), "--answer", "Sorry.") == 1

    assert "Please answer by e-mail." in capsys.readouterr().err


@pytest.mark.parametrize("id", ["12345", "ffffffff"])
def test_an_id_that_is_none_is_told(shop: Served, capsys: pytest.CaptureFixture[str], id: str) -> None:
    left(shop)

    assert typed(shop, id) == 1

    assert capsys.readouterr().err == f"There is no feedback {id}.\n"


def test_options_without_an_id_are_told(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    left(shop)

    assert typed(shop, "--to", "open") == 2

    assert "With the feedback's id" in capsys.readouterr().err

from __future__ import annotations

from typing import Any

from storefront.board import HOT, NEW, TOP, board_of
from storefront.said import decoded
from tests.storefront.said import answer, idea, published


def listed(name: str, *ideas: dict[str, Any]) -> list[str]:
    return [each.title for each in board_of(decoded(published(*ideas)).ideas).lists[name]]


def test_the_newest_come_first() -> None:
    ideas = [idea(day, opened_at=f"2026-11-{day}T10:00:00Z") for day in ("03", "21", "11")]

    assert listed(NEW, *ideas) == ["21", "11", "03"]


def test_the_most_wanted_come_first_and_what_costs_nothing_only_decides_between_equals() -> None:
    ideas = [idea("a", votes=2), idea("b", votes=3), idea("c", votes=2, unverified=900)]

    assert listed(TOP, *ideas) == ["b", "c", "a"]


def test_an_old_idea_needs_ten_times_the_votes_of_one_a_month_younger() -> None:
    young = idea("young", opened_at="2026-11-20T10:00:00Z", votes=0)

    assert listed(HOT, young, idea("old", opened_at="2026-10-20T10:00:00Z", votes=8)) == ["young", "old"]
    assert listed(HOT, young, idea("old", opened_at="2026-10-22T10:00:00Z", votes=9)) == ["old", "young"]


def test_only_what_can_still_be_voted_for_is_in_the_first_lists() -> None:
    states = ("open", "planned", "started", "completed", "declined", "duplicate")
    ideas = [idea(state, state=state) for state in states]

    for name in (HOT, NEW, TOP):
        assert sorted(listed(name, *ideas)) == ["open", "planned", "started"]
    for state in ("planned", "started", "completed", "declined"):
        assert listed(state, *ideas) == [state]


def test_a_stage_lists_what_changed_last_first() -> None:
    early = idea("early", state="planned", changed_at="2026-11-24T10:00:00Z")
    late = idea("late", state="planned", answer=answer(at="2026-11-25T10:00:00Z"))

    assert listed("planned", early, late) == ["late", "early"]


def test_a_duplicate_leads_to_its_original_alone() -> None:
    first = idea("first")
    second = idea("second", state="duplicate", duplicate_of=first["id"])
    third = idea("third", state="duplicate", duplicate_of=second["id"])
    lost = idea("lost", state="duplicate", duplicate_of="f" * 32)

    board = board_of(decoded(published(first, second, third, lost)).ideas)

    assert board.originals == {second["id"]: first["id"]}


def test_a_board_without_ideas_is_empty() -> None:
    assert board_of(()).empty
    assert not board_of(decoded(published(idea(state="declined"))).ideas).empty

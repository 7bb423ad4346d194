"""The Votes port: one vote for each voter, counted, quieted and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from shop.posts import Tally, Vote
from tests.functions.stores.filings import vote_of
from tests.functions.stores.makers import AT, INSTANT, SECOND, Store, at_once

SHAPES: dict[str, dict[str, Any]] = {
    "unverified": {"verified": False},
    "with an address": {"email": "anna@example.org", "language": "ru"},
    "with a moment": {"at": AT + INSTANT},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_vote_comes_back_as_it_was_cast(store: Store, shape: dict[str, Any]) -> None:
    vote = vote_of(**shape)

    assert store.votes.cast(vote)

    assert store.votes.of_post(vote.post_id) == [vote]
    assert store.votes.of_voter(vote.voter) == [vote]


def test_who_has_voted_for_a_post_does_so_no_more(store: Store) -> None:
    first = vote_of(email="anna@example.org")
    store.votes.cast(first)

    assert not store.votes.cast(vote_of(verified=False, at=AT + SECOND))
    assert store.votes.of_post("p1") == [first]


def test_of_fifty_votes_of_one_voter_at_once_one_counts(store: Store) -> None:
    votes = [vote_of(at=AT + n * SECOND) for n in range(50)]

    made = at_once(*(lambda each=each: store.votes.cast(each) for each in votes))

    assert made.count(True) == 1, made
    assert made.count(False) == 49, made
    assert store.votes.of_post("p1") == [votes[made.index(True)]]
    assert store.votes.tally(["p1"]) == {"p1": Tally(1, 0)}


def test_of_many_voters_at_once_each_counts(store: Store) -> None:
    made = at_once(*(lambda n=n: store.votes.cast(vote_of(voter=f"v{n}")) for n in range(20)))

    assert made == [True] * 20
    assert store.votes.tally(["p1"]) == {"p1": Tally(20, 0)}


def test_votes_are_counted_for_each_post_the_verified_apart(store: Store) -> None:
    for voter, verified in (("a", True), ("b", False), ("c", True)):
        store.votes.cast(vote_of("p1", voter, verified=verified))
    store.votes.cast(vote_of("p2", "b", verified=False))
    store.votes.cast(vote_of("p10", "a"))

    assert store.votes.tally(["p1", "p2", "p3"]) == {"p1": Tally(2, 1), "p2": Tally(0, 1)}
    assert store.votes.tally([]) == {}


def test_votes_for_many_posts_are_counted_at_once(store: Store) -> None:
    for n in range(120):
        store.votes.cast(vote_of(f"post {n}"))

    assert store.votes.tally([f"post {n}" for n in range(130)]) == {f"post {n}": Tally(1) for n in range(120)}


def test_the_votes_of_a_post_and_of_a_voter_come_oldest_first(store: Store) -> None:
    cast = [("p1", "a"), ("p1", "b"), ("p2", "a"), ("p1", "c")]
    votes = [vote_of(post, voter, at=AT + n * 5 % 7 * SECOND) for n, (post, voter) in enumerate(cast)]
    for each in votes:
        store.votes.cast(each)

    def oldest(found: list[Vote]) -> list[Vote]:
        return sorted(found, key=lambda vote: vote.at)

    assert store.votes.of_post("p1") == oldest([votes[0], votes[1], votes[3]])
    assert store.votes.of_voter("a") == oldest([votes[0], votes[2]])


def test_a_voter_who_wants_quiet_keeps_the_vote_and_no_address(store: Store) -> None:
    store.votes.cast(vote_of(email="anna@example.org"))
    store.votes.cast(vote_of("p2", email="anna@example.org"))

    store.votes.quiet("p1", "anna")
    store.votes.quiet("p1", "anna")

    assert store.votes.of_post("p1") == [vote_of()]
    assert store.votes.of_post("p2") == [vote_of("p2", email="anna@example.org")]
    assert store.votes.tally(["p1"]) == {"p1": Tally(1)}


@pytest.mark.parametrize("change", ["quiet", "withdraw"])
def test_a_vote_that_was_never_cast_is_not_made_by_a_change(store: Store, change: str) -> None:
    getattr(store.votes, change)("p1", "anna")

    assert store.votes.of_post("p1") == []
    assert store.votes.of_voter("anna") == []
    assert store.votes.tally(["p1"]) == {}


@pytest.mark.parametrize("verified", [True, False])
def test_a_vote_taken_back_is_as_if_never_cast(store: Store, verified: bool) -> None:
    store.votes.cast(vote_of(verified=verified))
    store.votes.cast(vote_of(voter="boris"))

    store.votes.withdraw("p1", "anna")
    store.votes.withdraw("p1", "anna")

    assert store.votes.tally(["p1"]) == {"p1": Tally(1)}
    assert store.votes.of_voter("anna") == []
    assert store.votes.cast(vote_of())


def test_of_many_who_take_one_vote_back_at_once_it_goes_once(store: Store) -> None:
    store.votes.cast(vote_of())
    store.votes.cast(vote_of(voter="boris"))

    at_once(*(lambda: store.votes.withdraw("p1", "anna") for _ in range(8)))

    assert store.votes.tally(["p1"]) == {"p1": Tally(1)}


def test_a_voter_who_is_forgotten_has_voted_for_nothing(store: Store) -> None:
    for post in ("p1", "p2", "p3"):
        store.votes.cast(vote_of(post, email="anna@example.org"))
    store.votes.cast(vote_of(voter="boris"))

    assert store.votes.forget("anna") == 3

    assert store.votes.forget("anna") == 0
    assert store.votes.of_voter("anna") == []
    assert store.votes.tally(["p1", "p2", "p3"]) == {"p1": Tally(1)}

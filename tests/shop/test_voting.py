"""Votes: one of each person, and what whoever asks for a code can learn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shop import codes, limits, moderating, voting
from shop.contacts import mailbox
from shop.errors import IllegalMove, Invalid, Stale, TooMany
from shop.numbers import contact_key
from shop.outbox import Message
from shop.posts import COMPLETED, DECLINED, OPEN, PLANNED, REJECTED, STARTED, Post, Tally, Vote
from shop.terms import ALWAYS, NEVER, UNVERIFIED
from shop.tokens import FORM, sign
from shop.visits import LETTERS, Visit
from shop.voting import CodeAsked, Voted
from tests.shop.makers import Shop
from tests.shop.posts import AT, confirm, deciding, leave, shown, vote

FORM_VISIT = Visit("a", form=True)


def tally(shop: Shop, post: Post) -> Tally:
    return shop.votes.tally([post.id]).get(post.id, Tally())


def code_letters(shop: Shop) -> list[Message]:
    return [row.message for row in shop.memory.rows.values() if row.message.event == "idea_code"]


def token(shop: Shop, nonce: bytes) -> str:
    return sign(shop.root_key, FORM, nonce.ljust(16, b"t"), AT - timedelta(minutes=1))


def test_without_an_address_one_network_address_has_one_vote_counted_apart() -> None:
    shop = Shop()
    post = shown(shop)

    first, again, other = (vote(shop, post.id, Visit(network)) for network in ("a", "a", "b"))

    assert isinstance(first, Voted)
    assert isinstance(again, Voted)
    assert isinstance(other, Voted)
    assert (first.counted, again.counted, other.counted) == (True, False, True)
    assert other.tally == Tally(0, 2)


def test_the_key_of_a_network_address_does_not_tell_who_voted_for_what_else() -> None:
    shop = Shop()
    for key in ("one", "two"):
        vote(shop, shown(shop, key).id, Visit("a"))

    assert len({each.voter for each in shop.votes.votes.values()}) == 2


def test_a_confirmed_address_has_one_vote_however_it_is_written() -> None:
    shop = Shop()
    post = shown(shop, contact={"name": "Anna"})

    done = [
        confirm(shop, post.id, email) for email in ("bert@gmail.com", "B.Ert+1@googlemail.com", "c@x.example")
    ]

    assert [each.counted for each in done] == [True, False, True]
    assert tally(shop, post) == Tally(2, 0)


def test_whoever_confirms_after_having_voted_without_is_counted_once() -> None:
    shop = Shop()
    post = shown(shop, contact={"name": "Anna"})
    vote(shop, post.id, Visit("a"))

    done = confirm(shop, post.id, "bert@example.org", Visit("a"))

    assert done.tally == Tally(1, 0)


def test_with_one_code_somebody_votes_for_several_ideas_of_a_day() -> None:
    shop = Shop()
    first, second = shown(shop), shown(shop, "two")
    known = confirm(shop, first.id, "bert@example.org").proof

    done = vote(shop, second.id, at=AT + timedelta(hours=1), proof=known)
    late = AT + codes.KNOWN

    assert isinstance(done, Voted)
    assert (done.counted, done.tally.verified) == (True, 1)
    for proof in (known, done.proof):
        with pytest.raises(Invalid):
            vote(shop, second.id, at=late, proof=proof)


def test_a_proof_of_asking_is_no_proof_of_the_address() -> None:
    shop = Shop()
    post = shown(shop)
    asked = vote(shop, post.id, email="bert@example.org")
    assert isinstance(asked, CodeAsked)

    with pytest.raises(Invalid):
        vote(shop, post.id, proof=asked.proof)

    assert tally(shop, post) == Tally()


def test_the_author_s_confirmed_vote_counts_for_the_own_idea_and_before_it_is_shown() -> None:
    shop = Shop()
    post = leave(shop)

    done = confirm(shop, post.id, "anna@example.org")

    assert (done.counted, done.tally) == (True, Tally(1, 0))
    assert shop.posts.cases[post.id].author.verified


@pytest.mark.parametrize(
    ("policy", "changes", "state"),
    [
        (UNVERIFIED, {}, "open"),
        (ALWAYS, {}, "pending"),
        (UNVERIFIED, {"subject": "robot"}, "pending"),
        (UNVERIFIED, {"consent": ""}, "pending"),
        (UNVERIFIED, {"kind": "review", "stars": 4, "sku": "A"}, "open"),
    ],
)
def test_what_a_confirmed_address_publishes(policy: str, changes: dict[str, Any], state: str) -> None:
    shop = deciding(moderation=policy)
    post = leave(shop, **changes)

    confirm(shop, post.id, "anna@example.org")

    after = shop.posts.cases[post.id]
    assert (post.state, after.state) == ("pending", state)
    assert (after.published_at == AT) == (state == "open")


@pytest.mark.parametrize(
    ("before", "kind", "state"),
    [
        (OPEN, {"kind": "review", "stars": 5, "sku": "A"}, "pending"),
        (OPEN, {"kind": "review", "stars": 5, "sku": "B"}, "open"),
        (REJECTED, {"kind": "review", "stars": 5, "sku": "B"}, "pending"),
        (REJECTED, {}, "pending"),
        (OPEN, {}, "open"),
    ],
)
def test_whoever_said_it_before_or_was_taken_down_is_looked_at(
    before: str, kind: dict[str, Any], state: str
) -> None:
    shop = deciding(moderation=UNVERIFIED)
    first = leave(shop, kind="review", stars=5, sku="A")
    known = confirm(shop, first.id, "anna@example.org").proof
    if before == REJECTED:
        moderating.move(shop.posts.cases[first.id], REJECTED, "", shop, AT, who="owner")

    second = leave(shop, "two", contact={"email": "anna+2@example.org"}, **kind)
    vote(shop, second.id, proof=known)

    assert shop.posts.cases[second.id].author.verified
    assert shop.posts.cases[second.id].state == state


def test_what_a_stranger_left_in_somebody_s_name_is_not_held_against_them() -> None:
    shop = deciding(moderation=UNVERIFIED)
    stranger_s = leave(shop)
    moderating.move(stranger_s, REJECTED, "", shop, AT, who="owner")

    own = leave(shop, "two")
    confirm(shop, own.id, "anna@example.org")

    assert shop.posts.cases[own.id].state == OPEN


def test_an_address_that_is_confirmed_twice_changes_the_post_once() -> None:
    shop = Shop()
    post = leave(shop)
    for _ in range(3):
        confirm(shop, post.id, "anna@example.org")

    assert shop.posts.cases[post.id].version == 2


def test_a_post_that_changes_while_it_is_confirmed_is_confirmed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = Shop()
    post = leave(shop)
    real, tries = shop.posts.change, iter([Stale("x"), None])

    def late(filing: Any) -> None:
        if error := next(tries):
            raise error
        real(filing)

    monkeypatch.setattr(shop.posts, "change", late)

    assert confirm(shop, post.id, "anna@example.org").counted
    assert shop.posts.cases[post.id].author.verified


@pytest.mark.parametrize(
    ("to", "votes"), [(PLANNED, True), (STARTED, True), (COMPLETED, False), (DECLINED, False)]
)
def test_a_settled_idea_takes_no_votes(to: str, votes: bool) -> None:
    shop = Shop()
    post = moderating.move(shown(shop), to, "So it is.", shop, AT, who="owner")

    for attempt in (
        lambda: vote(shop, post.id),
        lambda: vote(shop, post.id, email="bert@example.org"),
        lambda: confirm(shop, post.id, "bert@example.org"),
    ):
        if votes:
            assert attempt() is not None
        else:
            with pytest.raises(IllegalMove):
                attempt()

    assert bool(shop.votes.votes) == votes


def test_there_is_nothing_to_vote_for_where_nothing_is_shown() -> None:
    shop = Shop()
    hidden = leave(shop)
    rejected = moderating.move(shown(shop, "two"), REJECTED, "", shop, AT, who="owner")
    private = leave(shop, "three", kind="problem")
    review = shown(shop, "four", kind="review", stars=4, sku="A")

    done = [vote(shop, id) for id in (hidden.id, rejected.id, private.id, review.id, "0" * 32)]

    assert done == [None] * 5


def test_who_asks_about_an_idea_that_is_not_shown_learns_nothing_and_gets_no_letter() -> None:
    shop = Shop()
    post = leave(shop)
    before = len(code_letters(shop))

    stranger = vote(shop, post.id, email="bert@example.org")

    assert isinstance(stranger, CodeAsked)
    assert len(code_letters(shop)) == before
    with pytest.raises(IllegalMove):
        confirm(shop, post.id, "bert@example.org")


def test_nobody_learns_whose_idea_it_is() -> None:
    shop = Shop()
    hidden, shown_, settled = leave(shop), shown(shop, "two"), shown(shop, "three")
    moderating.move(settled, COMPLETED, "", shop, AT, who="owner")

    def asked(id: str, email: str) -> str:
        try:
            done = vote(shop, id, email=email, form_token=token(shop, f"{id}{email}".encode()[-16:]))
        except IllegalMove as illegal:
            return str(illegal)
        return type(done).__name__

    for post in (hidden, shown_, settled):
        assert asked(post.id, "anna@example.org") == asked(post.id, "bert@example.org")


def test_an_address_gets_three_letters_a_day_and_nobody_is_told() -> None:
    shop = deciding()
    post = shown(shop, contact={"name": "Anna"})

    asked = [
        vote(shop, post.id, Visit(str(number)), nonce=bytes([number] * 16), email="bert@example.org",
             form_token=token(shop, bytes([number])))
        for number in range(5)
    ]  # fmt: skip

    assert len(code_letters(shop)) == LETTERS
    assert {len(each.proof) for each in asked if isinstance(each, CodeAsked)} == {len(asked[0].proof)}  # type: ignore[union-attr]


def test_a_code_that_was_never_sent_cannot_be_guessed() -> None:
    shop = Shop()
    post = shown(shop, contact={"name": "Anna"})
    robot = vote(shop, post.id, email="bert@example.org", subject="robot")
    assert isinstance(robot, CodeAsked)

    asked = codes.asked(post.id, "bert@example.org", b"n" * 16, AT)
    with pytest.raises(Invalid):
        vote(shop, post.id, proof=robot.proof, code=codes.code(shop.root_key, asked))

    assert code_letters(shop) == []


@pytest.mark.parametrize("form_token", ["", "forged"])
def test_a_form_whose_token_is_worth_nothing_is_to_be_sent_again(form_token: str) -> None:
    shop = Shop()
    post = shown(shop)

    with pytest.raises(Invalid) as refused:
        vote(shop, post.id, FORM_VISIT, email="bert@example.org", form_token=form_token)

    assert refused.value.errors[0].code == "send_again"


def test_one_network_address_votes_so_often_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VOTES", 2)
    shop = Shop()
    ids = [shown(shop, key).id for key in ("one", "two", "three")]
    vote(shop, ids[0])
    vote(shop, ids[1])

    with pytest.raises(TooMany):
        vote(shop, ids[2])

    assert vote(shop, ids[2], Visit("b")) is not None


def test_a_robot_s_vote_is_answered_and_not_counted() -> None:
    shop = Shop()
    post = shown(shop)

    done = vote(shop, post.id, subject="robot")

    assert isinstance(done, Voted)
    assert (done.counted, done.tally) == (False, Tally())


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"email": "x"}, {"email": "not_an_email"}),
        ({"code": "12345", "proof": "p"}, {"code": "not_a_code"}),
        ({"code": "123456"}, {"proof": "required"}),
        ({"voter": "me"}, {"voter": "unknown_field"}),
        ({"language": "de"}, {"language": "unknown_language"}),
    ],
)
def test_every_mistake_in_a_vote_is_told(sent: dict[str, str], wrong: dict[str, str]) -> None:
    shop = Shop()

    with pytest.raises(Invalid) as refused:
        vote(shop, shown(shop).id, **sent)

    assert {error.field: error.code for error in refused.value.errors} == wrong


def test_only_confirmed_votes_carry_an_address_and_a_language() -> None:
    shop = Shop()
    post = shown(shop, contact={"name": "Anna"})
    vote(shop, post.id, Visit("b"))
    confirm(shop, post.id, "bert@example.org", language="ru")

    votes = {each.verified: each for each in shop.votes.of_post(post.id)}

    assert (votes[True].email, votes[True].language) == ("bert@example.org", "ru")
    assert (votes[False].email, votes[False].language) == (None, "")
    assert votes[True].voter == contact_key(shop.root_key, mailbox("bert@example.org"))


def test_a_vote_that_meets_a_merge_is_carried_over(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    post, into = shown(shop), shown(shop, "two")
    real = shop.votes.cast

    def merged_before(vote: Vote) -> bool:
        monkeypatch.setattr(shop.votes, "cast", real)
        moderating.merge(post, into, shop, AT, who="owner")
        return real(vote)

    monkeypatch.setattr(shop.votes, "cast", merged_before)
    confirm(shop, post.id, "bert@example.org")

    assert tally(shop, into) == Tally(1, 0)


def test_the_counts_of_a_hundred_are_told_at_once_and_of_no_more() -> None:
    shop = Shop()
    post = shown(shop)
    vote(shop, post.id)

    found = voting.votes({"id": [post.id, "unknown"]}, shop)

    assert found == {post.id: Tally(0, 1), "unknown": Tally()}
    for asked in ({}, {"id": []}, {"id": ["x"] * 101}, {"id": ["x"], "all": ["1"]}):
        with pytest.raises(Invalid):
            voting.votes(asked, shop)


def test_what_no_id_can_be_is_not_even_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, asked = Shop(), []
    monkeypatch.setattr(shop.posts, "by_id", asked.append)
    monkeypatch.setattr(shop.votes, "tally", lambda ids: asked.extend(ids) or {})

    assert vote(shop, "x" * 65) is None
    assert voting.votes({"id": ["x" * 65]}, shop) == {"x" * 65: Tally()}
    assert asked == []


def test_what_was_never_looked_at_may_be_shown_from_the_start() -> None:
    shop = deciding(moderation=NEVER)

    assert leave(shop).state == OPEN

"""What the shop does with posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop import moderating
from shop.errors import IllegalMove, Invalid, Stale
from shop.letters import OWNER, told
from shop.outbox import HOOK
from shop.posts import (
    COMPLETED,
    DECLINED,
    DUPLICATE,
    KINDS,
    OPEN,
    PENDING,
    PLANNED,
    PUBLIC,
    READ,
    REJECTED,
    STATES,
    TRANSITIONS,
    Answer,
    Post,
    Tally,
    choices,
    is_shown,
)
from shop.visits import Visit
from tests.shop.makers import Shop
from tests.shop.posts import AT, confirm, leave, shown, vote

LATER = AT + timedelta(hours=1)


def move(shop: Shop, post: Post, to: str, answer: str = "", **more: Any) -> Post:
    return moderating.move(post, to, answer, shop, LATER, who=OWNER, **more)


def merge(shop: Shop, post: Post, into: Post) -> Post:
    return moderating.merge(post, into, shop, LATER, who=OWNER)


def votes(shop: Shop, post: Post) -> Tally:
    return shop.votes.tally([post.id]).get(post.id, Tally())


def in_state(shop: Shop, state: str, key: str = "one", **changes: Any) -> Post:
    post = replace(shown(shop, key, **changes), state=state)
    shop.posts.cases[post.id] = post
    return post


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", STATES)
def test_an_idea_moves_by_the_table_and_no_other_way(state: str, to: str) -> None:
    shop = Shop()
    post = in_state(shop, state)

    if to in TRANSITIONS[state] and to not in (DUPLICATE, READ):
        assert move(shop, post, to, "Because.").state == to
    else:
        with pytest.raises(IllegalMove):
            move(shop, post, to, "Because.")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - PUBLIC))
def test_what_others_never_see_is_only_read(kind: str) -> None:
    shop = Shop()
    post = leave(shop, kind=kind)

    assert choices(post) == (READ, REJECTED)
    assert choices(replace(post, state=READ)) == (REJECTED,)
    assert choices(replace(post, state=REJECTED)) == (READ,)


def test_a_review_is_only_shown_or_not() -> None:
    shop = Shop()
    post = leave(shop, kind="review", stars=4, sku="A")

    assert choices(post) == (OPEN, REJECTED)
    assert choices(replace(post, state=OPEN)) == (REJECTED,)
    assert choices(replace(post, state=REJECTED)) == (OPEN,)


def test_what_is_published_says_since_when_and_the_first_time_counts() -> None:
    shop = Shop()
    post = move(shop, leave(shop), OPEN)
    hidden = move(shop, post, REJECTED)
    again = moderating.move(hidden, OPEN, "", shop, LATER + timedelta(days=1), who=OWNER)

    assert (post.published_at, again.published_at) == (LATER, LATER)
    assert [is_shown(each) for each in (post, hidden, again)] == [True, False, True]


def test_what_is_declined_says_why() -> None:
    shop = Shop()
    post = shown(shop)

    with pytest.raises(Invalid) as refused:
        move(shop, post, DECLINED, " ")
    declined = move(shop, post, DECLINED, "We have no room for it.")

    assert refused.value.errors[0].code == "answer_needed"
    assert declined.answer == Answer("We have no room for it.", LATER)


def test_an_earlier_answer_may_say_why() -> None:
    shop = Shop()
    post = moderating.reply(shown(shop), "There is no room.", shop, LATER, who=OWNER)

    assert move(shop, post, DECLINED).state == DECLINED


def test_everything_that_happens_is_kept_with_who_did_it() -> None:
    shop = Shop()
    post = move(shop, leave(shop), OPEN)
    post = move(shop, post, PLANNED, "Soon.")
    moderating.reply(post, "Sooner.", shop, LATER, who="bert")

    entries = shop.posts.entries(post.id)

    assert [(each.name, each.who, dict(each.data), each.text) for each in entries] == [
        ("opened", "customer", {"kind": "idea", "state": PENDING}, ""),
        ("moved", "owner", {"from": PENDING, "to": OPEN}, ""),
        ("moved", "owner", {"from": OPEN, "to": PLANNED}, "Soon."),
        ("answered", "bert", {}, "Sooner."),
    ]


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("idea", "", "required"),
        ("idea", "я" * 5001, "too_long"),
        ("idea", "a\u202eb", "control_characters"),
        ("problem", "Sorry.", "answer_by_mail"),
    ],
)
def test_an_answer_that_cannot_be_shown_is_refused(kind: str, answer: str, code: str) -> None:
    shop = Shop()
    post = leave(shop, kind=kind)

    with pytest.raises(Invalid) as refused:
        moderating.reply(post, answer, shop, LATER, who=OWNER)

    assert refused.value.errors[0].code == code
    assert shop.posts.cases[post.id] == post


def test_nobody_decides_about_what_has_changed_meanwhile() -> None:
    shop = Shop()
    seen = leave(shop)
    now = move(shop, seen, OPEN)

    for attempt in (
        lambda: move(shop, now, PLANNED, expected=seen.version),
        lambda: moderating.reply(now, "Yes", shop, LATER, who=OWNER, expected=seen.version),
        lambda: moderating.merge(now, now, shop, LATER, who=OWNER, expected=seen.version),
        lambda: move(shop, seen, REJECTED),
    ):
        with pytest.raises(Stale):
            attempt()

    assert shop.posts.cases[seen.id] == now


def test_a_merged_idea_brings_its_votes_and_nobody_is_counted_twice() -> None:
    shop = Shop()
    post, into = shown(shop), shown(shop, "two")
    for email in ("b@example.org", "c@example.org"):
        confirm(shop, post.id, email)
    confirm(shop, into.id, "c@example.org")
    vote(shop, post.id, Visit("z"))

    merged = merge(shop, post, into)

    assert (merged.state, merged.duplicate_of) == (DUPLICATE, into.id)
    assert votes(shop, into) == Tally(2, 1)
    assert {each.email for each in shop.votes.of_post(into.id)} == {"b@example.org", "c@example.org", None}


def test_a_merge_that_was_cut_off_is_finished_when_it_is_done_again() -> None:
    shop = Shop()
    post, into = shown(shop), shown(shop, "two")
    confirm(shop, post.id, "b@example.org")
    real, shop.votes.cast = shop.votes.cast, lambda vote: 1 / 0  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        merge(shop, post, into)
    shop.votes.cast = real  # type: ignore[method-assign]

    again = merge(shop, shop.posts.cases[post.id], into)

    assert again.version == shop.posts.cases[post.id].version
    assert votes(shop, into) == Tally(1, 0)


def test_merging_makes_no_chains() -> None:
    shop = Shop()
    first, second, third = (shown(shop, key) for key in ("one", "two", "three"))
    confirm(shop, first.id, "b@example.org")
    merge(shop, first, second)

    merge(shop, second, third)

    ends = [shop.posts.cases[each.id].duplicate_of for each in (first, second)]
    assert ends == [third.id, third.id]
    assert votes(shop, third) == Tally(1, 0)


@pytest.mark.parametrize("into", [PENDING, REJECTED, DUPLICATE])
def test_nothing_is_merged_into_what_is_not_shown_or_leads_elsewhere(into: str) -> None:
    shop = Shop()
    post, other = shown(shop), in_state(shop, into, "two")

    with pytest.raises(IllegalMove):
        merge(shop, post, other)


@pytest.mark.parametrize("state", [PENDING, REJECTED, COMPLETED, DECLINED])
def test_what_is_hidden_or_settled_is_not_merged(state: str) -> None:
    shop = Shop()

    with pytest.raises(IllegalMove):
        merge(shop, in_state(shop, state), shown(shop, "two"))


def test_an_idea_is_not_merged_into_itself_nor_with_a_review() -> None:
    shop = Shop()
    idea, review = shown(shop), shown(shop, "two", kind="review", stars=4, sku="A")

    for pair in ((idea, idea), (idea, review), (review, idea)):
        with pytest.raises(IllegalMove):
            merge(shop, *pair)


def test_a_duplicate_that_is_opened_again_leads_nowhere_and_the_votes_stay_with_both() -> None:
    shop = Shop()
    post, into = shown(shop), shown(shop, "two")
    confirm(shop, post.id, "b@example.org")

    reopened = move(shop, merge(shop, post, into), OPEN)

    assert reopened.duplicate_of == ""
    assert (votes(shop, reopened), votes(shop, into)) == (Tally(1, 0), Tally(1, 0))


def hooks(shop: Shop) -> list[str]:
    return [row.message.event for row in shop.memory.rows.values() if row.message.kind == HOOK]


def test_programs_hear_of_everything_that_others_see() -> None:
    shop = Shop(endpoints=("build",))
    post = leave(shop)
    for to in (OPEN, PLANNED, REJECTED, OPEN):
        post = move(shop, post, to)

    assert hooks(shop) == ["feedback.left"] + ["feedback.published"] * 4


def test_programs_hear_nothing_of_what_nobody_sees() -> None:
    shop = Shop(endpoints=("build",))
    move(shop, leave(shop), REJECTED)
    move(shop, leave(shop, "two", kind="problem"), READ)

    assert hooks(shop) == ["feedback.left"] * 2


def test_that_something_is_published_is_told_without_a_person_in_it() -> None:
    shop = Shop(endpoints=("build",))
    post = shown(
        shop, title="QTitle", text="QText", contact={"name": "QName", "email": "q@example.org"}, page="/q/"
    )

    bodies = [
        row.message.body for row in shop.memory.rows.values() if row.message.event == "feedback.published"
    ]

    assert len(bodies) == 1
    assert post.id in bodies[0]
    for typed in ("QTitle", "QText", "QName", "q@example.org", "/q/"):
        assert typed not in bodies[0]


def test_followers_are_told_of_ideas_alone_and_only_of_what_is_shown() -> None:
    shop = Shop()
    move(shop, move(shop, leave(shop), OPEN), REJECTED)
    shown(shop, "two", kind="review", stars=4, sku="A")

    news = [row.message for row in shop.memory.rows.values() if row.message.recipient == "followers"]

    assert [(each.event, told(each)["at"]) for each in news] == [("ideas_changed", LATER.isoformat())]

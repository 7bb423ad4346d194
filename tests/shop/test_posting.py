"""Leaving posts: once for each key, counted like orders, and what is kept of where they were left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop.errors import Invalid, KeyReused, TooMany, Unavailable
from shop.letters import CUSTOMER
from shop.outbox import Message
from shop.posts import OPEN, PENDING
from shop.service import NO_LETTER, place_order
from shop.terms import NEVER, UNVERIFIED, Feedback, Rates
from shop.visits import MANY_OF_CONTACT, Visit
from tests.shop.makers import BOOK, TERMS, Prices, Shop, sent
from tests.shop.posts import AT, deciding, leave


def limited(**rates: int) -> Shop:
    most = Rates(**{"per_address": 0, "per_contact": 0, "per_shop": 0, **rates})
    return Shop(Prices(replace(BOOK, terms=replace(TERMS, rates=most))))


def letters(shop: Shop, recipient: str = CUSTOMER) -> list[Message]:
    return [row.message for row in shop.memory.rows.values() if row.message.recipient == recipient]


def test_a_key_leaves_one_post() -> None:
    shop = Shop()

    first, again = leave(shop), leave(shop)

    assert again == first
    assert len(shop.memory.rows) == 2
    with pytest.raises(KeyReused):
        leave(shop, text="Something else")


def test_an_address_may_leave_so_many_and_posts_are_counted_apart_from_orders() -> None:
    shop = limited(per_address=2)
    leave(shop)
    leave(shop, "two")

    with pytest.raises(TooMany):
        leave(shop, "three")

    assert leave(shop, "four", Visit("b")).doubts == ()
    assert leave(shop, "two").doubts == ()
    placed = place_order(sent(), Visit("a"), key="one", language="en", order_id="0" * 32, shop=shop, at=AT)
    assert placed.order.doubts == ()


def test_a_twin_that_was_the_last_to_be_taken_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = limited(per_address=1)
    first = leave(shop)
    filed, found = shop.posts.filed, iter([None])
    monkeypatch.setattr(shop.posts, "filed", lambda key: next(found, filed(key)))
    monkeypatch.setattr(shop.posts, "file", lambda wish, make, at: make(1))

    assert leave(shop) == first


def test_many_of_one_contact_are_doubted_and_get_no_letter() -> None:
    shop = limited(per_contact=1)
    leave(shop)
    written = len(letters(shop))

    assert leave(shop, "two").doubts == (MANY_OF_CONTACT,)
    assert len(letters(shop)) == written
    assert len(letters(shop, "owner")) == 2


def test_a_flood_is_told_to_the_owner_in_one_letter() -> None:
    shop = limited(per_shop=2)

    for number in range(50):
        leave(shop, str(number), Visit(str(number)), contact={"email": f"a{number}@example.org"})

    # The second came without a token, too, which is more than a tenth of two.
    assert len(letters(shop)) == 1
    assert len(letters(shop, "owner")) == 3


def test_a_hundred_posts_with_one_address_cause_three_letters() -> None:
    shop = limited()

    posts = [leave(shop, str(number)) for number in range(100)]

    assert len(letters(shop)) == 3
    assert [post.flags for post in posts] == [()] * 3 + [(NO_LETTER,)] * 97


def test_a_form_that_was_opened_by_nobody_is_doubted() -> None:
    assert leave(Shop(), visit=Visit("a", form=True)).doubts == ("no_token",)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/ru/order/?a=b#V-10001-4.secret", "/ru/order/"),
        ("https://shop.example/tea/?q=1", "/tea/"),
        ("https://shop.example", "/"),
        ("https://blog.example/post/1?user=me#top", "https://blog.example/post/1"),
        ("https://evil.example/", ""),
        ("https://user:secret@blog.example/", ""),
        ("javascript:alert(1)", ""),
        ("//blog.example/x", ""),
        ("http://[", ""),
        ("tea", ""),
        ("", ""),
    ],
)
def test_of_the_page_that_is_kept_which_holds_no_secret(page: str, kept: str) -> None:
    shop = deciding(sites=("https://blog.example",))

    assert leave(shop, page=page).page == kept


@pytest.mark.parametrize(
    ("policy", "kind", "state"),
    [
        (NEVER, "idea", OPEN),
        (NEVER, "review", OPEN),
        (NEVER, "question", PENDING),
        (UNVERIFIED, "idea", PENDING),
        ("always", "idea", PENDING),
    ],
)
def test_what_is_shown_at_once(policy: str, kind: str, state: str) -> None:
    shop = deciding(moderation=policy)
    more = {"stars": 3, "sku": "A"} if kind == "review" else {}

    assert leave(shop, kind=kind, **more).state == state


@pytest.mark.parametrize(
    ("policy", "changes", "codes"),
    [
        ("always", {}, 1),
        ("always", {"kind": "review", "stars": 3, "sku": "A"}, 0),
        (UNVERIFIED, {"kind": "review", "stars": 3, "sku": "A"}, 1),
        (UNVERIFIED, {"kind": "problem"}, 0),
        (UNVERIFIED, {"contact": {"name": "Anna"}}, 0),
        (UNVERIFIED, {"subject": "robot"}, 0),
    ],
)
def test_a_code_is_sent_where_a_confirmed_address_is_of_use(
    policy: str, changes: dict[str, Any], codes: int
) -> None:
    shop = deciding(moderation=policy)

    leave(shop, **changes)

    assert [each.event for each in letters(shop)] == ["idea_code"] * codes


def test_where_the_store_fails_nothing_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(Prices(replace(BOOK, terms=replace(TERMS, feedback=Feedback()))))
    monkeypatch.setattr(shop.posts, "_insert", _unavailable)

    with pytest.raises(Unavailable):
        leave(shop)

    assert shop.posts.cases == {}


def _unavailable(*_: object) -> None:
    raise Unavailable("the store")


def test_a_link_of_another_order_is_refused() -> None:
    shop = Shop()

    with pytest.raises(Invalid) as refused:
        leave(shop, kind="review", stars=5, sku="A", order={"number": "V-10001-4", "key": "guessed"})

    assert refused.value.errors[0].code == "order_not_found"

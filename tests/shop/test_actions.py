from __future__ import annotations

import random
import string
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from shop import actions
from shop.actions import GOOD_FOR, ORDER, PATH, POST, PURPOSES, TICKET, link, read, sign
from shop.errors import LinkExpired, NoLink
from shop.tokens import FORM
from shop.tokens import sign as form_token
from tests.shop.makers import TERMS

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = b"k" * 32
ID = "0123456789abcdef" * 2
TOKEN = sign(KEY, ORDER, ID, AT)
LATER = AT + timedelta(days=1)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_opens_what_it_was_made_for(purpose: str) -> None:
    action = read(KEY, sign(KEY, purpose, ID, AT), LATER)

    assert (action.purpose, action.target, action.expires_at) == (purpose, ID, AT + timedelta(days=7))


def test_a_letter_that_is_made_again_has_the_same_link() -> None:
    address = link(KEY, TERMS, ORDER, ID, AT)

    assert address == link(KEY, TERMS, ORDER, ID, AT) == f"https://shop.example{PATH}{TOKEN}"


@pytest.mark.parametrize(
    ("age", "opens"),
    [(timedelta(), True), (GOOD_FOR - timedelta(seconds=1), True), (GOOD_FOR, False),
     (timedelta(days=4000), False)],
)  # fmt: skip
def test_a_link_opens_for_seven_days(age: timedelta, opens: bool) -> None:
    if opens:
        assert read(KEY, TOKEN, AT + age).target == ID
        return

    with pytest.raises(LinkExpired) as expired:
        read(KEY, TOKEN, AT + age)
    assert expired.value.action == actions.Action(ORDER, ID, AT + GOOD_FOR)


@pytest.mark.parametrize(
    ("part", "other"),
    [(0, "v2"), (1, TICKET), (1, POST), (1, "form"), (2, str(int(LATER.timestamp()))), (3, "f" * 32),
     (4, "A" * 43)],
)  # fmt: skip
def test_a_link_with_one_part_changed_opens_nothing(part: int, other: str) -> None:
    parts = TOKEN.split(".")
    parts[part] = other

    with pytest.raises(NoLink):
        read(KEY, ".".join(parts), LATER)


def test_a_part_of_another_genuine_link_does_not_fit() -> None:
    others = (sign(KEY, TICKET, ID, AT), sign(KEY, ORDER, "f" * 32, AT), sign(KEY, ORDER, ID, LATER))

    mixed = set()
    for other in others:
        one, two = TOKEN.split("."), other.split(".")
        mixed |= {".".join((*one[:k], *two[k:])) for k in range(5)}
        mixed |= {".".join((*two[:k], *one[k:])) for k in range(5)}
    mixed -= {TOKEN, *others}
    assert len(mixed) == 6
    for token in mixed:
        with pytest.raises(NoLink):
            read(KEY, token, LATER)


def test_a_link_opens_nothing_in_another_shop() -> None:
    with pytest.raises(NoLink):
        read(b"another key of thirty-two letters", TOKEN, LATER)


def test_no_other_secret_of_the_shop_is_a_link() -> None:
    for purpose in PURPOSES:
        with pytest.raises(NoLink):
            read(KEY, form_token(KEY, purpose, b"n" * 16, AT), LATER)
    with pytest.raises(NoLink):
        read(KEY, sign(KEY, FORM, ID, AT), LATER)


@pytest.mark.parametrize(
    "token",
    [
        "", ".", "v1", "v1....", TOKEN + ".", "." + TOKEN, TOKEN + "=", TOKEN + "\n", " " + TOKEN, TOKEN * 2,
        TOKEN.upper(), TOKEN[:-1], "\ud800", "é", TOKEN.replace(".order.", ".Order."),
        f"v1.order.{'9' * 400}", TOKEN.replace(".17", ".+17"), TOKEN.replace(".17", ".017"),
        TOKEN.replace(".17", ".１7"),
        "../" + TOKEN, TOKEN + "?done=1", TOKEN + "\0",
    ],
)  # fmt: skip
def test_what_is_no_link_opens_nothing(token: str) -> None:
    with pytest.raises(NoLink):
        read(KEY, token, LATER)


def test_where_one_field_ends_is_signed_too() -> None:
    assert actions._mac(KEY, "order", "12", "3n") != actions._mac(KEY, "order", "1", "23n")


def test_none_of_ten_thousand_changed_links_opens_anything() -> None:
    chance = random.Random(4)
    letters = string.ascii_letters + string.digits + "-_."

    def changed() -> str:
        place = chance.randrange(len(TOKEN))
        return TOKEN[:place] + chance.choice(letters) + TOKEN[place + 1 :]

    for token in islice((each for each in iter(changed, TOKEN[:0]) if each != TOKEN), 10_000):
        with pytest.raises(NoLink):
            read(KEY, token, LATER)

"""How many pictures are kept in a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shop.cases import Picture
from shop.errors import Invalid
from shop.helping import write
from shop.limits import PICTURES, PICTURES_OF_SHOP, PICTURES_OF_TICKET
from shop.opening import open_ticket
from shop.picture_room import make_room
from shop.tickets import Ticket
from shop.visits import Visit
from tests.shop.makers import Shop
from tests.shop.tickets import AT, asking, key_of, opened, shop_with

THREE = tuple(Picture(f"p{number}", "image/jpeg", b"x") for number in range(PICTURES))
DAY = timedelta(days=1)


def refusal(error: Invalid) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in error.errors]


def written(shop: Shop, ticket: Ticket, number: int, *pictures: Picture) -> Ticket | None:
    """One message an hour, so that no other limit is reached."""
    fields = {**key_of(ticket, shop), "message": f"message {number}"}
    at = AT + timedelta(minutes=10 * number)
    return write(
        ticket.number, fields, Visit(), ticket_id=f"{number:032}", shop=shop, at=at,
        pictures=tuple(replace(each, id=f"{number}-{each.id}") for each in pictures),
    )  # fmt: skip


def test_one_ticket_keeps_thirty_pictures_a_day_and_words_go_on() -> None:
    shop = shop_with()
    ticket = opened(shop)
    for number in range(PICTURES_OF_TICKET // PICTURES):
        assert written(shop, ticket, number, *THREE) is not None

    with pytest.raises(Invalid) as raised:
        written(shop, ticket, 20, *THREE)

    assert refusal(raised.value) == [("pictures", "pictures_full")]
    assert written(shop, ticket, 21) is not None


def test_the_whole_shop_keeps_so_many_a_day_and_the_next_day_as_many() -> None:
    shop = shop_with()
    for number in range(PICTURES_OF_SHOP):
        make_room(THREE[:1], f"ticket {number}", shop.limits, AT)

    with pytest.raises(Invalid) as raised:
        open_ticket(
            asking(),
            Visit(),
            key="k",
            language="en",
            ticket_id="1" * 32,
            pictures=THREE[:1],
            shop=shop,
            at=AT,
        )

    assert refusal(raised.value) == [("pictures", "pictures_full")]
    assert shop.memory.tickets.cases == {}
    assert opened(shop)
    make_room(THREE, "another", shop.limits, AT + DAY)


def test_the_same_ticket_sent_twice_counts_once() -> None:
    shop = shop_with()

    def sent() -> Ticket:
        return open_ticket(
            asking(pictures=["as it came"]), Visit(), key="k", language="en", ticket_id="1" * 32,
            pictures=THREE, shop=shop, at=AT,
        ).case  # fmt: skip

    for _ in range(PICTURES_OF_TICKET):
        assert sent() == replace(sent())

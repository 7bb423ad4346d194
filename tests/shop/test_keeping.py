"""What has been kept long enough is forgotten, and nothing before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop import keeping, posts, replying, ticket_moves, tickets
from shop.keeping import Gone, months_before, retain
from shop.posts import Vote
from shop.statuses import FINAL
from shop.terms import Retention
from tests.functions.stores.filings import posting
from tests.functions.stores.makers import wish
from tests.shop.makers import Prices
from tests.shop.test_privacy import DONE, Archived, order
from tests.shop.tickets import AT, OPEN_TERMS, book_of, opened

NOTHING = Retention(0, 0, 0, 0)


def shop_that_keeps(**months: int) -> Archived:
    decided = replace(NOTHING, **months)
    return Archived(prices=Prices(book_of(replace(OPEN_TERMS, retention=decided))))


def after(months: int, days: int = 0) -> datetime:
    return datetime(2026 + (10 + months) // 12, (10 + months) % 12 + 1, 23, 10, tzinfo=UTC) + timedelta(days)


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ("2026-11-25", 1, "2026-10-25"), ("2026-11-25", 11, "2025-12-25"), ("2026-11-25", 120, "2016-11-25"),
        ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"), ("2026-07-31", 1, "2026-06-30"),
        ("2026-01-31", 12, "2025-01-31"), ("2024-02-29", 12, "2023-02-28"), ("2026-12-31", 600, "1976-12-31"),
    ],
)  # fmt: skip
def test_months_are_counted_by_the_calendar(at: str, months: int, before: str) -> None:
    found = months_before(datetime.fromisoformat(at).replace(tzinfo=UTC), months)

    assert f"{found:%Y-%m-%d}" == before


def test_an_order_loses_its_customer_when_it_has_been_over_for_long_enough() -> None:
    shop = shop_that_keeps(orders=12)
    done, waiting = order(shop, "d", *DONE), order(shop, "w", email="b@example.org")

    assert retain(shop, after(12)) == Gone()
    assert retain(shop, after(12, days=1)) == Gone(orders=1)
    assert retain(shop, after(12, days=1)) == Gone()

    found = {each.number: each.customer.email for each in shop.orders.recent(9)}
    assert found == {done.number: None, waiting.number: "b@example.org"}
    assert waiting.status not in FINAL


def test_an_order_that_took_long_is_kept_from_when_it_was_over() -> None:
    shop = shop_that_keeps(orders=1)
    placed = order(shop, "d", "cancel")
    late = replace(placed, version=placed.version + 1, since=after(5))
    shop.orders.rewrite(late, shop.orders.events(placed.id), ())

    assert retain(shop, after(5, days=20)) == Gone()
    assert retain(shop, after(6, days=1)) == Gone(orders=1)


def test_a_ticket_that_has_ended_keeps_its_times_alone() -> None:
    shop = shop_that_keeps(tickets=24)
    ended, open_ = opened(shop, "e"), opened(shop, "o")
    solved = replying.answer(ended, "Yes.", tickets.SOLVED, shop, AT, who="owner")
    shop.tickets.change(ticket_moves.closed(solved, OPEN_TERMS, AT))

    assert retain(shop, after(24)) == Gone()
    assert retain(shop, after(24, days=1)) == Gone(tickets=1)

    assert {each.text for each in shop.tickets.entries(ended.id)} == {""}
    assert shop.tickets.by_id(open_.id) == open_


def test_what_everybody_sees_loses_its_author_and_the_rest_goes() -> None:
    shop = shop_that_keeps(posts=24)
    shown, hidden = (
        shop.posts.file(wish(n), posting(state=state), AT).case
        for n, state in enumerate((posts.OPEN, posts.PENDING))
    )
    shop.votes.cast(Vote(shown.id, "v", True, AT, "v@example.org"))

    assert retain(shop, after(24, days=9)) == Gone(posts=2)
    assert retain(shop, after(24, days=9)) == Gone()

    seen, gone = shop.posts.by_id(shown.id), shop.posts.by_id(hidden.id)
    assert seen is not None
    assert gone is not None
    assert (seen.text, seen.author.name, seen.state) == (shown.text, "", posts.OPEN)
    assert (gone.text, gone.author.name, gone.state) == ("", "", posts.REJECTED)
    assert [vote.email for vote in shop.votes.of_post(shown.id)] == [None]


def test_a_post_that_was_changed_is_kept_from_then() -> None:
    shop = shop_that_keeps(posts=1)
    shop.posts.file(wish(1), posting(changed_at=after(5)), AT)

    assert retain(shop, after(5, days=9)) == Gone()
    assert retain(shop, after(6, days=9)) == Gone(posts=1)


def test_letters_that_were_sent_are_forgotten_and_those_that_wait_are_not() -> None:
    shop = shop_that_keeps(letters=3)
    order(shop)
    leased = shop.outbox.take(AT, ("letter",))
    assert leased is not None
    shop.outbox.done(leased, AT)

    assert retain(shop, after(3)) == Gone()
    assert retain(shop, after(3, days=1)) == Gone(messages=1)

    assert shop.mailer.forgotten == [leased.message.id]
    assert len(shop.outbox.waiting(9)) == 1


def test_nought_keeps_for_good() -> None:
    shop = shop_that_keeps()
    order(shop, "d", *DONE)
    opened(shop, "t")

    assert retain(shop, AT + timedelta(days=400 * 365)) == Gone()


def test_no_more_than_asked_for_is_done_at_once() -> None:
    shop = shop_that_keeps(orders=1)
    for number in range(3):
        order(shop, f"{number}", "cancel")

    done = [retain(shop, after(2), most=2).orders for _ in range(3)]

    assert done == [2, 1, 0]
    assert not keeping.Gone()
    assert Gone(1) + Gone(2, messages=3) == Gone(3, messages=3)

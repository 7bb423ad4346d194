from __future__ import annotations

from datetime import datetime, timedelta

from shop.clocks import tick
from shop.helping import write
from shop.replying import answer, move
from shop.stages import steps
from shop.tickets import OPEN, SOLVED, SPAM, Ticket
from shop.visits import Visit
from tests.shop.makers import Shop
from tests.shop.tickets import AT, key_of, opened, shop_with

LATER = AT + timedelta(minutes=5)


def gone(shop: Shop, ticket: Ticket) -> dict[str, datetime | None]:
    kept = shop.memory.tickets.cases[ticket.id]
    return dict(steps(kept, shop.memory.tickets.entries(kept.id)))


def test_a_new_ticket_has_all_but_its_first_step_before_it() -> None:
    shop = shop_with()

    assert gone(shop, opened(shop)) == {"received": AT, "answered": None, "solved": None, "closed": None}


def test_the_first_answer_counts_and_a_step_back_takes_one_away() -> None:
    shop = shop_with()
    ticket = answer(opened(shop), "Yes.", OPEN, shop, AT, who="boris")
    ticket = answer(ticket, "Solved, I think.", SOLVED, shop, LATER, who="boris")
    assert gone(shop, ticket) == {"received": AT, "answered": AT, "solved": LATER, "closed": None}

    fields = {**key_of(ticket, shop), "message": "Not yet."}
    write(ticket.number, fields, Visit(), ticket_id="n", pictures=(), shop=shop, at=LATER)

    assert gone(shop, ticket) == {"received": AT, "answered": AT, "solved": None, "closed": None}


def test_what_has_ended_has_only_its_past() -> None:
    shop = shop_with()
    solved = answer(opened(shop), "Yes.", SOLVED, shop, LATER, who="boris")
    tick(shop, AT + timedelta(days=9))
    spam = move(opened(shop, key="spam"), SPAM, shop, LATER, who="boris")

    closed_at = AT + timedelta(days=9)
    assert gone(shop, solved) == {"received": AT, "answered": LATER, "solved": LATER, "closed": closed_at}
    assert gone(shop, spam) == {"received": AT, "closed": LATER}

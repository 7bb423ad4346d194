"""`/_outbox/`: what waits and what was given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.functions.browser import Answer
from tests.server.conftest import Served
from tests.server.test_orders import token


def give_up(shop: Served) -> list[str]:
    """All messages that wait, given up; their ids."""
    ids = []
    while leased := shop.ports.outbox.take(datetime.now(UTC) + timedelta(minutes=1), ("letter", "hook")):
        shop.ports.outbox.failed(leased, None, "refused <for good>")
        ids.append(leased.message.id)
    return ids


def replay(shop: Served, id: str) -> Answer:
    sent = {"token": token(shop.see("/_outbox/")), "id": id}
    return shop.client.submit("/_outbox/replay", sent, host="127.0.0.1:8000", sec_fetch_site="same-origin")


def test_what_waits_is_named_with_its_order(placed: Served) -> None:
    page = placed.see("/_outbox/")

    assert page.status == 200
    assert "Letter “Thank you for your order”" in page.text
    assert "anna@example.org" in page.text
    assert '<a href="/_orders/V-10001-4/">' in page.text
    assert "Given up" not in page.text
    assert "Nothing waits" not in page.text


def test_what_was_given_up_is_sent_again_one_by_one_or_all_at_once(placed: Served) -> None:
    placed.place("another-key")
    ids = give_up(placed)
    page = placed.see("/_outbox/").text

    one = replay(placed, ids[0])
    after_one = placed.letters()
    replay(placed, "all")

    assert len(ids) == 4
    assert page.count("Send it again") == 4
    assert "refused &lt;for good&gt;" in page
    assert (one.status, one.headers["location"]) == (303, "/_outbox/")
    assert len(after_one) == 1
    assert len(placed.letters()) == 4
    assert placed.ports.outbox.dead(9) == []


def test_an_id_that_says_too_little_sends_nothing(placed: Served) -> None:
    give_up(placed)
    page = placed.see("/_outbox/")

    for id in ("", "0" * 40, placed.ports.outbox.dead(1)[0][0].id[:5]):
        sent = {"token": token(page), "id": id}
        placed.client.submit("/_outbox/replay", sent, host="127.0.0.1:8000")

    assert placed.letters() == []


def test_an_empty_outbox_says_so(shop: Served) -> None:
    assert "Nothing waits, and nothing was given up." in shop.see("/_outbox/").text

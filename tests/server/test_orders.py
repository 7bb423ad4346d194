"""`/_orders/`: what the owner sees of orders and does with them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from server import desk as owner_s
from shop import desk
from shop.statuses import STATUSES, TRANSITIONS
from tests.functions.browser import Answer
from tests.server.conftest import HERE, Served

PAGE = "/_orders/V-10001-4/"


def token(page: Answer) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def press(shop: Served, what: str = "move", *, version: int | None = None, **fields: str) -> Answer:
    """The form on the order's page sent as a browser would send it."""
    page = shop.see(PAGE)
    shown = {"token": token(page), "version": str(version or shop.order.version), **fields}
    return shop.client.submit(f"{PAGE}{what}", shown, host="127.0.0.1:8000", sec_fetch_site="same-origin")


def offered(page: Answer) -> list[str]:
    return re.findall(r'name="to" value="(\w+)"', page.text)


@pytest.mark.parametrize("status", STATUSES)
def test_a_page_offers_exactly_the_moves_the_table_allows(placed: Served, status: str) -> None:
    way = STATUSES[1 : STATUSES.index(status) + 1] if status != "cancel" else ("cancel",)
    placed.go(*way)

    page = placed.see(PAGE)

    assert page.status == 200
    assert offered(page) == list(TRANSITIONS[status])
    assert ("Something came back" in page.text) == (status == "complete")


def test_an_order_is_moved_with_its_number_and_its_customer_is_written_to(placed: Served) -> None:
    placed.go("approval", "assembling")

    answer = press(placed, to="delivery", tracking="LX 123", comment="two parcels")

    page = placed.see(PAGE)
    assert (answer.status, answer.headers["location"]) == (303, PAGE)
    assert (placed.order.status, placed.order.tracking) == ("delivery", "LX 123")
    assert "order_sent" in placed.letters()
    assert "LX 123" in page.text
    assert "assembling → delivery" in page.text
    assert "two parcels" in page.text


def test_an_order_is_cancelled_for_a_reason_and_not_without_one(placed: Served) -> None:
    without = press(placed, to="cancel", reason="")
    unheard = press(placed, to="cancel", reason="moth")
    assert placed.order.status == "new"

    press(placed, to="cancel", reason="no_call")

    assert (without.status, unheard.status) == (409, 409)
    assert "Say why it is cancelled, with one of no_call, no_product" in without.text
    assert (placed.order.status, placed.order.reason) == ("cancel", "no_call")
    assert "We could not reach you." in placed.see(PAGE).text


def test_two_tabs_cannot_both_decide(placed: Served) -> None:
    seen = placed.order.version
    placed.go("approval")

    answer = press(placed, version=seen, to="cancel", reason="other")

    assert answer.status == 409
    assert "V-10001-4 was changed meanwhile: new → approval (anna, " in answer.text
    assert "Nothing was done; look at it and decide again." in answer.text
    assert placed.order.status == "approval"
    assert offered(answer) == ["assembling", "cancel"]


def test_what_the_clock_did_meanwhile_is_in_nobody_s_way(placed: Served) -> None:
    seen = placed.order.version
    terms = placed.ports.prices.book(()).terms
    assert desk.tell_overdue(terms, placed.ports, datetime.now(UTC) + timedelta(days=1)) == 1

    answer = press(placed, version=seen, to="approval")

    assert answer.status == 303
    assert placed.order.status == "approval"


def test_a_move_that_is_not_in_the_table_says_what_is(placed: Served) -> None:
    answer = press(placed, to="complete")

    assert answer.status == 409
    assert "V-10001-4 is at new; from there it can go to approval or cancel, not to complete." in answer.text
    assert placed.order.status == "new"


def test_things_come_back_of_a_complete_order_and_are_for_sale_again(placed: Served) -> None:
    placed.go("approval", "assembling", "delivery", "complete")

    answer = press(placed, "return", **{"pieces.TP-01-S": "1", "reason": "a chip", "restock": "on"})

    page = placed.see(PAGE)
    assert answer.status == 303
    assert placed.order.returned == {"TP-01-S": 1}
    assert placed.ports.orders.returns(placed.order.id)[0].restock
    assert "1 × TP-01-S came back, for sale again" in page.text
    assert 'max="1"' in page.text


@pytest.mark.parametrize(
    ("pieces", "status", "words"),
    [
        ("3", 409, "2 of TP-01-S can still come back from V-10001-4."),
        ("0", 409, "Say what has come back, and how many pieces."),
        ("-1", 409, "2 of TP-01-S can still come back"),
        ("many", 422, "Please write whole numbers of pieces."),
    ],
)
def test_no_more_comes_back_than_was_sold(placed: Served, pieces: str, status: int, words: str) -> None:
    placed.go("approval", "assembling", "delivery", "complete")

    answer = press(placed, "return", **{"pieces.TP-01-S": pieces})

    assert answer.status == status
    assert words in answer.text
    assert placed.order.returned == {}


def test_nothing_comes_back_of_an_order_that_is_still_here(placed: Served) -> None:
    answer = press(placed, "return", **{"pieces.TP-01-S": "1"})

    assert "V-10001-4 is at new; things come back from a complete order." in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/_orders/", PAGE, f"{PAGE}move?to=approval", f"{PAGE}return", "/_outbox/replay"]
)
def test_looking_changes_nothing(placed: Served, method: str, path: str) -> None:
    before = placed.order

    placed.client.send(method, path, b"", HERE)

    assert placed.order == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"host": "evil.example"},
    ],
)
def test_a_form_from_elsewhere_moves_nothing_even_with_the_token(
    placed: Served, headers: dict[str, str]
) -> None:
    body = f"token={token(placed.see(PAGE))}&version=1&to=approval".encode()

    answer = placed.client.send("POST", f"{PAGE}move", body, {**HERE, **headers})

    assert answer.status in (400, 403)
    assert placed.order.status == "new"


@pytest.mark.parametrize(
    "sent", ["", "token=guess&version=1&to=approval", "token=\xff&to=approval", "a" * 70_000]
)
def test_a_form_without_the_token_moves_nothing(placed: Served, sent: str) -> None:
    headers = {**HERE, "sec-fetch-site": "same-origin"}

    answer = placed.client.send("POST", f"{PAGE}move", sent.encode("latin-1"), headers)

    assert answer.status == 403
    assert "This form is not from this page as it is now." in answer.text
    assert placed.order.status == "new"


def test_only_pages_with_forms_may_send_any_and_only_to_themselves(placed: Served) -> None:
    policies = [
        placed.see(path).headers["content-security-policy"] for path in ("/_orders/", PAGE, "/_mail/")
    ]

    assert ["form-action 'self'" in policy for policy in policies] == [False, True, False]
    assert all("default-src 'none'" in policy and "script-src" not in policy for policy in policies)
    assert placed.see(f"{PAGE}style.css").status == 200


def test_what_waits_too_long_stands_first_then_what_is_in_doubt(shop: Served) -> None:
    numbers = [shop.place(f"key-number-{count}") for count in range(3)]
    at = datetime.now(UTC)
    for number, to in zip(numbers, ("", "approval", "approval"), strict=True):
        shop.number = number
        if to:
            shop.go(to)

    later = owner_s.listed(shop.ports, at + timedelta(hours=2))

    assert [each.order.number for each in later] == [numbers[0], numbers[2], numbers[1]]
    assert [each.overdue for each in later] == [True, False, False]
    assert later[0].waiting == "2 h"


def test_an_order_is_watched_as_overdue_after_its_owner_was_told(placed: Served) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    desk.tell_overdue(placed.ports.prices.book(()).terms, placed.ports, later)

    assert owner_s.listed(placed.ports, later)[0].overdue
    placed.go("cancel")
    assert not owner_s.listed(placed.ports, later + timedelta(days=9))[0].overdue


def test_the_list_and_the_page_escape_every_word_of_a_visitor(shop: Served) -> None:
    shop.place(
        note="<script>alert(1)</script>", contact={"name": "<b>Anna</b>", "email": "a+b?c@example.org"}
    )

    page, listed = shop.see(PAGE).text, shop.see("/_orders/").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page + listed
    assert "&lt;b&gt;Anna&lt;/b&gt;" in listed
    assert 'href="mailto:a%2Bb%3Fc%40example.org"' in page


def test_an_order_that_is_not_there_is_a_404(shop: Served) -> None:
    for path in ("/_orders/V-10002-3/", "/_orders/x/", "/_orders/%3Cb%3E/"):
        answer = shop.see(path)
        assert answer.status == 404
        assert "<b>" not in answer.text


def test_a_shop_that_was_never_built_says_so(shop: Served) -> None:
    shop.site.rename(shop.site.with_name("elsewhere"))

    assert "The shop is not built yet." in shop.see("/_orders/").text
    assert "The shop is not built yet." in shop.see("/_outbox/").text


def test_a_store_that_cannot_be_read_is_told_in_words(placed: Served) -> None:
    placed.ports.close()
    (placed.state / "orders.sqlite3").write_bytes(b"not a store at all, whatever its name says" * 100)

    answer = placed.see("/_orders/")

    assert answer.status == 503
    assert "This cannot be done right now: the store cannot be used" in answer.text

"""What is left, one click, and what happens when something runs out while somebody orders."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import order
from tests.browser.test_orders import A_PERSON_MS, fill_in

Opens = Callable[..., Visit]

WORDS = {
    "en": {
        "path": "", "left": "Only 2 left", "out": "Sold out", "stocked": "In stock",
        "send": "Send the order", "call": "We call you by", "add": "Add to basket",
    },
    "ru": {
        "path": "/ru", "left": "Осталось 2 штуки", "out": "Распродано", "stocked": "Есть в наличии",
        "send": "Отправить заказ", "call": "Позвоним до", "add": "В корзину",
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["en", "ru"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
SHIFTS = """new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
})"""


def shelf(page: Page, **left: int | None) -> None:
    """Makes the shop say so of its shelves."""
    told = {name.replace("_", "-"): count for name, count in left.items()}
    page.route("**/api/stock*", lambda route: route.fulfill(json=told))


@BOTH
@SIZES
def test_what_is_left_is_shown_for_each_variant(visit: Opens, language: str, size: dict[str, int]) -> None:
    words, visitor = WORDS[language], visit(size=size)
    page = visitor.page
    shelf(page, TP_04_CEL=0, TP_04_ASH=2, TP_04_INK=40)

    page.goto(f"{words['path']}/product/heron/")
    stock, button = (
        page.locator("[data-chosen-stock]"),
        page.get_by_role("button", name=words["add"], exact=True),
    )
    expect(stock).to_have_text(words["out"])
    expect(button).to_be_disabled()
    page.check("input[value='TP-04-INK']", force=True)
    expect(stock).to_have_text(words["stocked"])
    page.fill("#quantity", "9")
    page.check("input[value='TP-04-ASH']", force=True)

    expect(stock).to_have_text(words["left"])
    expect(page.locator("#quantity")).to_have_value("2")
    expect(page.locator("#quantity")).to_have_attribute("max", "2")
    expect(button).to_be_enabled()
    assert visitor.errors == []


@SIZES
def test_telling_what_is_left_moves_nothing(visit: Opens, size: dict[str, int]) -> None:
    page = visit(size=size).page
    shelf(page, TP_02=0)

    page.goto("/product/kyusu/")
    expect(page.locator("[data-chosen-stock]")).to_have_text("Sold out")

    assert page.evaluate(SHIFTS) < 0.01


def test_every_order_takes_from_the_shelf_and_is_seen_on_the_page(demo: Shop, visit: Opens) -> None:
    page = visit().page
    order(demo, ("TP-04-ASH", 1))

    page.goto("/product/heron/")
    page.check("input[value='TP-04-ASH']", force=True)

    expect(page.locator("[data-chosen-stock]")).to_have_text("Only 1 left")


def test_the_shelf_is_asked_once_and_what_was_built_stays_where_nobody_answers(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    page.route("**/api/stock*", lambda route: route.abort())

    page.goto("/product/heron/")
    page.check("input[value='TP-04-ASH']", force=True)
    page.check("input[value='TP-04-INK']", force=True)

    expect(page.locator("[data-chosen-stock]")).to_have_text("Only 3 left")
    expect(page.locator(".order button")).to_be_enabled()
    assert len([url for url in visitor.asked if "/api/stock" in url]) == 1


@BOTH
@SIZES
def test_one_click_orders_the_variant_chosen(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    words, visitor, before = WORDS[language], visit(size=size), len(demo.orders())
    page = visitor.page

    page.goto(f"{words['path']}/product/longjing/")
    page.check("input[value='GT-01-100']", force=True)
    page.fill("#quantity", "2")
    page.locator(".one-click__summary").click()
    expect(page.locator("[data-what]")).to_contain_text("47")
    page.fill(
        "[name='contact.phone']", f"+49 30 55512{size['width'] % 100:02}{len(language) + (language == 'ru')}"
    )
    page.wait_for_timeout(A_PERSON_MS)
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/thanks/#*")

    expect(page.locator("[data-outlook]")).to_contain_text(words["call"])
    expect(page.locator("[data-delivered]")).to_be_hidden()
    assert len(demo.orders()) == before + 1
    assert visitor.errors == []


def test_a_mistake_in_one_click_is_told_beside_its_field(demo: Shop, visit: Opens) -> None:
    page, before = visit().page, len(demo.orders())
    page.goto("/product/kyusu/")
    page.locator(".one-click__summary").click()

    page.fill("[name='contact.phone']", "12")
    page.get_by_role("button", name="Send the order").click()

    expect(page.locator("#contact-phone-error")).to_be_visible()
    expect(page.locator(".one-click [data-errors] li")).to_have_count(1)
    assert len(demo.orders()) == before


def test_an_answer_to_one_click_that_was_lost_makes_no_second_order(demo: Shop, visit: Opens) -> None:
    page, before = visit().page, len(demo.orders())
    page.goto("/product/kyusu/")
    page.locator(".one-click__summary").click()
    page.fill("[name='contact.email']", "one-click-lost@example.org")
    page.wait_for_timeout(A_PERSON_MS)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/orders", lose)
    page.get_by_role("button", name="Send the order").click()
    expect(page.locator(".one-click [data-notice]")).to_contain_text("it will not be placed twice")
    page.unroute("**/api/orders")
    page.get_by_role("button", name="Send the order").click()
    page.wait_for_url("**/thanks/#*")

    assert len(demo.orders()) == before + 1


@BOTH
def test_one_click_without_script_is_looked_at_once_more(demo: Shop, visit: Opens, language: str) -> None:
    words, before = WORDS[language], len(demo.orders())
    page = visit(script=False, size=PHONE).page

    page.goto(f"{words['path']}/product/longjing/")
    page.locator(".one-click__summary").click()
    page.select_option("#one-click-sku", "GT-01-100")
    page.fill("[name='contact.phone']", f"+49 30 777123{len(words['out'])}")
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator(".summary__line")).to_have_count(1)
    assert len(demo.orders()) == before
    page.wait_for_timeout(A_PERSON_MS)
    page.get_by_role("button", name=words["send"]).click()

    expect(page.locator(".placed__outlook")).to_contain_text(words["call"])
    assert len(demo.orders()) == before + 1


def leave(page: Page, shop: Shop, sku: str, left: int) -> None:
    """Lets others take all but so many pieces."""
    there = page.request.get(f"{shop.url}/api/stock?sku={sku}").json()[sku]
    order(shop, (sku, there - left))


def keep(page: Page, *lines: tuple[str, int]) -> None:
    page.goto("/404.html")
    kept = json.dumps([{"sku": sku, "quantity": quantity} for sku, quantity in lines])
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", kept)


@SIZES
def test_what_others_take_meanwhile_is_told_and_the_rest_is_one_press_away(
    demo: Shop, visit: Opens, size: dict[str, int]
) -> None:
    page = visit(size=size).page

    sku = "GT-01-250" if size == PHONE else "OO-02-100"
    leave(page, demo, sku, 3)
    keep(page, (sku, 3), ("BT-05", 1))
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)
    order(demo, (sku, 1))

    page.get_by_role("button", name="Place the order").click()
    box = page.locator("checkout-changes")
    expect(box).to_be_focused()
    expect(box).to_contain_text("you wanted 3, only 2 left")
    expect(box).to_contain_text("Nothing has been ordered")
    box.get_by_role("button").click()
    page.wait_for_url("**/thanks/#*")

    expect(page.locator(".placed__line")).to_have_count(2)
    expect(page.locator(".placed__line [data-quantity]").first).to_have_text("2")


def test_other_prices_are_told_line_by_line_and_agreed_to_with_one_press(visit: Opens) -> None:
    page = visit().page
    keep(page, ("TP-02", 1), ("BT-05", 1))
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)
    wish = {
        "lines": [{"sku": "TP-02", "quantity": 1}, {"sku": "BT-05", "quantity": 1}],
        "delivery": {"method": "courier"},
    }
    quoted = page.request.post("/api/quote", data=wish).json()
    quoted["lines"][0] |= {"price": "90.00", "price_text": "€90.00"}
    quoted |= {"total": "105.60", "total_text": "€105.60"}
    problem = {"type": "urn:vitrina:problem:price_changed", "title": "Other.", "status": 409, "quote": quoted}
    posted: list[Request] = []

    def dearer(route: Route) -> None:
        posted.append(route.request)
        route.fulfill(status=409, json=problem)

    page.route("**/api/orders", dearer)
    page.get_by_role("button", name="Place the order").click()
    box = page.locator("checkout-changes")
    expect(box.locator("li")).to_have_text(["Kyusu, side-handled: €86.00 before, €90.00 now"])
    expect(box).to_contain_text("€105.60 now")
    box.get_by_role("button", name="Order for €105.60").click()
    expect(box).to_be_visible()

    assert [sent.post_data_json["expected_total"] for sent in posted] == ["101.60", "105.60"]


def test_what_is_no_longer_sold_is_taken_out_with_one_press(demo: Shop, visit: Opens) -> None:
    page, before = visit().page, len(demo.orders())
    keep(page, ("OLD-1", 1), ("BT-05", 2))
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)

    page.get_by_role("button", name="Place the order").click()
    box = page.locator("checkout-changes")
    expect(box).to_contain_text("OLD-1: no longer sold")
    box.get_by_role("button").click()
    page.wait_for_url("**/thanks/#*")

    assert len(demo.orders()) == before + 1


def test_a_basket_of_nothing_that_is_sold_only_leads_back(visit: Opens) -> None:
    page = visit().page
    keep(page, ("BT-05", 1))
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)
    page.evaluate('localStorage.setItem(\'vitrina-basket\', \'[{"sku": "OLD-1", "quantity": 1}]\')')

    page.get_by_role("button", name="Place the order").click()
    box = page.locator("checkout-changes")
    expect(box).to_contain_text("OLD-1: no longer sold")
    expect(box.get_by_role("button")).to_have_count(0)
    box.get_by_role("link", name="Back to the basket").click()

    expect(page.locator(".line")).to_have_count(1)


@BOTH
def test_without_script_the_page_offers_what_is_left(demo: Shop, visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit(script=False, size=PHONE).page
    sku, product = ("CU-05", "frost-pair") if language == "en" else ("TP-05", "travel-set")
    leave(page, demo, sku, 3)
    page.goto(f"{words['path']}/product/{product}/")
    page.fill("#quantity", "3")
    page.locator(".order button[type=submit]").click()
    fill_in(page)
    order(demo, (sku, 2))
    before = len(demo.orders())

    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("alert")).to_contain_text("1")
    expect(page.locator("[name='lines.0.quantity']")).to_have_value("1")
    expect(page.locator("[name='contact.name']")).to_have_value("Anna Berg")
    assert len(demo.orders()) == before
    page.locator("main form button[type=submit]").last.click()

    assert len(demo.orders()) == before + 1

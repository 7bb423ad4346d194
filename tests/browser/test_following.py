"""After an order: its page, cancelling it, ordering it again, finding it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import link_parts, order

Opens = Callable[..., Visit]

WORDS = {
    "en": {
        "path": "", "new": "Received, waiting for our answer", "cancel": "Cancel this order",
        "yes": "Yes, cancel it", "cancelled": "Cancelled", "again": "Order again", "find": "Send me the link",
        "told": "If there is such an order",
    },
    "ru": {
        "path": "/ru", "new": "Получен, ждёт нашего ответа", "cancel": "Отменить заказ",
        "yes": "Да, отменить", "cancelled": "Отменён", "again": "Заказать ещё раз", "find": "Прислать ссылку",
        "told": "Если такой заказ есть",
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["en", "ru"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def plainly(page: Page, placed: Any, language: str) -> None:
    """Opens an order's page without script, by what stands in its link."""
    number, key = link_parts(placed)
    page.goto(f"{WORDS[language]['path']}/order/")
    page.fill("#track-number", number)
    page.fill("#track-key", key)
    page.locator(".placed__find button").click()


@BOTH
@SIZES
def test_an_order_s_page_tells_everything_and_cancels(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    words, visitor = WORDS[language], visit(size=size)
    placed = order(demo, ("TP-02", 1), ("BT-05", 2), language=language)
    page = visitor.page

    page.goto(placed["track"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(placed["number"])
    expect(page.locator("[data-status]")).to_have_text(words["new"])
    expect(page.locator(".way__step")).to_have_count(5)
    expect(page.locator("[aria-current=step] .way__at")).not_to_be_empty()
    expect(page.locator(".placed__line img")).to_have_count(2)
    expect(page.locator("[data-outlook]")).not_to_be_empty()
    page.get_by_text(words["cancel"], exact=True).click()
    page.get_by_role("button", name=words["yes"]).click()

    expect(page.locator("[data-status]")).to_have_text(words["cancelled"])
    expect(page.locator("[data-status]")).to_be_focused()
    expect(page.locator("[data-reason]")).to_be_visible()
    expect(page.locator("[data-cancel]")).to_be_hidden()
    assert visitor.errors == []


@BOTH
def test_an_order_is_cancelled_without_script(demo: Shop, visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit(script=False, size=PHONE).page
    placed = order(demo, language=language)

    plainly(page, placed, language)
    expect(page.get_by_role("button", name=words["yes"])).to_be_hidden()
    page.get_by_text(words["cancel"], exact=True).click()
    page.get_by_role("button", name=words["yes"]).click()

    expect(page.locator(".placed__status")).to_have_text(words["cancelled"])
    expect(page.get_by_text(words["cancel"], exact=True)).to_have_count(0)


def test_cancelling_too_late_is_told_and_the_order_stays(demo: Shop, visit: Opens) -> None:
    page = visit().page
    placed = order(demo)
    problem = {"type": "urn:vitrina:problem:illegal_move", "title": "", "status": 409, "allowed": []}
    page.route("**/cancel", lambda route: route.fulfill(status=409, body=json.dumps(problem)))

    page.goto(placed["track"])
    page.get_by_text("Cancel this order", exact=True).click()
    page.get_by_role("button", name="Yes, cancel it").click()

    expect(page.locator("[data-complaint]")).to_contain_text("too late")
    expect(page.locator("[data-status]")).to_have_text(WORDS["en"]["new"])


def test_the_carrier_s_number_can_be_copied(demo: Shop, visit: Opens) -> None:
    visitor = visit()
    page, placed = visitor.page, order(demo)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def sent(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"tracking": "LX123456789DE"})

    page.route("**/api/track", sent)
    page.goto(placed["track"])
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "LX123456789DE"


@BOTH
@SIZES
def test_what_is_still_sold_is_ordered_again_and_the_rest_is_told(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    page = visit(size=size).page
    placed = order(demo, ("TP-02", 2), ("BT-05", 1), language=language)

    def with_something_old(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        old = told["lines"][0] | {"sku": "OLD-1", "name": "Old pot", "option": ""}
        route.fulfill(response=answer, json=told | {"lines": [*told["lines"], old]})

    page.route("**/api/track", with_something_old)
    page.goto(placed["track"])
    page.get_by_role("button", name=WORDS[language]["again"]).click()
    page.wait_for_url("**/basket/")

    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".line[data-sku='TP-02'] [data-quantity]")).to_have_value("2")
    expect(page.locator("[data-note]")).to_contain_text("Old pot")
    page.reload()
    expect(page.locator("[data-note]")).to_be_hidden()


@BOTH
def test_an_order_is_ordered_again_without_script(demo: Shop, visit: Opens, language: str) -> None:
    page = visit(script=False).page
    placed = order(demo, ("TP-02", 2), ("BT-05", 1), language=language)

    plainly(page, placed, language)
    page.get_by_role("button", name=WORDS[language]["again"]).click()

    expect(page.locator(".summary__line")).to_have_count(2)
    expect(page.locator("[name='lines.0.quantity']")).to_have_value("2")


@BOTH
@SIZES
def test_a_lost_link_is_sent_again(demo: Shop, visit: Opens, language: str, size: dict[str, int]) -> None:
    words, visitor = WORDS[language], visit(size=size)
    email = f"lost-{language}-{size['width']}@example.org"
    placed = order(demo, language=language, email=email)
    before = len([letter for letter in demo.letters(0, within=5) if letter["To"] == email])
    page = visitor.page

    page.goto(f"{words['path']}/order/")
    page.locator("[data-missing] a").click()
    page.wait_for_load_state()  # before its script runs, the form goes its plain way
    page.fill("[name=number]", placed["number"])
    page.fill("[name=email]", email.upper())
    page.get_by_role("button", name=words["find"]).click()

    expect(page.locator("[data-sent]")).to_contain_text(words["told"])
    expect(page.locator("[data-sent]")).to_be_focused()
    for _ in range(600):
        letters = [letter for letter in demo.letters(0, within=0) if letter["To"] == email]
        if len(letters) > max(before, 1):
            break
        page.wait_for_timeout(100)
    body: Any = letters[-1].get_body(("plain",))
    assert any(placed["track"] in letter.get_body(("plain",)).get_content() for letter in letters[1:]), body


def test_a_slip_in_the_number_is_told_beside_it(visit: Opens) -> None:
    page = visit().page
    page.goto("/find/")
    page.fill("[name=number]", "V-10427-8")
    page.fill("[name=email]", "anna@example.org")
    page.get_by_role("button", name="Send me the link").click()

    expect(page.locator("#number-error")).to_contain_text("no order number")
    expect(page.locator("[name=email]")).to_have_value("anna@example.org")
    expect(page.locator("[data-sent]")).to_be_hidden()


@BOTH
def test_a_lost_link_is_asked_for_without_script(demo: Shop, visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit(script=False, size=PHONE).page

    page.goto(f"{words['path']}/")
    page.locator(".footer a[href$='/find/']").click()
    page.fill("[name=number]", "V-10427-7")
    page.fill("[name=email]", "nobody@example.org")
    page.get_by_role("button", name=words["find"]).click()

    expect(page.locator("main")).to_contain_text(words["told"])

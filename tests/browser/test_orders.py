"""Somebody orders, with script and without, in both languages; the sums are worked out by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit

# 2 × Longjing 100 g at 23.90 = 47.80, 1 × kyusu at 86.00: 133.80. The courier is free from 60.00.
WORDS = {
    "en": {
        "path": "", "add": "Add to basket", "order": "Order this", "place": "Place the order",
        "total": "€133.80", "thanks": "Thank you",
    },
    "ru": {
        "path": "/ru", "add": "В корзину", "order": "Заказать", "place": "Заказать",
        "total": "133,80 €", "thanks": "Спасибо",
    },
}  # fmt: skip

Opens = Callable[..., Visit]


#: Nobody fills in a form faster; the shop doubts whoever does.
A_PERSON_MS = 2_100

_PEOPLE = count(1)


def fill_in(page: Page, **changed: str) -> str:
    """Types somebody new into the form, as slowly as a person; their e-mail address."""
    person = f"anna-{next(_PEOPLE)}@example.org"
    fields = {
        "contact.name": "Anna Berg",
        "contact.email": person,
        "contact.phone": f"+49 30 {random.randrange(1_000_000, 9_999_999)}",
        "delivery.address.street": "Invalidenstr. 1",
        "delivery.address.postcode": "10115",
        "delivery.address.city": "Berlin",
    } | {name.replace("__", "."): value for name, value in changed.items()}
    for name, value in fields.items():
        page.fill(f"[name='{name}']", value)
    page.wait_for_timeout(A_PERSON_MS)
    return person


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visitor_fills_the_basket_and_orders(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    words, before = WORDS[language], len(demo.orders())
    visitor = visit(size=size)
    page = visitor.page

    page.goto(f"{words['path']}/product/longjing/")
    page.check("input[value='GT-01-100']", force=True)
    page.fill("#quantity", "2")
    page.get_by_role("button", name=words["add"], exact=True).click()
    expect(page.locator("[data-announcer]")).not_to_be_empty()
    expect(page.locator("[data-count]")).to_have_text("2")
    page.goto(f"{words['path']}/product/kyusu/")
    page.get_by_role("button", name=words["add"], exact=True).click()
    page.goto(f"{words['path']}/basket/")
    expect(page.locator("[data-goods]")).to_have_text(words["total"])
    page.locator("[data-checkout]").click()
    expect(page.locator("[data-sum]")).to_have_text(words["total"])
    person = fill_in(page)
    page.get_by_role("button", name=words["place"], exact=True).click()
    page.wait_for_url("**/thanks/#*")

    expect(page.get_by_role("heading", level=1)).to_have_text(words["thanks"])
    expect(page.locator("[data-order] [data-sum]")).to_have_text(words["total"])
    order = demo.orders()[-1]
    assert len(demo.orders()) == before + 1
    expect(page.locator("[data-number]")).to_have_text(order["number"])
    letters = demo.letters_about(order["number"])
    assert len(letters) == 2
    recipients = {letter["To"].addresses[0].addr_spec for letter in letters}
    assert recipients == {person, "hello@clayandleaf.example"}
    for letter in letters:
        body: Any = letter.get_body(("plain",))
        assert "133.80" in body.get_content() or "133,80" in body.get_content()
    expect(page.locator("[data-count]")).to_be_hidden()
    assert visitor.errors == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_visitor_without_script_orders_a_product(demo: Shop, visit: Opens, language: str) -> None:
    words, before = WORDS[language], len(demo.orders())
    page = visit(script=False, size=PHONE).page

    page.goto(f"{words['path']}/product/yunomi/")
    page.fill("#quantity", "2")
    page.get_by_role("button", name=words["order"]).click()
    expect(page).to_have_url(re.compile("/api/quote$"))
    fill_in(page)
    page.locator("main form button[type=submit]").last.click()

    expect(page).to_have_url(re.compile("/api/orders$"))
    assert len(demo.orders()) == before + 1
    order = demo.orders()[-1]
    expect(page.locator("main")).to_contain_text(order["number"])
    # 2 × yunomi at 28.00 is 56.00, below 60.00, so the courier's 4.90 is added.
    expect(page.locator("main")).to_contain_text({"en": "€60.90", "ru": "60,90 €"}[language])
    assert len(demo.letters_about(order["number"])) == 2


def test_a_category_s_list_orders_several_things_at_once_without_script(demo: Shop, visit: Opens) -> None:
    before = len(demo.orders())
    page = visit(script=False).page

    page.goto("/catalog/cups/")
    page.locator("details.quick summary").click()
    lines = page.locator(".quick__line")
    lines.filter(has_text="Yunomi").locator("input[type=number]").fill("1")
    lines.filter(has_text="Chawan").locator("input[type=number]").fill("2")
    page.locator(".quick button").click()
    expect(page.locator("main")).to_contain_text("Yunomi")
    expect(page.locator("main")).to_contain_text("Chawan")
    fill_in(page)
    page.locator("main form button[type=submit]").last.click()

    expect(page).to_have_url(re.compile("/api/orders$"))
    assert len(demo.orders()) == before + 1


def test_mistakes_are_shown_beside_their_fields_and_nothing_typed_is_lost(demo: Shop, visit: Opens) -> None:
    before = len(demo.orders())
    page = visit().page
    page.goto("/product/kyusu/")
    page.get_by_role("button", name="Add to basket").click()
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()

    fill_in(page, contact__email="anna@", contact__phone="12", delivery__address__city="")
    page.get_by_role("button", name="Place the order").click()

    expect(page.locator("#contact-email-error")).to_be_visible()
    expect(page.locator("#contact-phone-error")).to_be_visible()
    expect(page.locator("#delivery-address-city-error")).to_be_visible()
    expect(page.locator("[data-errors] li")).to_have_count(3)
    expect(page.locator("[data-errors] li").first).to_have_text(re.compile("^E-mail: "))
    assert page.get_attribute("[name='contact.email']", "aria-invalid") == "true"
    page.reload()
    expect(page.locator("[name='contact.email']")).to_have_value("anna@")
    expect(page.locator("[name='contact.name']")).to_have_value("Anna Berg")
    assert len(demo.orders()) == before


def test_mistakes_without_script_come_back_with_everything_typed(demo: Shop, visit: Opens) -> None:
    before = len(demo.orders())
    page = visit(script=False).page
    page.goto("/product/kyusu/")
    page.get_by_role("button", name="Order this").click()

    fill_in(page, contact__email="anna@", delivery__address__city="")
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("[name='contact.email']")).to_have_value("anna@")
    expect(page.locator("[name='contact.name']")).to_have_value("Anna Berg")
    expect(page.locator("[name='contact.email']")).to_have_attribute("aria-invalid", "true")
    assert len(demo.orders()) == before


def test_two_options_become_two_groups_and_choose_price_and_variant(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    page.goto("/product/tasting-cup/")

    page.get_by_label("Ash", exact=True).check(force=True)
    page.get_by_label("60 ml", exact=True).check(force=True)
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_label("Ink", exact=True).check(force=True)
    expect(page.get_by_label("60 ml", exact=True)).to_be_checked()
    page.get_by_role("button", name="Add to basket").click()

    page.goto("/basket/")
    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".line__option").first).to_have_text(re.compile("Ash"))
    expect(page.locator(".line__option").last).to_have_text(re.compile("Ink"))
    assert visitor.errors == []


def test_the_basket_follows_changes_and_says_what_it_does(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/kyusu/")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("status")).to_contain_text("is in the basket")
    page.goto("/basket/")
    expect(page.locator("[data-goods]")).to_have_text("€86.00")

    page.fill(".line [data-quantity]", "3")
    page.press(".line [data-quantity]", "Tab")
    expect(page.locator("[data-goods]")).to_have_text("€258.00")
    page.locator("[data-remove]").click()

    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("was removed")
    expect(page.locator("[data-count]")).to_be_hidden()


def test_something_no_longer_sold_stays_in_the_basket_and_says_so(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/kyusu/")
    page.get_by_role("button", name="Add to basket").click()
    page.evaluate(
        "localStorage.setItem('vitrina-basket', JSON.stringify("
        "[{sku: 'OLD-1', quantity: 1}, {sku: 'TP-02', quantity: 1}]))"
    )

    page.goto("/basket/")

    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".line[data-sku='OLD-1'] [data-problem]")).to_be_visible()
    expect(page.locator("[data-goods]")).to_have_text("€86.00")


def test_the_link_in_the_letter_shows_the_order_and_a_wrong_one_does_not(demo: Shop, visit: Opens) -> None:
    page = visit(script=False).page
    page.goto("/product/yunomi/")
    page.get_by_role("button", name="Order this").click()
    person = fill_in(page)
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile("/api/orders$"))
    number = demo.orders()[-1]["number"]
    letter = next(letter for letter in demo.letters_about(number) if letter["To"] == person)
    body: Any = letter.get_body(("plain",))
    link = re.search(r"http://\S+/order/#\S+", body.get_content())
    assert link is not None

    holder = visit().page
    holder.goto(link[0])
    expect(holder.locator("[data-number]")).to_have_text(number)
    stranger = visit().page
    stranger.goto(link[0][:-1] + ("A" if link[0][-1] != "A" else "B"))

    expect(stranger.locator("[data-missing]")).to_be_visible()
    expect(stranger.locator("[data-order]")).to_be_hidden()

"""Reviews: from the page of an order, past the shop, to the page of the product; also without script."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import html5lib
import pytest
from playwright.sync_api import Page, expect

from shop import consents
from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import link_parts, order
from tests.browser.moderators import complete, left, move, newest, submit, wait_for
from tests.browser.test_accessibility import LOOKS, violations

Opens = Callable[..., Visit]

WORDS = {
    "en": {"path": "", "write": "Write a review", "send": "Send the review", "bought": "Bought here",
           "known": "We know from your order", "none": "Nobody has written about it yet.",
           "thanks": "Thank you."},
    "ru": {"path": "/ru", "write": "Написать отзыв", "send": "Отправить отзыв", "bought": "Куплено у нас",
           "known": "По вашему заказу видно", "none": "Пока никто не написал.", "thanks": "Спасибо."},
}  # fmt: skip
STORIES = pytest.mark.parametrize(
    ("language", "size", "script"),
    [("en", DESK, True), ("ru", PHONE, True), ("ru", PHONE, False), ("en", DESK, False)],
    ids=["en-desk", "ru-phone", "ru-phone-plain", "en-desk-plain"],
)
_NUMBERS = count(1)


def from_the_order(page: Page, placed: Any, words: dict[str, str], script: bool) -> None:
    """Opens the form of a review from the page of a complete order."""
    if script:
        page.goto(placed["track"])
        page.get_by_role("link", name=words["write"]).click()
        return
    number, key = link_parts(placed)
    page.goto(f"{words['path']}/order/")
    page.fill("#track-number", number)
    page.fill("#track-key", key)
    page.locator(".placed__find button").click()
    page.get_by_role("button", name=words["write"]).click()


@STORIES
def test_what_was_bought_is_reviewed_from_the_order_and_shown_once_it_is_approved(
    demo: Shop, visit: Opens, language: str, size: dict[str, int], script: bool
) -> None:
    words, visitor = WORDS[language], visit(size=size, script=script)
    number = next(_NUMBERS)
    text, thanks = (
        f"Pours well, number {number}.\n</p><script>alert(1)</script>",
        f"Thank you, Clara {number}.",
    )
    page = visitor.page
    placed = order(demo, ("TP-02", 1), language=language)
    complete(demo, link_parts(placed)[0])

    from_the_order(page, placed, words, script)
    if script:
        expect(page.locator("[data-bought]")).to_be_visible()
        expect(page.locator("[data-bought]")).to_contain_text(words["known"])
        assert link_parts(placed)[1] not in page.url
    page.locator(".rate__star").nth(3).click()
    page.locator("textarea[name=text]:visible").fill(text)
    page.locator("[name='contact.name']:visible").fill("Clara <3")
    page.wait_for_timeout(2100)  # as long as a person needs at least
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("main")).to_contain_text(words["thanks"])
    review = newest(demo, text)
    assert (review.bought, review.stars, review.sku, review.doubts) == (True, 4, "TP-02", ())
    move(demo, review.id, answer=thanks)
    wait_for(demo, f"{words['path']}/product/kyusu/", thanks)

    page.goto(f"{words['path']}/product/kyusu/")
    shown = page.locator(".review", has_text=text.splitlines()[0])
    expect(shown).to_contain_text("</p><script>alert(1)</script>")
    expect(shown).to_contain_text("Clara <3")
    expect(shown.locator(".review__bought")).to_have_text(words["bought"])
    expect(shown.locator(".answered")).to_contain_text(thanks)
    expect(page.locator(".product__rating")).to_be_visible()
    records = [
        json.loads(each) for each in page.locator("script[type='application/ld+json']").all_inner_texts()
    ]
    assert text in [each["reviewBody"] for each in records[0]["review"]]
    assert visitor.errors == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_anybody_can_review_and_stars_are_asked_for(demo: Shop, visit: Opens, script: bool) -> None:
    page, text = visit(script=script, size=PHONE).page, f"Found it in the shop, {next(_NUMBERS)}."
    page.goto("/product/gaiwan/")
    expect(page.locator("#reviews")).to_contain_text(WORDS["en"]["none"])

    page.locator("#review summary").click()
    page.locator("#review-text").fill(text)
    if script:
        page.get_by_role("button", name="Send the review").click()
        expect(page.locator("#review [data-errors]").first).to_contain_text("one to five stars")
    page.locator("#review .rate__star").nth(2).click()
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Send the review").click()
    if not script:
        expect(page.locator("textarea")).to_have_value(text)
        page.wait_for_timeout(2100)
        page.get_by_role("button", name="Send the review").click()
    expect(page.locator("main")).to_contain_text("Thank you.")

    review = newest(demo, text)
    assert (review.bought, review.stars) == (False, 3)


@LOOKS
def test_reviews_shut_nobody_out_and_stick_out_nowhere(
    demo: Shop, visit: Opens, language: str, scheme: str
) -> None:
    page = visit(size={"width": 320, "height": 640}, scheme=scheme).page
    path = f"{WORDS[language]['path']}/product/heron/"
    words = f"{language}-{scheme} " + "Wunderschönes" * 30
    sku = page.request.get(f"{demo.url}{path}").text().partition('name="sku" value="')[2].partition('"')[0]
    for stars in (1, 5):
        id = left(demo, "", kind="review", sku=sku, stars=stars, text=words)
        move(demo, id, answer="Thank you. " * 40)
        wait_for(demo, path, words)

    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('main details').forEach((box) => (box.open = true))")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/catalog/cups/" if "cups" in page.content() else "/catalog/")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_that_looks_at_a_review_once_more_shuts_nobody_out(visit: Opens, language: str) -> None:
    page = visit(size=PHONE, scheme="dark").page
    review = {
        "kind": "review", "sku": "TP-02", "text": "Fine", "language": language,
        "consent": consents.token(consents.FEEDBACK),
    }  # fmt: skip

    for fields in (review, review | {"idempotency_key": f"a-review-{language}"}):
        submit(page, "/api/feedback", fields)
        html5lib.HTMLParser(strict=True).parse(page.content())
        assert violations(page) == []

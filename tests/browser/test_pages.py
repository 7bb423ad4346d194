"""Every kind of page, in both languages: light, quiet, at home on a phone."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import PHONE, Shop, Visit
from tests.browser.kinds import PAGES, address
from tests.evidence.figures import note

Opens = Callable[..., Visit]

MOST_BYTES = 15_000


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_asks_nobody_else_and_complains_of_nothing(
    demo: Shop, visit: Opens, kind: str, language: str
) -> None:
    visitor = visit(size=PHONE)
    visitor.page.goto(address(kind, language))
    visitor.page.wait_for_load_state("networkidle")

    assert [url for url in visitor.asked if not url.startswith(demo.url)] == []
    assert visitor.errors == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", PAGES)
def test_nothing_sticks_out_on_a_phone(visit: Opens, kind: str, language: str) -> None:
    page = visit(size={"width": 320, "height": 640}).page
    page.goto(address(kind, language))
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("kind", PAGES)
def test_styles_and_scripts_stay_light(visit: Opens, kind: str) -> None:
    page = visit().page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(PAGES[kind])
    page.wait_for_load_state("networkidle")

    weights = {"stylesheet": 0, "script": 0}
    for answer in answers:
        of = answer.request.resource_type
        if of in weights and "_live" not in answer.url:
            weights[of] += len(gzip.compress(answer.body(), 9))
    linked = page.locator("link[rel=stylesheet]").count()
    assert len([answer for answer in answers if answer.request.resource_type == "stylesheet"]) == linked
    note(f"weight-{kind}", **{kind: weights})
    assert 0 < weights["stylesheet"] <= MOST_BYTES
    assert 0 < weights["script"] <= MOST_BYTES


def test_a_missing_page_is_answered_in_its_language(visit: Opens) -> None:
    page = visit().page

    english = page.goto("/product/nothing/")
    assert english is not None
    assert english.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Not here")
    russian = page.goto("/ru/product/nothing/")
    assert russian is not None
    assert russian.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Здесь ничего нет")


def test_switching_the_language_stays_on_the_page(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/kyusu/")

    page.locator(".header__languages a").click()

    assert page.url.endswith("/ru/product/kyusu/")
    assert page.get_attribute("html", "lang") == "ru"

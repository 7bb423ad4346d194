"""Every kind of page, in both languages: light, quiet, at home on a phone."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.conftest import Shop, Visit, entering
from tests.browser.kinds import PAGES, address
from tests.evidence.figures import note

Opens = Callable[..., Visit]

MOST_BYTES = 15_000
NARROW = 320


@dataclass(frozen=True)
class Look:
    """What there is to say of a page once nothing more is asked for."""

    asked: list[str]
    errors: list[str]
    width: int
    linked: int  #: style sheets
    weights: dict[str, list[int]]  #: of the style sheets and scripts that came


Looks = Callable[[str, str], Look]


@pytest.fixture(scope="module")
def look(browser: Browser, demo: Shop) -> Looks:
    """Each page is opened once, for all that is asked of it."""
    return cache(lambda kind, language: _looked(browser, demo, address(kind, language)))


def _looked(browser: Browser, shop: Shop, path: str) -> Look:
    visitor = entering(browser, shop, size={"width": NARROW, "height": 640})
    page, answers = visitor.page, list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path)
    page.wait_for_load_state("networkidle")

    weights: dict[str, list[int]] = {"stylesheet": [], "script": []}
    for answer in answers:
        if (of := answer.request.resource_type) in weights and "_live" not in answer.url:
            weights[of].append(len(gzip.compress(answer.body(), 9)))
    width = page.evaluate("document.documentElement.scrollWidth")
    linked = page.locator("link[rel=stylesheet]").count()
    visitor.context.close()
    return Look(visitor.asked, visitor.errors, width, linked, weights)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_asks_nobody_else_and_complains_of_nothing(
    demo: Shop, look: Looks, kind: str, language: str
) -> None:
    page = look(kind, language)

    assert len(page.asked) > 1
    assert [url for url in page.asked if not url.startswith(demo.url)] == []
    assert page.errors == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", PAGES)
def test_nothing_sticks_out_on_a_phone(look: Looks, kind: str, language: str) -> None:
    assert look(kind, language).width <= NARROW


@pytest.mark.parametrize("kind", PAGES)
def test_styles_and_scripts_stay_light(look: Looks, kind: str) -> None:
    page = look(kind, "en")

    weights = {of: sum(sizes) for of, sizes in page.weights.items()}
    assert len(page.weights["stylesheet"]) == page.linked
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

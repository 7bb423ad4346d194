"""Every kind of page, in both languages and colour schemes: accessible, light, quiet, at home on a phone."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit

Opens = Callable[..., Visit]

PAGES = {
    "home": "/",
    "catalog": "/catalog/",
    "category": "/catalog/cups/",
    "parent": "/catalog/tea/",
    "product": "/product/kyusu/",
    "choices": "/product/tasting-cup/",
    "sold-out": "/product/dong-ding/",
    "no-picture": "/product/mountain-mint/",
    "long-name": "/product/lapsang-souchong/",
    "text": "/delivery/",
    "basket": "/basket/",
    "checkout": "/checkout/",
    "thanks": "/thanks/",
    "order": "/order/",
    "missing": "/404.html",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MOST_BYTES = 15_000


def address(kind: str, language: str) -> str:
    return PAGES[kind] if language == "en" else f"/ru{PAGES[kind]}"


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes']]}" for v in found]


def fill_basket(page: Page) -> None:
    page.goto("/basket/")
    lines = (
        '[{"sku": "TP-02", "quantity": 1}, {"sku": "OO-04", "quantity": 1}, {"sku": "BT-05", "quantity": 2}]'
    )
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", lines)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", PAGES)
def test_nobody_is_shut_out(visit: Opens, kind: str, language: str, scheme: str) -> None:
    page = visit(size=PHONE if scheme == "dark" else DESK, scheme=scheme).page
    if kind in ("basket", "checkout"):
        fill_basket(page)
    page.goto(address(kind, language))
    page.wait_for_load_state("networkidle")
    for box in page.query_selector_all("details"):
        box.evaluate("box => box.open = true")

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_pages_that_answer_a_form_shut_nobody_out_either(
    visit: Opens, language: str, scheme: str
) -> None:
    page = visit(scheme=scheme, size=PHONE).page
    checkout = {"lines.0.sku": "TP-02", "lines.0.quantity": "1", "language": language}

    for path, fields in (
        ("/api/quote", checkout),
        ("/api/orders", checkout | {"contact.email": "anna@", "idempotency_key": f"axe-{language}-{scheme}"}),
        ("/api/quote", checkout | {"lines.0.sku": "NOT-THERE"}),
        ("/api/nowhere", checkout),
    ):
        page.goto("/404.html")
        page.evaluate(
            """([path, fields]) => {
                const form = Object.assign(document.createElement("form"), {method: "post", action: path});
                for (const [name, value] of Object.entries(fields)) {
                    const field = Object.assign(document.createElement("input"), {name, value, type: "hidden"});
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }""",
            [path, fields],
        )
        page.wait_for_url(f"**{path}")
        html5lib.HTMLParser(strict=True).parse(page.content())
        assert violations(page) == [], path


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
    weights = {"stylesheet": 0, "script": 0}

    def weigh(response: object) -> None:
        kind = response.request.resource_type  # type: ignore[attr-defined]
        if kind in weights and "_live" not in response.url:  # type: ignore[attr-defined]
            weights[kind] += len(gzip.compress(response.body(), 9))  # type: ignore[attr-defined]

    page.on("response", weigh)
    page.goto(PAGES[kind])
    page.wait_for_load_state("networkidle")

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


def test_the_whole_way_to_an_order_can_be_walked_by_keyboard(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/kyusu/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#quantity").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.goto("/checkout/")
    page.locator("[name='contact.name']").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement !== document.body")

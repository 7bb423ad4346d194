"""Nobody is shut out: axe-core on every kind of page, in both languages and both colour schemes."""

from __future__ import annotations

from collections.abc import Callable

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.kinds import PAGES, address
from tests.browser.test_orders import fill_in

Opens = Callable[..., Visit]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
    ):
        page.goto("/404.html")
        page.evaluate(
            """([path, fields]) => {
                const form = Object.assign(document.createElement("form"), {method: "post", action: path});
                for (const [name, value] of Object.entries(fields)) {
                    const field = document.createElement("input");
                    form.append(Object.assign(field, {name, value, type: "hidden"}));
                }
                document.body.append(form);
                form.submit();
            }""",
            [path, fields],
        )
        page.wait_for_url(f"**{path}")
        html5lib.HTMLParser(strict=True).parse(page.content())
        assert violations(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_a_checkout_with_mistakes_nor_a_placed_order_shuts_anybody_out(
    visit: Opens, scheme: str
) -> None:
    page = visit(scheme=scheme, size=PHONE).page
    page.goto("/404.html")
    lines = '[{"sku": "TP-02", "quantity": 1}]'
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", lines)
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    assert violations(page) == []

    fill_in(page)
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url("**/thanks/#*")
    expect(page.locator("[data-order]")).to_be_visible()
    assert violations(page) == []

"""Nobody is shut out: axe-core on every kind of page, in both languages and both colour schemes."""

from __future__ import annotations

import os
from collections.abc import Callable

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import call, link_parts, order
from tests.browser.kinds import PAGES, address
from tests.browser.test_orders import fill_in

Opens = Callable[..., Visit]

PROOF = bool(os.environ.get("VITRINA_PROOF"))

#: Each language and each scheme once; all of them together are part of `make evidence`.
LOOKS = pytest.mark.parametrize(
    ("language", "scheme"),
    [("en", "light"), ("ru", "dark"), *([("en", "dark"), ("ru", "light")] if PROOF else [])],
)

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the others are counted and not described, in a third less time
}

#: A colour that is still on its way to another has neither's contrast.
SETTLED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().map(each => each.finished)),
    new Promise(done => setTimeout(done, 2000)),
]).then(() => true)"""


def violations(page: Page) -> list[str]:
    page.evaluate(SETTLED)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes']]}" for v in found]


def fill_basket(page: Page) -> None:
    page.goto("/basket/")
    lines = (
        '[{"sku": "TP-02", "quantity": 1}, {"sku": "OO-04", "quantity": 1}, {"sku": "BT-05", "quantity": 2}]'
    )
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", lines)


@LOOKS
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


@LOOKS
def test_the_pages_that_answer_a_form_shut_nobody_out_either(
    visit: Opens, language: str, scheme: str
) -> None:
    page = visit(scheme=scheme, size=PHONE).page
    quick = {"lines.0.sku": "TP-02", "lines.0.quantity": "1", "language": language}
    checkout = quick | {"delivery.method": "courier"}
    feedback = {"kind": "thanks", "text": "For the tea", "language": language}

    for path, fields in (
        ("/api/quote", checkout),
        ("/api/orders", checkout | {"contact.email": "anna@", "idempotency_key": f"axe-{language}-{scheme}"}),
        ("/api/orders", quick | {"contact.email": "anna@", "idempotency_key": f"axe-q-{language}-{scheme}"}),
        ("/api/quote", checkout | {"lines.0.quantity": "999"}),
        ("/api/orders/find", {"number": "V-10427-7", "email": "nobody@example.org", "language": language}),
        ("/api/quote", checkout | {"lines.0.sku": "NOT-THERE"}),
        ("/api/feedback", feedback),
        ("/api/feedback", feedback | {"idempotency_key": f"axe-f-{language}-{scheme}", "kind": "none"}),
        ("/api/feedback", feedback | {"idempotency_key": f"axe-f-{language}-{scheme}"}),
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


@LOOKS
def test_an_order_on_its_way_or_cancelled_shuts_nobody_out(
    demo: Shop, visit: Opens, language: str, scheme: str
) -> None:
    placed = order(demo, ("TP-02", 1), ("BT-05", 1), language=language)
    page = visit(scheme=scheme, size=PHONE).page
    number, key = link_parts(placed)

    for _ in ("new", "cancelled"):
        page.goto("/404.html")
        page.goto(placed["track"])
        expect(page.locator("[data-order]")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((box) => (box.open = true))")
        assert violations(page) == []
        call(demo, f"/api/orders/{number}/cancel", {"number": number, "key": key})
    page.goto("/404.html")
    page.evaluate(
        """(fields) => {
            const form = document.createElement("form");
            Object.assign(form, {method: "post", action: "/api/track"});
            for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement("input"), {name, value, type: "hidden"}));
            }
            document.body.append(form);
            form.submit();
        }""",
        {"number": number, "key": key, "language": language},
    )
    page.wait_for_url("**/api/track")
    html5lib.HTMLParser(strict=True).parse(page.content())
    assert violations(page) == []


def test_what_has_changed_at_the_checkout_shuts_nobody_out(visit: Opens) -> None:
    page = visit(size=PHONE, scheme="dark").page
    page.goto("/404.html")
    lines = '[{"sku": "OLD-1", "quantity": 1}, {"sku": "BT-05", "quantity": 1}]'
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", lines)
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("checkout-changes")).to_be_visible()

    assert violations(page) == []

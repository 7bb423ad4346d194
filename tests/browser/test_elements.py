"""The scripts of the pages where things go wrong, or go on while a person is doing something else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, TimeoutError, expect

from tests.browser.conftest import Shop, Visit
from tests.browser.test_orders import fill_in

Opens = Callable[..., Visit]


def keep(page: Page, lines: str) -> None:
    page.goto("/404.html")
    page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", lines)


def test_the_focus_stays_where_a_person_has_put_it_while_prices_arrive(visit: Opens) -> None:
    page = visit().page
    keep(page, '[{"sku": "TP-02", "quantity": 1}, {"sku": "CU-02", "quantity": 1}]')
    page.goto("/basket/")

    page.locator("[data-quantity]").first.fill("2")
    page.keyboard.press("Tab")
    expect(page.locator("[data-goods]")).to_have_text("€200.00")

    expect(page.locator("[data-remove]").first).to_be_focused()


def test_a_basket_emptied_while_prices_are_on_their_way_stays_empty(visit: Opens) -> None:
    page = visit().page
    keep(page, '[{"sku": "TP-02", "quantity": 1}]')
    held: list[Route] = []
    page.goto("/basket/")
    expect(page.locator(".line")).to_have_count(1)
    page.route("**/api/quote", lambda route: held.append(route))
    page.fill("[data-quantity]", "2")
    page.keyboard.press("Tab")
    page.wait_for_timeout(200)

    page.locator("[data-remove]").click()
    for route in held:
        route.continue_()
    page.wait_for_timeout(400)

    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.locator("[data-full]")).to_be_hidden()


def test_prices_that_cannot_be_fetched_can_be_asked_for_again(visit: Opens) -> None:
    page = visit().page
    keep(page, '[{"sku": "TP-02", "quantity": 1}]')
    page.route("**/api/quote", lambda route: route.abort())
    page.goto("/basket/")
    expect(page.locator("[data-offline]")).to_be_visible()

    page.unroute("**/api/quote")
    page.locator("[data-retry]").click()

    expect(page.locator("[data-goods]")).to_have_text("€86.00")


def test_where_the_browser_keeps_nothing_the_form_goes_its_plain_way(visit: Opens) -> None:
    visitor = visit()
    visitor.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
    )
    page = visitor.page
    page.goto("/product/kyusu/")

    page.get_by_role("button", name="Order this").click()

    page.wait_for_url("**/api/quote")
    expect(page.locator("main")).to_contain_text("Kyusu")


def test_a_sold_out_line_keeps_the_basket_and_says_what_to_do(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    keep(page, '[{"sku": "OO-04", "quantity": 1}, {"sku": "TP-02", "quantity": 1}]')
    page.goto("/basket/")

    expect(page.locator(".line[data-sku='OO-04'] [data-problem]")).to_have_text(
        "Sold out for now. Please remove it to go on."
    )
    expect(page.locator("[data-checkout]")).to_be_hidden()
    expect(page.locator("[data-mend]")).to_be_visible()
    page.goto("/checkout/")
    expect(page.locator("[data-problem]").first).to_have_text("Sold out for now. Please remove it to go on.")
    assert visitor.errors == []


def test_a_checkout_whose_every_line_is_gone_says_so(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    keep(page, '[{"sku": "OLD-1", "quantity": 1}]')

    page.goto("/checkout/")

    expect(page.locator("[data-problem]")).to_have_text("This is no longer sold.")
    assert [error for error in visitor.errors if "422" not in error] == []


def test_choosing_a_variant_shows_its_own_price_and_the_picture_that_goes_with_it(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/heron/")

    page.get_by_label("Ink").check(force=True)

    expect(page.locator("[data-chosen-price]")).to_have_text("€104.00")
    expect(page.locator(".gallery__item").first.locator("img")).to_have_attribute(
        "src", page.locator("img[src*='heron-ink']").first.get_attribute("src") or ""
    )


def test_an_element_moved_on_the_page_still_does_things_once(visit: Opens) -> None:
    page = visit().page
    page.goto("/product/tasting-cup/")
    page.evaluate(
        """() => {
            const product = document.querySelector("product-options");
            const parent = product.parentElement;
            product.remove();
            parent.append(product);
        }"""
    )

    page.get_by_role("button", name="Add to basket").click()

    expect(page.locator("[data-option]")).to_have_count(2)
    expect(page.locator("[data-count]")).to_have_text("1")


def test_an_order_that_cannot_be_fetched_is_not_called_unknown(demo: Shop, visit: Opens) -> None:
    page = visit().page
    page.route("**/api/track", lambda route: route.abort())
    page.goto("/order/#V-10001-4.AAAAAAAAAAAAAAAAAAAAAAAAAAA")
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("[data-missing]")).to_be_hidden()

    page.unroute("**/api/track")
    page.locator("[data-retry]").click()

    expect(page.locator("[data-missing]")).to_be_visible()


def press_until_thanked(page: Page) -> None:
    """Presses the button as often as a person would who is told to try again."""
    for _ in range(3):
        page.get_by_role("button", name="Place the order").click()
        try:
            return page.wait_for_url("**/thanks/#*", timeout=20_000)
        except TimeoutError:
            continue
    raise AssertionError(page.locator("[data-notice]").text_content())


def test_a_lost_answer_and_a_second_try_make_one_order(demo: Shop, visit: Opens) -> None:
    page = visit().page
    keep(page, '[{"sku": "TP-02", "quantity": 1}]')
    page.goto("/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    fill_in(page)
    before = len(demo.orders())

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/orders", lose)
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("[data-notice]")).to_contain_text("it will not be placed twice")
    page.unroute("**/api/orders")
    page.fill("[name='note']", "One more thing")
    press_until_thanked(page)

    assert len(demo.orders()) == before + 1


def test_nobody_orders_without_having_seen_the_total(demo: Shop, visit: Opens) -> None:
    page = visit().page
    keep(page, '[{"sku": "TP-02", "quantity": 1}]')
    page.route("**/api/quote", lambda route: route.abort())
    page.goto("/checkout/")
    fill_in(page)
    before = len(demo.orders())

    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("[data-notice]")).to_contain_text("cannot be fetched")
    page.unroute("**/api/quote")
    page.get_by_role("button", name="Place the order").click()
    expect(page.locator("[data-notice]")).to_have_text("Please check the total and place the order again.")
    expect(page.locator("[data-sum]")).to_have_text("€86.00")
    assert len(demo.orders()) == before
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url("**/thanks/#*")

    assert len(demo.orders()) == before + 1


def test_a_basket_full_of_nonsense_is_still_a_basket(visit: Opens) -> None:
    visitor = visit()
    page = visitor.page
    many = ", ".join(f'{{"sku": "NO-{n}", "quantity": 1}}' for n in range(60))
    keep(page, f'[{{"sku": "TP-02", "quantity": 1.5}}, {{"sku": "TP-02", "quantity": 1e999}}, null, {many}]')
    page.evaluate(
        "sessionStorage.setItem('vitrina-checkout', '{'), sessionStorage.setItem('vitrina-attempt', '[')"
    )

    page.goto("/basket/")
    expect(page.locator(".line")).to_have_count(40)
    page.locator("[data-remove]").first.click()
    expect(page.locator(".line")).to_have_count(39)
    page.goto("/checkout/")
    expect(page.locator("[data-problem]")).to_have_count(39)

    assert [error for error in visitor.errors if "422" not in error] == []


def test_the_whole_way_to_an_order_can_be_walked_by_keyboard(demo: Shop, visit: Opens) -> None:
    page = visit().page
    before = len(demo.orders())

    def tab_to(selector: str) -> None:
        for _ in range(80):
            if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with Tab")

    page.goto("/product/kyusu/")
    tab_to(".order button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.goto("/basket/")
    expect(page.locator("[data-checkout]")).to_be_visible()
    tab_to("[data-checkout]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout/")
    expect(page.locator("[data-sum]")).not_to_be_empty()
    for name, words in (
        ("contact.name", "Anna Berg"),
        ("contact.email", "anna@example.org"),
        ("delivery.address.street", "Invalidenstr. 1"),
        ("delivery.address.postcode", "10115"),
        ("delivery.address.city", "Berlin"),
    ):
        tab_to(f"[name='{name}']")
        page.keyboard.type(words)
    tab_to(".checkout button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/#*")

    assert len(demo.orders()) == before + 1

"""Somebody needs help: writes with a picture, reads the answer, answers, says how it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from shop.tickets import PENDING, SOLVED
from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import order
from tests.browser.helpdesk import close, photograph, pictures, reply, ticket
from tests.browser.test_accessibility import violations
from tests.browser.test_orders import A_PERSON_MS

Opens = Callable[..., Visit]

WORDS = {
    "en": {
        "path": "", "support": "Support", "send": "Send", "open": "Open your page",
        "new": "Received, waiting for our answer", "pending": "Waiting for you", "solved": "Solved",
        "open_state": "We are working on it", "helped": "You said that we have helped",
        "answer": "Your answer", "wrong": "Something wrong with this order?", "look": "Look again",
    },
    "ru": {
        "path": "/ru", "support": "Поддержка", "send": "Отправить", "open": "Открыть вашу страницу",
        "new": "Получено, ждёт нашего ответа", "pending": "Ждём вас", "solved": "Решено",
        "open_state": "Мы им занимаемся", "helped": "Вы ответили, что мы помогли",
        "answer": "Ваш ответ", "wrong": "Что-то не так с заказом?", "look": "Обновить",
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["en", "ru"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])

_PEOPLE = count(1)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photograph(tmp_path)


def fill_in(page: Page, message: str = "The cup has arrived in two halves.") -> str:
    """Types somebody new into the form, as slowly as a person; their e-mail address."""
    person = f"vera-{next(_PEOPLE)}@example.org"
    page.check("[name=topic][value=return]", force=True)
    page.fill("[name=message]", message)
    page.fill("[name='contact.email']", person)
    page.wait_for_timeout(A_PERSON_MS)
    return person


def opened(page: Page, path: str = "") -> str:
    """Opens a ticket and its page, with script; its number."""
    page.goto(f"{path}/support/")
    page.wait_for_load_state("networkidle")
    fill_in(page)
    page.locator("[data-send]").click()
    expect(page.locator("[data-arrived]")).to_be_visible()
    number = page.locator("[data-number]").inner_text()
    page.locator("[data-arrived] a").click()
    expect(page.locator("[data-ticket]")).to_be_visible()
    return number


def plain_violations(visit: Opens, page: Page) -> list[str]:
    """The same for a page without script, in which nothing can be measured: in a copy that has some."""
    copy = visit(size=page.viewport_size).page
    html = page.content()
    copy.route("**/copy.html", lambda route: route.fulfill(content_type="text/html", body=html))
    copy.goto("/copy.html")
    return violations(copy)


def look_again(page: Page, stage: str) -> None:
    page.reload()
    expect(page.locator("[data-stage]")).to_have_text(stage)


@BOTH
@SIZES
def test_a_customer_is_helped(
    demo: Shop, visit: Opens, photo: Path, language: str, size: dict[str, int]
) -> None:
    words, visitor = WORDS[language], visit(size=size)
    page = visitor.page

    page.goto(f"{words['path']}/")
    page.locator(".footer").get_by_role("link", name=words["support"], exact=True).click()
    page.wait_for_load_state("networkidle")
    page.set_input_files("#pictures", [photo, photo])
    expect(page.locator(".pictures__preview")).to_have_count(2)
    page.locator(".pictures__remove").first.click()
    expect(page.locator(".pictures__preview")).to_have_count(1)
    person = fill_in(page, "The cup has arrived\nin two halves.")
    assert violations(page) == []
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("[data-arrived]")).to_be_focused()
    number = page.locator("[data-number]").inner_text()
    assert violations(page) == []
    page.get_by_role("link", name=words["open"]).click()

    expect(page.locator("[data-stage]")).to_have_text(words["new"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator(".entry__text")).to_have_text("The cup has arrived\nin two halves.")
    expect(page.locator(".entry img")).to_have_js_property("complete", True)
    assert page.locator(".entry img").evaluate("image => image.naturalHeight > image.naturalWidth")
    assert (ticket(demo, number).author.email, ticket(demo, number).doubts) == (person, ())

    reply(demo, number, "We are sorry.\n\nShall we send another one?", PENDING)
    look_again(page, words["pending"])
    expect(page.locator(".entry--shop .entry__text")).to_contain_text("Shall we send another one?")
    expect(page.locator("[data-write]")).to_have_text(words["answer"])
    assert violations(page) == []
    page.fill("#message", "Yes, please.")
    page.set_input_files("#pictures", [photo])
    expect(page.locator(".pictures__preview")).to_have_count(1)
    page.get_by_role("button", name=words["send"]).last.click()
    expect(page.locator("[data-done]")).to_be_focused()
    expect(page.locator("[data-stage]")).to_have_text(words["open_state"])
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator("#message")).to_have_value("")
    expect(page.locator(".pictures__preview")).to_have_count(0)

    reply(demo, number, "It left today.", SOLVED)
    look_again(page, words["solved"])
    page.check("[name=rating][value=good]", force=True)
    page.fill("#comment", "Quick!")
    assert violations(page) == []
    page.locator("[data-rate] button").click()
    expect(page.locator("[data-rated]")).to_contain_text(words["helped"])
    expect(page.locator("[data-rating]")).to_be_hidden()
    assert ticket(demo, number).rating == "good"
    assert visitor.errors == []


@BOTH
@SIZES
def test_a_customer_without_script_is_helped(
    demo: Shop, visit: Opens, photo: Path, language: str, size: dict[str, int]
) -> None:
    words, page = WORDS[language], visit(size=size, script=False).page

    page.goto(f"{words['path']}/support/")
    expect(page.locator("input[type=file]")).to_be_hidden()
    fill_in(page, "The cup has arrived\nin two halves.")
    page.get_by_role("button", name=words["send"]).click()
    assert plain_violations(visit, page) == []
    page.set_input_files("#pictures", [photo])
    page.wait_for_timeout(A_PERSON_MS)
    page.get_by_role("button", name=words["send"]).click()
    assert plain_violations(visit, page) == []
    link = page.locator(".support__address").inner_text()
    number = link.partition("#")[2].partition(".")[0]
    expect(page.locator(".support__number")).to_contain_text(number)

    page.goto(f"{words['path']}/support/ticket/")
    page.fill("#ticket-number", number)
    page.fill("#ticket-key", link.rpartition(".")[2])
    page.locator(".ticket__open button").click()
    expect(page.locator(".ticket__stage")).to_have_text(words["new"])
    assert page.locator(".entry img").evaluate("image => image.naturalHeight > image.naturalWidth")
    assert ticket(demo, number).doubts == ()

    reply(demo, number, "Shall we send another one?", PENDING)
    page.get_by_role("button", name=words["look"]).click()
    expect(page.locator(".entry--shop")).to_contain_text("Shall we send another one?")
    page.fill("#message", "Yes, please.")
    page.set_input_files("#pictures", [photo])
    assert plain_violations(visit, page) == []
    page.get_by_role("button", name=words["send"]).last.click()
    expect(page.locator(".ticket__stage")).to_have_text(words["open_state"])
    expect(page.locator(".entry")).to_have_count(3)

    reply(demo, number, "It left today.", SOLVED)
    page.get_by_role("button", name=words["look"]).click()
    good = page.locator("[name=rating][value=good]")
    page.locator("label", has=good).click()
    expect(good).to_be_checked()
    assert plain_violations(visit, page) == []
    page.locator(".rating button").click()
    expect(page.locator(".rating__said")).to_contain_text(words["helped"])


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@BOTH
def test_an_order_s_page_leads_here_and_brings_the_order_along(
    demo: Shop, visit: Opens, script: bool, language: str
) -> None:
    words, page = WORDS[language], visit(script=script, size=PHONE).page
    placed = order(demo, ("TP-02", 1), ("BT-05", 2), language=language)

    if script:
        page.goto(placed["track"])
        page.get_by_role("link", name=words["wrong"]).click()
        expect(page.locator("[data-known]")).to_be_visible()
        expect(page.locator("[data-typed]")).to_be_hidden()
        expect(page.locator("[data-reachable]")).to_be_visible()
    else:
        number, key = placed["track"].partition("#")[2].split(".")
        page.goto(f"{words['path']}/order/")
        page.fill("#track-number", number)
        page.fill("#track-key", key)
        page.locator(".placed__find button").click()
        page.get_by_role("button", name=words["wrong"]).click()
    expect(page.locator("[name=skus]:checked")).to_have_count(2)
    assert (violations(page) if script else plain_violations(visit, page)) == []
    page.uncheck("[name=skus][value=BT-05]")
    page.fill("[name=message]", "The lid does not sit.")
    page.wait_for_timeout(A_PERSON_MS)
    page.get_by_role("button", name=words["send"]).click()

    shown = page.locator("[data-number]" if script else ".support__number")
    expect(shown).to_contain_text("T-")
    match = re.search(r"T-\d+-\d", shown.inner_text())
    assert match is not None
    kept = ticket(demo, match[0])
    assert (kept.order_number, kept.skus) == (placed["number"], ("TP-02",))


def test_what_is_sent_of_a_picture_is_small_upright_and_says_nothing_of_its_camera(
    demo: Shop, visit: Opens, photo: Path
) -> None:
    page = visit().page
    assert b"SecretCamera" in photo.read_bytes()
    page.goto("/support/")
    page.wait_for_load_state("networkidle")
    page.set_input_files("#pictures", [photo])
    fill_in(page)

    with page.expect_request("**/api/tickets") as sent:
        page.locator("[data-send]").click()
    expect(page.locator("[data-arrived]")).to_be_visible()

    (encoded,) = sent.value.post_data_json["pictures"]
    assert len(encoded) < 1_000_000
    (content,) = pictures(demo, page.locator("[data-number]").inner_text())
    assert b"SecretCamera" not in content
    assert len(content) <= 350_000
    image = Image.open(BytesIO(content))
    assert image.size == (1200, 1600)


def test_mistakes_are_told_at_their_fields_and_nothing_typed_is_lost(
    visit: Opens, photo: Path, tmp_path: Path
) -> None:
    visitor = visit(size=PHONE, scheme="dark")
    page = visitor.page
    (tmp_path / "notes.jpg").write_text("This is no picture.")
    page.goto("/support/")
    page.wait_for_load_state("networkidle")
    page.set_input_files("#pictures", [photo, tmp_path / "notes.jpg"])
    expect(page.locator("#pictures-error")).to_contain_text("notes.jpg is not a picture")
    page.set_input_files("#pictures", [photo, photo, photo])
    expect(page.locator("#pictures-error")).to_contain_text("3 pictures are the most")
    expect(page.locator(".pictures__preview")).to_have_count(3)
    page.fill("[name='order.number']", "V-10427-8")
    page.fill("[name='contact.email']", "vera@")

    page.locator("[data-send]").click()

    expect(page.locator("[data-errors]")).to_be_focused()
    for field in ("message", "order-number", "contact-email"):
        expect(page.locator(f"#{field}-error")).to_be_visible()
        expect(page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name='contact.email']")).to_have_value("vera@")
    expect(page.locator(".pictures__preview")).to_have_count(3)
    assert violations(page) == []
    assert [error for error in visitor.errors if "422" not in error] == []


def test_mistakes_are_told_without_script_and_the_files_are_asked_for_again(
    visit: Opens, photo: Path
) -> None:
    page = visit(script=False, size=PHONE).page
    page.goto("/support/")
    fill_in(page)
    page.get_by_role("button", name="Send").click()
    page.fill("[name='contact.email']", "vera@")
    page.set_input_files("#pictures", [photo])

    page.get_by_role("button", name="Send").click()

    expect(page.locator(".notice--error")).to_contain_text("E-mail")
    expect(page.locator(".pictures__again")).to_be_visible()
    expect(page.locator("[name='contact.email']")).to_have_value("vera@")
    expect(page.locator("[name=message]")).to_have_value("The cup has arrived in two halves.")
    assert plain_violations(visit, page) == []


def test_a_message_that_was_not_answered_arrives_once(demo: Shop, visit: Opens) -> None:
    page = visit().page
    page.goto("/support/")
    page.wait_for_load_state("networkidle")
    person = fill_in(page)
    keys = []

    def lost(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.on(
        "request", lambda r: keys.append(r.headers.get("idempotency-key")) if r.method == "POST" else None
    )
    page.route("**/api/tickets", lost)
    page.locator("[data-send]").click()
    expect(page.locator("[data-notice]").first).to_contain_text("will not arrive twice")
    page.unroute("**/api/tickets")
    page.locator("[data-send]").click()
    expect(page.locator("[data-arrived]")).to_be_visible()

    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert ticket(demo, page.locator("[data-number]").inner_text()).author.email == person


def test_a_link_that_opens_nothing_can_be_asked_for_again(visit: Opens) -> None:
    page = visit(size=PHONE).page

    page.goto("/support/ticket/#T-10001-4.not-the-key")
    expect(page.locator("[data-missing]")).to_be_visible()
    assert violations(page) == []
    page.fill("[name=number]", "T-10001-4")
    page.fill("[name=email]", "vera@example.org")
    page.get_by_role("button", name="Send me the link").click()

    expect(page.locator("[data-sent]")).to_contain_text("If there is such a request")
    expect(page.locator("[data-sent]")).to_be_focused()


def test_without_an_answer_from_the_shop_the_page_can_try_again(visit: Opens) -> None:
    page = visit().page
    number = opened(page)
    page.route("**/view", lambda route: route.abort())

    page.reload()
    expect(page.locator("[data-offline]")).to_be_visible()
    page.unroute("**/view")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_a_message_to_a_closed_ticket_leads_to_the_one_that_goes_on_from_it(demo: Shop, visit: Opens) -> None:
    page = visit().page
    number = opened(page)
    reply(demo, number, "Done.", SOLVED)
    close(demo, number)
    look_again(page, "Closed")
    expect(page.locator("[data-closed]")).to_be_visible()

    page.fill("#message", "It is back.")
    page.get_by_role("button", name="Send").last.click()

    expect(page.locator("[data-follows]")).to_contain_text(number)
    expect(page.locator(".entry__text")).to_have_text("It is back.")
    assert number not in page.url


def test_long_words_stay_on_the_page(demo: Shop, visit: Opens) -> None:
    page = visit(size={"width": 320, "height": 640}).page
    page.goto("/support/")
    page.wait_for_load_state("networkidle")
    fill_in(page, f"https://example.org/{'x' * 300}\n\n" + "A long sentence about a teapot. " * 60)
    page.fill("[name='contact.name']", "Wolfeschlegelsteinhausenbergerdorff" * 2)
    page.locator("[data-send]").click()
    page.locator("[data-arrived] a").click()
    expect(page.locator(".entry")).to_have_count(1)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320

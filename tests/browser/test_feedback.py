"""What visitors tell the shop: in a dialog over any page, and on a page of its own without script."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.test_accessibility import LOOKS, violations

Opens = Callable[..., Visit]

WORDS = {
    "en": {
        "path": "", "shop": "Clay & Leaf", "button": "Feedback", "title": "Your feedback", "close": "Close",
        "problem": "Problem", "question": "Question", "send": "Send", "again": "Write something else",
        "thanks": "Thank you", "reached": "It has reached us.", "failed": "This could not be sent.",
        "look": "Nothing has been sent yet.", "wrong": "e-mail address",
    },
    "ru": {
        "path": "/ru", "shop": "Глина и лист", "button": "Ваше мнение", "title": "Ваше мнение",
        "close": "Закрыть", "problem": "Проблема", "question": "Вопрос", "send": "Отправить",
        "again": "Написать ещё что-нибудь", "thanks": "Спасибо", "reached": "Мы это получили.",
        "failed": "Отправить не получилось.", "look": "Пока ничего не отправлено.", "wrong": "адрес почты",
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["en", "ru"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def button(page: Page) -> Locator:
    return page.locator("feedback-button a")


def open_dialog(page: Page) -> Locator:
    """Presses the button once its script is there."""
    expect(button(page)).to_have_attribute("role", "button")
    button(page).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def answering(page: Page, *answers: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers what is sent with these in turn; tells what was sent."""
    waiting, sent = list(answers), []

    def answer(route: Route) -> None:
        key = route.request.headers["idempotency-key"]
        sent.append(json.loads(route.request.post_data or "") | {"key": key})
        status, body = waiting.pop(0)
        route.abort() if not status else route.fulfill(status=status, json=body)

    page.route("**/api/feedback", answer)
    return sent


def posts(shop: Shop) -> list[dict[str, Any]]:
    """All that visitors have left there."""
    with closing(sqlite3.connect(shop.state / "orders.sqlite3")) as store:
        found = store.execute("SELECT record FROM cases WHERE kind = 'post'").fetchall()
    return [json.loads(record) for (record,) in found]


@BOTH
@SIZES
def test_the_form_comes_as_a_dialog_over_the_page(visit: Opens, language: str, size: dict[str, int]) -> None:
    words, visitor = WORDS[language], visit(size=size)
    page = visitor.page
    sent = answering(
        page, (201, {"id": "1", "state": "pending", "shown": False, "message": "Read <b> soon."})
    )
    page.goto(f"{words['path']}/product/kyusu/?from=letter#secret")

    dialog = open_dialog(page)
    expect(dialog).to_have_accessible_name(words["title"])
    dialog.get_by_label(words["problem"]).check(force=True)
    dialog.locator("[name=text]").fill("The lid\nis chipped")
    dialog.get_by_role("button", name=words["send"]).click()

    expect(dialog.locator("[data-left]")).to_be_focused()
    expect(dialog.locator("[data-left]")).to_contain_text("Read <b> soon.")
    expect(dialog.get_by_role("heading", name=words["thanks"])).to_be_visible()
    assert {name: sent[0][name] for name in ("kind", "text", "page", "language")} == {
        "kind": "problem", "text": "The lid\nis chipped", "page": f"{words['path']}/product/kyusu/",
        "language": language,
    }  # fmt: skip
    assert sent[0]["form_token"]
    assert "contact" not in sent[0]
    assert page.url.endswith("#secret")
    assert visitor.errors == []


@BOTH
@SIZES
def test_what_is_written_in_the_dialog_arrives(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    words, visitor, text = WORDS[language], visit(size=size), f"Said in {language} at {size['width']}"
    page = visitor.page
    page.goto(f"{words['path']}/product/kyusu/")
    dialog = open_dialog(page)
    dialog.get_by_label(words["problem"]).check(force=True)
    dialog.locator("[name=text]").fill(text)

    dialog.get_by_role("button", name=words["send"]).click()

    expect(dialog.locator("[data-told]")).to_contain_text(words["reached"])
    [post] = [post for post in posts(demo) if post["text"] == text]
    assert (post["kind"], post["page"]) == ("problem", f"{words['path']}/product/kyusu/")
    assert visitor.errors == []


@BOTH
@SIZES
def test_what_is_written_without_script_is_looked_at_once_more_and_arrives(
    demo: Shop, visit: Opens, language: str, size: dict[str, int]
) -> None:
    words, page, text = (
        WORDS[language],
        visit(size=size, script=False).page,
        f"Plainly {language} {size['width']}",
    )
    page.goto(f"{words['path']}/delivery/")
    button(page).click()
    page.get_by_label(words["question"]).check(force=True)
    page.fill("[name=text]", text)

    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator(".notice")).to_contain_text(words["look"])
    assert not [post for post in posts(demo) if post["text"] == text]
    page.fill("[name='contact.email']", "anna@")
    page.get_by_role("button", name=words["send"]).click()
    expect(page.locator("#contact-email-error")).to_contain_text(words["wrong"])
    expect(page.locator("[name=text]")).to_have_value(text)
    page.fill("[name='contact.email']", "")
    page.get_by_role("button", name=words["send"]).click()

    expect(page.locator("main")).to_contain_text(words["reached"])
    [post] = [post for post in posts(demo) if post["text"] == text]
    assert (post["kind"], post["language"]) == ("question", language)


@BOTH
def test_the_dialog_is_left_by_keyboard_and_keeps_what_was_typed(visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit().page
    page.goto(f"{words['path']}/delivery/")
    expect(button(page)).to_have_attribute("role", "button")
    button(page).focus()
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_be_focused()

    dialog.locator("[name=text]").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=text]")).to_have_value("Half a thought")
    dialog.get_by_role("button", name=words["close"]).click()

    expect(dialog).to_be_hidden()
    expect(button(page)).to_be_focused()


def test_the_focus_stays_in_the_dialog(visit: Opens) -> None:
    page = visit().page
    page.goto("/delivery/")
    open_dialog(page)

    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


@BOTH
def test_mistakes_stand_beside_their_fields(visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit(size=PHONE).page
    errors = [
        {"field": "contact.email", "code": "not_an_email", "message": "No address."},
        {"field": "text", "code": "required", "message": "Say something."},
        {"field": "kind", "code": "choose_kind", "message": "Choose."},
    ]
    answering(page, (422, {"title": "Look again", "status": 422, "errors": errors}))
    page.goto(f"{words['path']}/product/kyusu/")  # where another form has fields of the same names
    dialog = open_dialog(page)

    dialog.locator("[name='contact.email']").fill("anna@")
    dialog.get_by_role("button", name=words["send"]).click()

    expect(dialog.locator("[data-errors]")).to_be_focused()
    expect(dialog.locator("#feedback-contact-email-error")).to_have_text("No address.")
    expect(dialog.locator("#feedback-text-error")).to_have_text("Say something.")
    expect(dialog.locator("#feedback-kind-error")).to_have_text("Choose.")
    expect(dialog.locator("[name='contact.email']")).to_have_value("anna@")
    dialog.locator("[data-errors] a").nth(1).click()
    expect(dialog.locator("[name=text]")).to_be_focused()
    assert violations(page) == []


@BOTH
def test_what_was_not_answered_is_sent_again_and_left_once(visit: Opens, language: str) -> None:
    words, page = WORDS[language], visit().page
    thanks = {"id": "1", "state": "pending", "shown": False, "message": "Read soon."}
    sent = answering(page, (0, {}), (503, {"title": "Not now", "status": 503}), (201, thanks), (201, thanks))
    page.goto(f"{words['path']}/delivery/")
    dialog = open_dialog(page)
    dialog.locator("[name=text]").fill("Open on Sundays")
    send = dialog.get_by_role("button", name=words["send"])

    for _ in range(2):
        send.click()
        expect(dialog.locator("[data-notice]")).to_contain_text(words["failed"])
        expect(dialog.locator("[data-notice]")).to_be_focused()
        expect(dialog.locator("[name=text]")).to_have_value("Open on Sundays")
    send.click()
    expect(dialog.locator("[data-left]")).to_be_visible()
    dialog.get_by_role("button", name=words["again"]).click()
    expect(dialog.locator("[name=text]")).to_be_focused()
    expect(dialog.locator("[name=text]")).to_have_value("")
    dialog.locator("[name=text]").fill("Open on Sundays")
    send.click()
    expect(dialog.locator("[data-left]")).to_be_visible()

    assert len({one["key"] for one in sent[:3]}) == 1
    assert sent[3]["key"] != sent[0]["key"]


def test_a_refusal_is_told_in_the_shop_s_words(visit: Opens) -> None:
    page = visit().page
    answering(page, (429, {"title": "That is too much at once.", "status": 429}))
    page.goto("/delivery/")
    dialog = open_dialog(page)
    dialog.locator("[name=text]").fill("Hello")

    dialog.get_by_role("button", name="Send").click()

    expect(dialog.locator("[data-notice]")).to_have_text("That is too much at once.")


def test_where_the_form_cannot_be_fetched_its_page_is_gone_to(visit: Opens) -> None:
    page = visit().page
    page.goto("/delivery/")
    expect(button(page)).to_have_attribute("role", "button")
    page.route(
        re.compile(r"/feedback/\?"),
        lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_(),
    )

    button(page).click()

    page.wait_for_url(re.compile(r"/feedback/\?page=/delivery/$"))


def test_the_form_s_page_knows_where_its_link_was(visit: Opens) -> None:
    page = visit().page
    sent = answering(page, *[(422, {"title": "No", "status": 422})] * 3)

    for query in ("?page=/product/kyusu/%3Fa=1%23key", "?page=https://blog.example/tea/%3Fq=1", ""):
        page.goto(f"/feedback/{query}")
        page.locator("feedback-form [name=text]").fill("Hello")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("feedback-form [data-notice]")).to_have_text("No")

    assert [one.get("page") for one in sent] == ["/product/kyusu/", "https://blog.example/tea/", None]


@LOOKS
@SIZES
def test_the_dialog_shuts_nobody_out(visit: Opens, language: str, size: dict[str, int], scheme: str) -> None:
    words, page = WORDS[language], visit(size=size, scheme=scheme).page
    answering(page, (201, {"id": "1", "state": "pending", "shown": False, "message": "Read soon."}))
    page.goto(f"{words['path']}/product/kyusu/")
    dialog = open_dialog(page)
    page.wait_for_timeout(300)  # until it has come to rest: colours are judged by what is seen

    assert violations(page) == []
    dialog.locator("[name=text]").fill("Hello")
    dialog.get_by_role("button", name=words["send"]).click()
    expect(dialog.locator("[data-left]")).to_be_visible()
    assert violations(page) == []


def test_nothing_moves_for_those_who_want_no_motion(visit: Opens) -> None:
    page = visit().page
    page.emulate_media(reduced_motion="reduce")
    page.goto("/delivery/")

    dialog = open_dialog(page)

    assert dialog.evaluate("box => getComputedStyle(box).animationName") == "none"

"""The owner at a phone: from the letter in the mailbox to a thing that is done, without script."""

from __future__ import annotations

import base64
import json
import re
import secrets
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOT, Shop, Visit
from tests.browser.customers import call, order
from tests.browser.test_accessibility import violations

Opens = Callable[..., Visit]


def letter_about(shop: Shop, which: str, subject: str) -> EmailMessage:
    """The owner's letter with *which* in it, a number or a title, and those words in its subject."""
    for expected in range(1, 500):
        for letter in shop.letters(expected):
            body = letter.get_body(("plain",))
            if subject in letter["Subject"] and body and which in f"{letter['Subject']} {body.get_content()}":
                return letter
    raise AssertionError(f"no letter about {which}")


def ask(shop: Shop, path: str) -> Any:
    with urllib.request.urlopen(shop.url + path) as answer:
        return json.load(answer)


def button(letter: EmailMessage) -> str:
    """Where the letter's button leads."""
    body = letter.get_body(("html",))
    assert body is not None
    found = re.search(r'href="([^"]*/desk/act/[^"]+)"', str(body.get_content()))
    assert found
    return found[1]


def test_the_owner_moves_an_order_from_the_letter(demo: Shop, visit: Opens) -> None:
    placed = order(demo, ("TP-03", 1), ("BT-05", 2))
    page = visit(script=False, size=PHONE).page
    page.goto(button(letter_about(demo, placed["number"], "New order")))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {placed['number']}")

    page.get_by_role("button", name="Confirm the order").click()
    expect(page.get_by_role("status")).to_contain_text("Done.")
    page.reload()
    page.get_by_label("A comment, for your own eyes").first.fill("blue ribbon")
    page.get_by_role("button", name="Begin to pack").click()
    page.get_by_label("The carrier’s number, if there is one").fill("LX 123")
    page.get_by_role("button", name="It leaves").click()

    expect(page.locator(".act__state")).to_have_text("Ready for you")
    expect(page.locator(".act__pasts")).to_contain_text("blue ribbon")
    assert [row["status"] for row in demo.orders() if row["number"] == placed["number"]] == ["delivery"]
    assert letter_about(demo, placed["number"], "ready for you")


def ticket(shop: Shop) -> str:
    """The number of one that a customer has opened, with a picture."""
    picture = (ROOT / "content" / "images" / "assam-cup.jpg").read_bytes()
    body = {
        "topic": "return",
        "message": "The cup came in two pieces.",
        "contact": {"name": "Berta Klein", "email": "berta-ticket@example.org"},
        "pictures": [base64.b64encode(picture).decode()],
    }
    number: str = call(shop, "/api/tickets", body, secrets.token_hex(8))["number"]
    return number


def test_the_owner_answers_a_ticket_from_the_letter(demo: Shop, visit: Opens) -> None:
    number = ticket(demo)
    opened = visit(script=False, size=PHONE)
    page = opened.page
    page.goto(button(letter_about(demo, number, "New request")))
    expect(page.locator(".act__message--customer")).to_contain_text("The cup came in two pieces.")
    assert page.locator(".act__picture").evaluate("picture => picture.complete && picture.naturalWidth > 0")

    page.get_by_label("Your message to the customer").fill("Dear Berta,")
    page.get_by_label("Answers you send often").select_option(label="Arrived broken")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_label("Your message to the customer")).to_have_value(
        re.compile("^Dear Berta,\n\nWe are")
    )
    page.get_by_role("button", name="Send, and wait for the customer").click()

    expect(page.get_by_role("status")).to_contain_text("Done.")
    expect(page.locator(".act__state")).to_have_text("Waits for the customer")
    expect(page.locator(".act__message--shop")).to_contain_text("We are sorry about that.")
    assert letter_about(demo, number, "")["To"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert all(url.startswith(demo.url) for url in opened.asked)


def idea(shop: Shop, title: str) -> str:
    """The id of one that a visitor has left."""
    body = {
        "kind": "idea",
        "title": title,
        "text": "Our table is long.\n\nPlease make a bigger pot.",
        "contact": {"name": "Berta Klein", "email": "berta-idea@example.org"},
        "consent": "feedback.1",
    }
    id: str = call(shop, "/api/feedback", body, secrets.token_hex(8))["id"]
    return id


def test_the_owner_approves_an_idea_from_the_letter(demo: Shop, visit: Opens) -> None:
    title = f"A pot for six {secrets.token_hex(3)}"
    id = idea(demo, title)
    page = visit(script=False, size=PHONE).page
    page.goto(button(letter_about(demo, title, "An idea from a visitor")))
    expect(page.get_by_role("heading", level=1)).to_have_text("An idea")
    assert id not in [each["id"] for each in ask(demo, "/api/feedback")["ideas"]]

    page.get_by_label("Your answer, for everybody").fill("We ask our potter.")
    page.get_by_role("button", name="Publish it").click()

    expect(page.get_by_role("status")).to_contain_text("Done.")
    (shown,) = (each for each in ask(demo, "/api/feedback")["ideas"] if each["id"] == id)
    assert (shown["title"], shown["answer"]["text"]) == (title, "We ask our potter.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_post_s_page_shuts_nobody_out(demo: Shop, visit: Opens, scheme: str) -> None:
    title = f"A pot for six, {scheme}"
    idea(demo, title)
    page = visit(size=PHONE, scheme=scheme).page
    page.goto(button(letter_about(demo, title, "An idea from a visitor")))

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_ticket_s_page_shuts_nobody_out(demo: Shop, visit: Opens, scheme: str) -> None:
    page = visit(size=PHONE, scheme=scheme).page
    page.goto(button(letter_about(demo, ticket(demo), "New request")))
    page.locator("details").evaluate_all("boxes => boxes.forEach(box => box.open = true)")

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_page_shuts_nobody_out_and_asks_nobody_else(demo: Shop, visit: Opens, scheme: str) -> None:
    placed = order(demo)
    opened = visit(size=PHONE, scheme=scheme)
    page = opened.page
    page.goto(button(letter_about(demo, placed["number"], "New order")))

    assert violations(page) == []
    page.get_by_text("Cancel the order").first.click()
    page.get_by_label("Why; the customer").select_option("")
    page.locator("form").last.evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose why it is cancelled.")
    page.wait_for_load_state("load")

    assert violations(page) == []
    assert all(url.startswith(demo.url) for url in opened.asked)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

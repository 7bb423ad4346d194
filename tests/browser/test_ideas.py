"""Ideas from the first word to the shop's answer: proposed, shown, voted for, merged, also without script."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from itertools import count
from xml.etree import ElementTree

import html5lib
import pytest
from playwright.sync_api import Page, expect

from shop.posts import COMPLETED, PLANNED
from tests.browser.conftest import DESK, PHONE, Shop, Visit
from tests.browser.customers import call
from tests.browser.moderators import code_for, left, merge, move, newest, submit, wait_for
from tests.browser.test_accessibility import LOOKS, violations

Opens = Callable[..., Visit]

WORDS = {
    "en": {
        "path": "", "propose": "Propose something", "send": "Send the idea", "code": "We have sent a code",
        "confirmed": "Thank you.", "planned": "Planned", "confirm": "Confirm", "counted": "Your vote counts.",
        "apart": "and 1 not confirmed",
    },
    "ru": {
        "path": "/ru", "propose": "Предложить идею", "send": "Отправить идею", "code": "на почту код",
        "confirmed": "Спасибо.", "planned": "В планах", "confirm": "Подтвердить",
        "counted": "Ваш голос учтён.", "apart": "и ещё 1 без подтверждения",
    },
}  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["en", "ru"])
STORIES = pytest.mark.parametrize(
    ("language", "size", "script"),
    [("en", DESK, True), ("ru", PHONE, True), ("ru", PHONE, False), ("en", DESK, False)],
    ids=["en-desk", "ru-phone", "ru-phone-plain", "en-desk-plain"],
)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2
_NUMBERS = count(1)


def somebody() -> str:
    return f"voter-{next(_NUMBERS)}@example.org"


def tally(page: Page) -> str:
    return " ".join(page.locator(".post__side [data-votes]").inner_text().split())


def unfold(page: Page, words: dict[str, str]) -> None:
    """Opens the form, which stands open on an empty board."""
    if not page.locator("#idea-title").is_visible():
        page.get_by_text(words["propose"], exact=True).click()


def shown(shop: Shop, title: str, state: str = "") -> str:
    """The path of an idea that everybody can see."""
    id = left(shop, title)
    move(shop, id)
    if state:
        move(shop, id, state, "We said so.")
    path = f"/ideas/{id}/"
    wait_for(shop, path, "We said so." if state else "")
    return path


@STORIES
def test_an_idea_is_proposed_approved_shown_and_voted_for(
    demo: Shop, visit: Opens, language: str, size: dict[str, int], script: bool
) -> None:
    words, visitor, author = WORDS[language], visit(size=size, script=script), somebody()
    page, title = visitor.page, f"Samples <b>{next(_NUMBERS)}</b>"

    page.goto(f"{words['path']}/ideas/")
    unfold(page, words)
    page.fill("#idea-title", title)
    page.fill("#idea-text", f"{title} with every order.\nPlease.")
    page.fill("#idea-contact-name", "Clara")
    page.fill("#idea-contact-email", author)
    page.wait_for_timeout(2100)  # as long as a person needs at least: what is quicker is looked at
    page.get_by_role("button", name=words["send"]).click()
    if not script:
        page.get_by_role("heading", level=1).wait_for()
        assert page.input_value("#title") == title
        page.wait_for_timeout(2100)
        page.locator("form.feedback button").click()
    expect(page.locator("main")).to_contain_text(words["code"])
    page.locator("[name=code]:visible").fill(code_for(demo, author))
    page.get_by_role("button", name=words["confirm"]).click()
    expect(page.locator("main")).to_contain_text(words["confirmed"])
    id = newest(demo, title).id
    assert title not in page.request.get("/ideas/new/").text()
    move(demo, id)
    move(demo, id, PLANNED, "From spring on.")
    wait_for(demo, f"/ideas/{id}/", "From spring on.")

    page.goto(f"{words['path']}/ideas/new/")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".post__main")).to_contain_text("From spring on.")
    expect(page.locator(".state")).to_have_text(words["planned"])
    other = visit(size=size, script=script)
    other.page.goto(page.url)
    vote_by_code(demo, other.page, words, somebody(), script)
    if script:
        expect(other.page.locator(".post__side [data-verified]")).to_have_text("2")
    assert visitor.errors + other.errors == []


def vote_by_code(shop: Shop, page: Page, words: dict[str, str], email: str, script: bool) -> None:
    page.locator(".vote summary").click()
    page.fill("[name=email]", email)
    page.wait_for_timeout(2100)  # as long as a person needs at least
    page.locator(".vote__form:visible button").click()
    if not script:
        # A page of the site has no token against robots; the one that answers it has.
        page.wait_for_timeout(2100)
        page.locator(".vote__form button").click()
    page.locator("[name=code]:visible").fill(code_for(shop, email))
    page.get_by_role("button", name=words["confirm"]).click()
    expect(page.locator("main")).to_contain_text(words["counted"])


@BOTH
def test_a_vote_without_an_address_is_counted_apart_and_kept_in_mind(
    demo: Shop, visit: Opens, language: str
) -> None:
    words, visitor = WORDS[language], visit(size=PHONE)
    page, path = visitor.page, words["path"] + shown(demo, f"Apart {language}")

    page.goto(path)
    page.locator(".vote summary").click()
    page.locator(".vote__form:visible button").click()

    expect(page.locator("[data-told]").first).to_contain_text(words["counted"])
    expect(page.locator("[data-told]").first).to_be_focused()
    expect(page.locator(".post__side [data-more]")).to_have_text(words["apart"])
    page.reload()
    expect(page.locator(".post__side [data-more]")).to_have_text(words["apart"])
    expect(page.locator(".votes--mine")).to_have_count(1)
    page.goto(f"{words['path']}/ideas/new/")
    expect(page.locator(".votes--mine")).not_to_have_count(0)
    assert visitor.errors == []


def test_a_wrong_code_is_told_beside_it_and_the_right_one_still_counts(demo: Shop, visit: Opens) -> None:
    page, path, email = visit().page, shown(demo, "Codes"), somebody()
    page.goto(path)
    page.locator(".vote summary").click()
    page.fill("[name=email]", email)
    page.locator(".vote__form:visible button").click()
    right = code_for(demo, email)

    page.locator("[name=code]:visible").fill(f"{(int(right.replace(' ', '')) + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#vote-code-code-error")).to_contain_text("That is not the code")
    page.locator("[name=code]:visible").fill(right)
    page.get_by_role("button", name="Confirm").click()

    expect(page.locator("[data-confirmed]")).to_be_focused()
    expect(page.locator("idea-vote [data-told]")).to_be_hidden()
    expect(page.locator(".post__side [data-verified]")).to_have_text("1")


def test_whoever_has_confirmed_an_address_votes_again_with_one_press(demo: Shop, visit: Opens) -> None:
    page, email = visit().page, somebody()
    first, second = shown(demo, "First of two"), shown(demo, "Second of two")
    page.goto(first)
    vote_by_code(demo, page, WORDS["en"], email, script=True)

    page.goto(second)
    page.locator(".vote summary").click()

    expect(page.locator("[data-told]").first).to_contain_text("Your vote counts.")
    expect(page.locator(".post__side [data-verified]")).to_have_text("1")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("чашку", "Чашки с ручкой для левшей"),
        ("чаш", "Чашки с ручкой для левшей"),
        ("ручками", "Чашки с ручкой для левшей"),
        ("wrapping", "Gifts wrapped in cloth"),
        ("gift", "Gifts wrapped in cloth"),
    ],
)
def test_similar_ideas_are_shown_while_the_title_is_typed(
    demo: Shop, visit: Opens, typed: str, expected: str
) -> None:
    page = visit(size=PHONE).page
    for title in ("Чашки с ручкой для левшей", "Gifts wrapped in cloth", "Opening hours on Sunday"):
        if title not in page.request.get(f"{demo.url}/ideas/similar.json").text():
            shown(demo, title)

    page.goto("/ideas/")
    unfold(page, WORDS["en"])
    page.locator("#idea-title").press_sequentially(typed)

    expect(page.locator("[data-found] a").first).to_have_text(expected)
    assert page.locator("[data-found] a").count() <= 5
    page.fill("#idea-title", "please the and")
    expect(page.locator("[data-found]")).to_be_hidden()


def test_a_duplicate_leads_to_the_original_that_has_its_votes(demo: Shop, visit: Opens) -> None:
    page = visit().page
    original, duplicate = shown(demo, "The original"), shown(demo, "The duplicate")
    page.goto(duplicate)
    vote_by_code(demo, page, WORDS["en"], somebody(), script=True)

    merge(demo, duplicate.split("/")[2], original.split("/")[2])
    wait_for(demo, duplicate, "goes on here")
    page.goto(duplicate)
    page.get_by_role("link", name="The original").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The original")
    expect(page.locator(".post__side [data-verified]")).to_have_text("1")


def test_what_is_decided_takes_no_votes_and_stands_on_the_roadmap(demo: Shop, visit: Opens) -> None:
    page = visit(script=False).page
    path = shown(demo, "Done already", COMPLETED)

    page.goto(path)
    expect(page.locator(".vote__closed")).to_be_visible()
    expect(page.locator(".vote")).to_have_count(0)
    page.goto("/ideas/roadmap/")
    expect(page.locator("[aria-labelledby=roadmap-completed]")).to_contain_text("Done already")


def test_the_feed_is_found_and_read(demo: Shop, visit: Opens) -> None:
    page, path = visit().page, shown(demo, "Feed & <more>")
    page.goto("/ideas/")

    feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
    root = ElementTree.fromstring(page.request.get(f"{demo.url}{feed}").text())

    titles = {entry.findtext("{*}title"): entry.findtext("{*}id") for entry in root.findall("{*}entry")}
    assert titles["Feed & <more>"] == f"{demo.url}{path}"


@LOOKS
def test_ideas_shut_nobody_out_and_stick_out_nowhere(
    demo: Shop, visit: Opens, language: str, scheme: str
) -> None:
    words = WORDS[language]
    page = visit(size={"width": 320, "height": 640}, scheme=scheme).page
    path = shown(demo, f"Long {LONG}"[:100], PLANNED)

    for place in (path, "/ideas/", "/ideas/planned/", "/ideas/roadmap/"):
        page.goto(words["path"] + place)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('main details').forEach((box) => (box.open = true))")
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
    page.goto(words["path"] + path)
    page.locator(".vote summary").click()
    page.fill("[name=email]", somebody())
    page.locator(".vote__form:visible button").click()
    expect(page.locator("[name=code]:visible")).to_be_visible()
    assert violations(page) == []


@BOTH
def test_the_pages_that_answer_a_vote_shut_nobody_out(demo: Shop, visit: Opens, language: str) -> None:
    page = visit(size=PHONE, scheme="dark").page
    address = f"/api/feedback/{shown(demo, f'Plainly {language}').split('/')[2]}/vote"
    proof = call(demo, address, {"email": somebody(), "form_token": token(demo)})["proof"]

    for fields in ({"email": "no address"}, {"email": somebody()}, {"proof": proof, "code": "abc"}, {}):
        submit(page, address, {"language": language, **fields})
        html5lib.HTMLParser(strict=True).parse(page.content())
        assert violations(page) == [], fields


def token(shop: Shop) -> str:
    """A token that is old enough by the time it is asked for."""
    with urllib.request.urlopen(f"{shop.url}/api/form-token") as answer:
        text: str = json.load(answer)["token"]
    time.sleep(2.1)
    return text

"""The feedback button on a page of another site, which lets in its script and its calls and nothing else."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.blog import Blog, serve
from tests.browser.conftest import DESK, PATIENCE, PHONE, ROOT, Shop, serving
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.test_feedback import WORDS, posts
from tests.evidence.figures import note

MOST_BYTES = 4096

BOTH = pytest.mark.parametrize("language", ["en", "ru"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture(scope="module")
def blog() -> Iterator[Blog]:
    yield from serve()


@pytest.fixture(scope="module")
def known(blog: Blog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that knows the other site."""
    folder = tmp_path_factory.mktemp("known")
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    text = (ROOT / "content" / "shop.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^feedback:.*(\n +.*)*\n", "", text)
    (content / "shop.yaml").write_text(text + f"feedback: {{sites: ['{blog.url}']}}\n", encoding="utf-8")
    yield from serving(content, folder)


@dataclass
class Visitor:
    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def refused(self) -> list[str]:
        """What the page's policy did not let happen."""
        found: list[str] = self.page.evaluate("window.refused")
        return found


Opens = Callable[..., Visitor]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Opens]:
    contexts: list[BrowserContext] = []

    def opened(*, script: bool = True, size: object = DESK, scheme: str = "light") -> Visitor:
        context = browser.new_context(java_script_enabled=script, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(
            "window.refused = []; document.addEventListener('securitypolicyviolation',"
            " (event) => window.refused.push(event.violatedDirective + ' ' + event.blockedURI))"
        )
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitor.page.on("request", lambda request: visitor.asked.append(request.url))
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on(
            "console", lambda told: visitor.errors.append(told.text) if told.type == "error" else None
        )
        return visitor

    yield opened
    for context in contexts:
        context.close()


def copied(page: Page, shop: Shop, blog: Blog, language: str, attributes: str = "") -> None:
    """Puts on the other site's page what the shop's page for its owner gives to copy."""
    page.goto(f"{shop.url}{WORDS[language]['path']}/feedback/widget/")
    snippet, policy = (page.locator("[data-code]").nth(place).inner_text() for place in (0, 2))
    blog.body = snippet.replace("<vitrina-feedback", f"<vitrina-feedback{attributes}")
    blog.policy = f"default-src 'none'; {policy}; require-trusted-types-for 'script'; trusted-types 'none'"


def open_dialog(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def code_in_letter(shop: Shop, page: Page, address: str) -> str:
    """The six digits that were sent to that address, once they were."""
    for _ in range(600):
        for letter in shop.letters(0, within=0):
            body: Any = letter.get_body(("plain",))
            if letter["To"] == address and (found := re.search(r"\b\d{6}\b", body.get_content())):
                return found[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"no code was sent to {address}")


def test_the_script_is_small() -> None:
    script = (ROOT / "templates" / "assets" / "widget.js").read_bytes()
    weight = len(gzip.compress(script, 9))

    note("widget-weight", widget=weight)
    assert weight <= MOST_BYTES


def test_the_script_keeps_nothing_and_writes_no_markup() -> None:
    script = (ROOT / "templates" / "assets" / "widget.js").read_text(encoding="utf-8")

    for word in (
        "cookie",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "innerHTML",
        "eval",
        "http:",
        "https:",
    ):
        assert word not in script


@BOTH
@SIZES
def test_what_is_written_on_another_site_arrives(
    reader: Opens, known: Shop, blog: Blog, language: str, size: dict[str, int]
) -> None:
    words, visitor = WORDS[language], reader(size=size)
    page, text = visitor.page, f"From {language} at {size['width']}"
    copied(page, known, blog, language)
    visitor.asked.clear()
    page.goto(f"{blog.url}/tea/?from=letter#a-key")

    dialog = open_dialog(page, words["button"])
    expect(dialog).to_have_accessible_name(words["title"])
    expect(dialog).to_contain_text(words["shop"])
    expect(dialog.get_by_role("link")).to_have_attribute("href", f"{known.url}{words['path']}/privacy/")
    dialog.get_by_label(words["problem"]).check()
    dialog.locator("textarea").fill(text)
    dialog.get_by_role("button", name=words["send"]).click()

    expect(dialog.locator(".done")).to_be_focused()
    expect(dialog.locator(".done")).to_contain_text(words["thanks"])
    [post] = [post for post in posts(known) if post["text"] == text]
    assert (post["kind"], post["page"]) == ("problem", f"{blog.url}/tea/")
    assert [url for url in visitor.asked if not url.startswith((known.url, blog.url))] == []
    assert (visitor.refused, visitor.errors) == ([], [])
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@BOTH
def test_without_script_the_link_leads_to_the_shop_s_form(
    reader: Opens, known: Shop, blog: Blog, language: str
) -> None:
    words, visitor = WORDS[language], reader(script=False, size=PHONE)
    page = visitor.page
    copied(page, known, blog, language)
    page.goto(blog.url)

    page.get_by_role("link", name=words["button"]).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
    assert page.url == f"{known.url}{words['path']}/feedback/"


def test_where_the_shop_does_not_answer_the_link_is_there(reader: Opens, known: Shop, blog: Blog) -> None:
    page = reader().page
    copied(page, known, blog, "en")
    page.route("**/widget.js", lambda route: route.abort())

    page.goto(blog.url)

    expect(page.get_by_role("link", name="Feedback")).to_be_visible()


def test_where_its_words_cannot_be_had_the_shop_s_form_is_gone_to(
    reader: Opens, known: Shop, blog: Blog
) -> None:
    page = reader().page
    copied(page, known, blog, "en")
    page.route("**/widget/en.json", lambda route: route.abort())
    page.goto(f"{blog.url}/tea/")

    page.get_by_role("button", name="Feedback").click()

    page.wait_for_url(re.compile(re.escape(f"{known.url}/feedback/?page=")))
    expect(page.locator("feedback-form [name=page]")).to_have_value(f"{blog.url}/tea/")


def test_a_site_the_shop_does_not_know_is_told_and_loses_nothing(
    reader: Opens, demo: Shop, blog: Blog
) -> None:
    page = reader().page
    copied(page, demo, blog, "en")
    page.goto(blog.url)
    dialog = open_dialog(page, "Feedback")
    dialog.locator("textarea").fill("Let me in")

    dialog.get_by_role("button", name="Send").click()

    expect(dialog.locator("form > .error")).to_be_focused()
    expect(dialog.locator("form > .error")).to_contain_text("could not be sent")
    expect(dialog.locator("textarea")).to_have_value("Let me in")


def test_mistakes_stand_beside_their_fields(reader: Opens, known: Shop, blog: Blog) -> None:
    page = reader(size=PHONE).page
    copied(page, known, blog, "ru")
    page.goto(blog.url)
    dialog = open_dialog(page, "Ваше мнение")
    email = dialog.locator("[name='contact.email']")
    email.fill("anna@")

    dialog.get_by_role("button", name="Отправить").click()

    expect(dialog.locator("textarea")).to_be_focused()
    expect(dialog.locator("textarea")).to_have_accessible_description("Заполните это поле.")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_value("anna@")
    assert violations(page) == []


def test_an_idea_with_an_address_leads_to_where_its_code_is_typed_in(
    reader: Opens, known: Shop, blog: Blog
) -> None:
    page = reader().page
    copied(page, known, blog, "en")
    page.goto(blog.url)
    dialog = open_dialog(page, "Feedback")
    dialog.locator("textarea").fill("Samples with every order")
    dialog.locator("[name='contact.email']").fill("widget@example.org")
    page.wait_for_timeout(2100)  # as long as a person takes at least

    dialog.get_by_role("button", name="Send").click()

    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Type in the code").click()
    shop = opened.value
    expect(shop.locator("confirm-code [name=code]")).to_be_visible()
    assert "#" not in shop.url
    shop.fill("confirm-code [name=code]", code_in_letter(known, shop, "widget@example.org"))
    shop.locator("confirm-code button").click()
    expect(shop.locator("confirm-code [data-confirmed]")).to_be_focused()


def test_the_keyboard_opens_and_leaves_it_and_what_was_typed_stays(
    reader: Opens, known: Shop, blog: Blog
) -> None:
    page = reader().page
    copied(page, known, blog, "en")
    page.goto(blog.url)
    tab = page.get_by_role("button", name="Feedback")

    tab.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_be_focused()
    dialog.locator("textarea").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tab).to_be_focused()
    tab.press("Space")
    expect(dialog.locator("textarea")).to_have_value("Half a thought")
    dialog.get_by_role("button", name="Close").click()

    expect(tab).to_be_focused()


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("#f2c14e", "rgb(0, 0, 0)"),
        ("rebeccapurple", "rgb(255, 255, 255)"),
        ("nonsense", "rgb(255, 255, 255)"),
    ],
)
def test_its_looks_are_the_other_site_s_to_choose(
    reader: Opens, known: Shop, blog: Blog, colour: str, words: str
) -> None:
    page = reader().page
    copied(page, known, blog, "en", f' text="Say <so>" colour="{colour}" side="left"')
    page.goto(blog.url)

    tab = page.get_by_role("button", name="Say <so>")

    expect(tab).to_have_css("color", words)
    expect(tab).to_have_css("position", "fixed")
    assert (tab.bounding_box() or {})["x"] == 0
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@SIZES
def test_it_shuts_nobody_out(
    reader: Opens, known: Shop, blog: Blog, size: dict[str, int], scheme: str
) -> None:
    page = reader(size=size, scheme=scheme).page
    copied(page, known, blog, "en")
    page.goto(blog.url)
    assert violations(page) == []

    open_dialog(page, "Feedback")

    assert violations(page) == []


@LOOKS
def test_the_owner_s_page_gives_what_is_to_be_copied(
    reader: Opens, known: Shop, blog: Blog, language: str, scheme: str
) -> None:
    page = reader(size=PHONE, scheme=scheme).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=known.url)
    page.goto(f"{known.url}{WORDS[language]['path']}/feedback/widget/")

    page.locator("[data-copy]").first.click()

    assert page.evaluate("navigator.clipboard.readText()").startswith('<script type="module"')
    expect(page.locator("main")).to_contain_text(blog.url)
    assert page.get_attribute("meta[name=robots]", "content") == "noindex"
    assert violations(page) == []

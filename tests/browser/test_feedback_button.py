"""The feedback button: on every page, and before nothing that is read or pressed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.kinds import PAGES, address
from tests.browser.test_feedback import button

Opens = Callable[..., Visit]

#: The form's own page needs no button, nor does the one about it.
OTHERS = [kind for kind in PAGES if kind not in ("feedback", "widget")]


@pytest.mark.parametrize("kind", OTHERS)
def test_every_page_leads_to_the_form(visit: Opens, kind: str) -> None:
    page = visit(size=PHONE, script=False).page
    page.goto(address(kind, "ru"))

    button(page).click()

    expect(page).to_have_url(re.compile(r"/ru/feedback/\?page=/ru/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваше мнение")


def covered(page: Page) -> list[str]:
    """Words and things to press that the button would stand before, wherever the page is scrolled to."""
    found: list[str] = page.evaluate(
        """() => {
          const own = document.querySelector("feedback-button");
          const fixed = getComputedStyle(own).position === "fixed";
          const box = own.getBoundingClientRect();
          const before = (rect) => rect.width > 1 && rect.left < box.right && rect.right > box.left &&
            (fixed || (rect.top < box.bottom && rect.bottom > box.top));
          const seen = (node) => node.checkVisibility?.() ?? node.parentElement.checkVisibility();
          const trapped = (node) => (node.closest ? node : node.parentElement).closest(".trap");
          const others = [...document.querySelectorAll("a, button, input, select, textarea, summary")];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) if (walker.currentNode.data.trim()) others.push(walker.currentNode);
          const free = others.filter((node) => !own.contains(node) && seen(node) && !trapped(node));
          return free.filter((node) => {
            const range = document.createRange();
            range.selectNode(node);
            return [...range.getClientRects()].some(before);
          }).map((node) => node.textContent.trim() || node.name);
        }"""
    )
    return found


@pytest.mark.parametrize("kind", OTHERS)
def test_the_button_stands_before_nothing_that_is_read_or_pressed(visit: Opens, kind: str) -> None:
    page = visit().page
    page.goto(address(kind, "ru"))
    page.wait_for_load_state("networkidle")

    for width in (320, 390, 768, 1024, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        assert covered(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_button_is_not_printed(visit: Opens) -> None:
    page = visit().page
    page.goto("/delivery/")

    page.emulate_media(media="print")

    expect(button(page)).to_be_hidden()

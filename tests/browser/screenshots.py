"""`make screenshots`: what a person sees, for docs/images/ and for a look after every visible change."""

from __future__ import annotations

import base64
import secrets
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from shop.posts import COMPLETED, OPEN, PLANNED, STARTED
from shop.tickets import PENDING
from tests.browser import chromium
from tests.browser.conftest import DESK, PHONE, ROOT, Shop, serving
from tests.browser.customers import call, order
from tests.browser.helpdesk import reply
from tests.browser.moderators import code_for, left, move, store, wait_for
from tests.browser.test_desk import button, letter_about
from tests.browser.test_ideas import token

FOLDER = ROOT / "docs" / "images"
_BASKET = '[{"sku": "TP-02", "quantity": 1}, {"sku": "CU-01-ASH-60", "quantity": 2}]'

#: Ideas, what the shop has said to them, and how many want them.
IDEAS = (
    ("Gift cards", "My sister loves your cups, and I never know which one.", STARTED, "They are printed.", 3),
    ("A teapot for six", "The largest one is enough for four of us.", "", "", 1),
    (
        "Samples of tea",
        "One pot each of five teas, to find mine.",
        PLANNED,
        "From spring on.",
        2,
    ),
    ("Pick up on Saturdays", "I work until seven.", COMPLETED, "Since November, from 10 to 14.", 1),
)

#: file name -> path, window, colour scheme
SHOTS = {
    "home-desktop": ("/", DESK, "light"),
    "home-phone": ("/", PHONE, "light"),
    "home-dark-russian": ("/ru/", DESK, "dark"),
    "category-desktop": ("/catalog/cups/", DESK, "light"),
    "category-phone-russian": ("/ru/catalog/black/", PHONE, "light"),
    "product-desktop": ("/product/heron/", DESK, "light"),
    "product-phone-dark": ("/product/gaiwan/", PHONE, "dark"),
    "product-phone-russian": ("/ru/product/longjing/", PHONE, "light"),
    "text-desktop": ("/delivery/", DESK, "light"),
    "basket-phone": ("/basket/", PHONE, "light"),
    "checkout-desktop": ("/checkout/", DESK, "light"),
    "checkout-phone-dark-russian": ("/ru/checkout/", PHONE, "dark"),
    "order-desktop": ("order", DESK, "light"),
    "order-phone-dark-russian": ("ru/order", PHONE, "dark"),
    "support-desktop": ("/support/", DESK, "light"),
    "support-phone-russian": ("/ru/support/", PHONE, "light"),
    "ticket-desktop": ("ticket", DESK, "light"),
    "ticket-phone-dark": ("ticket", PHONE, "dark"),
    "find-phone": ("/find/", PHONE, "light"),
    "board-desktop": ("board", DESK, "light"),
    "board-phone-dark-russian": ("ru/board", PHONE, "dark"),
    "feedback-desktop": ("feedback", DESK, "light"),
    "feedback-phone-russian": ("/ru/feedback/", PHONE, "light"),
    "act-ticket-phone": ("act/ticket", PHONE, "light"),
    "act-order-phone": ("act/order", PHONE, "light"),
    "missing-phone": ("/404.html", PHONE, "light"),
}


def main(names: Sequence[str]) -> None:
    """Takes the pictures of those names, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        _shop(Path(folder)) as shop,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        for name in names or SHOTS:
            path, size, scheme = SHOTS[name]
            context = browser.new_context(base_url=shop.url, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            _shoot(context.new_page(), _address(shop, path), FOLDER / f"{name}.jpg")
            context.close()
        browser.close()


def _address(shop: Shop, path: str) -> str:
    """The path as it stands, or the link of what the path names, which is made for the picture."""
    language = "ru" if path.startswith("ru/") else "en"
    match path.removeprefix("ru/"):
        case "order":
            return _order(shop, language)["track"]
        case "ticket":
            return _answered(shop)["track"]
        case "board":
            _fill_board(shop)
            return f"{'/ru' if language == 'ru' else ''}/ideas/"
        case "feedback":
            return "/product/heron/"
        case "act/ticket":
            return button(letter_about(shop, _ticket(shop)["number"], "New request"))
        case "act/order":
            return button(letter_about(shop, _order(shop, "en")["number"], "New order"))
    return path


def _order(shop: Shop, language: str) -> dict[str, str]:
    placed: dict[str, str] = order(shop, ("TP-03", 1), ("BT-05", 2), language=language)
    return placed


def _ticket(shop: Shop) -> dict[str, str]:
    picture = base64.b64encode((ROOT / "content" / "images" / "gaiwan.jpg").read_bytes()).decode()
    body = {
        "topic": "return",
        "message": "The lid of my gaiwan has a crack, from the knob to the rim.\n\nThe box was whole.",
        "contact": {"name": "Berta Klein", "email": "berta@example.org"},
        "pictures": [picture],
    }
    told: dict[str, str] = call(shop, "/api/tickets", body, secrets.token_hex(8))
    return told


def _answered(shop: Shop) -> dict[str, str]:
    """A ticket that the shop has answered."""
    told = _ticket(shop)
    words = "Dear Berta,\n\nthat should not happen. Shall we send a new lid, or the money back?\n\nClara"
    reply(shop, told["number"], words, PENDING)
    return told


def _fill_board(shop: Shop) -> None:
    """Ideas in some of the states they come to, once."""
    with store(shop) as ports:
        if ports.posts.listed((OPEN,), 1):
            return
    for title, text, state, answer, wanted in IDEAS:
        id = left(shop, title, text=text)
        move(shop, id)
        for _ in range(wanted):
            _vote(shop, id)
        if state:
            move(shop, id, state, answer)
    wait_for(shop, f"/ideas/{id}/")


def _vote(shop: Shop, id: str) -> None:
    """The vote of somebody whose address is confirmed."""
    email = f"{secrets.token_hex(4)}@example.org"
    asked = call(shop, f"/api/feedback/{id}/vote", {"email": email, "form_token": token(shop)})
    call(shop, f"/api/feedback/{id}/vote", {"proof": asked["proof"], "code": code_for(shop, email)})


def _shoot(page: Page, path: str, file: Path) -> None:
    if path.endswith(("/basket/", "/checkout/")):
        page.goto("/404.html")
        page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", _BASKET)
    page.goto(path)
    if file.stem == "feedback-desktop":
        page.locator("feedback-button a").click()
    page.wait_for_timeout(700)
    page.screenshot(path=file, type="jpeg", quality=82)
    print(file.relative_to(ROOT))


@contextmanager
def _shop(folder: Path) -> Iterator[Shop]:
    yield from serving(ROOT / "content", folder)


if __name__ == "__main__":
    main(sys.argv[1:])

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

from shop.tickets import PENDING
from tests.browser import chromium
from tests.browser.conftest import DESK, PHONE, ROOT, Shop, serving
from tests.browser.customers import call, order
from tests.browser.helpdesk import reply

FOLDER = ROOT / "docs" / "images"
_BASKET = '[{"sku": "TP-02", "quantity": 1}, {"sku": "CU-01-ASH-60", "quantity": 2}]'

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
    """The path as it stands; of an order or a ticket, the link of one that is made for the picture."""
    if path == "ticket":
        return _ticket(shop)
    if not path.endswith("order"):
        return path
    language = "ru" if path.startswith("ru") else "en"
    link: str = order(shop, ("TP-03", 1), ("BT-05", 2), language=language)["track"]
    return link


def _ticket(shop: Shop) -> str:
    """The link of a ticket that the shop has answered."""
    picture = base64.b64encode((ROOT / "content" / "images" / "gaiwan.jpg").read_bytes()).decode()
    body = {
        "topic": "return",
        "message": "The lid of my gaiwan has a crack, from the knob to the rim.\n\nThe box was whole.",
        "contact": {"name": "Berta Klein", "email": "berta@example.org"},
        "pictures": [picture],
    }
    told = call(shop, "/api/tickets", body, secrets.token_hex(8))
    words = "Dear Berta,\n\nthat should not happen. Shall we send a new lid, or the money back?\n\nClara"
    reply(shop, told["number"], words, PENDING)
    link: str = told["track"]
    return link


def _shoot(page: Page, path: str, file: Path) -> None:
    if path.endswith(("/basket/", "/checkout/")):
        page.goto("/404.html")
        page.evaluate("lines => localStorage.setItem('vitrina-basket', lines)", _BASKET)
    page.goto(path)
    page.wait_for_timeout(700)
    page.screenshot(path=file, type="jpeg", quality=82)
    print(file.relative_to(ROOT))


@contextmanager
def _shop(folder: Path) -> Iterator[Shop]:
    yield from serving(ROOT / "content", folder)


if __name__ == "__main__":
    main(sys.argv[1:])

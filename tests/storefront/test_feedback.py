from __future__ import annotations

from shop.terms import ALWAYS, NEVER, Feedback
from shop.text import Text
from storefront.feedback import BOTTOM, RIGHT, Button
from tests.storefront.conftest import Shop


def write(shop: Shop, feedback: str) -> None:
    shop.change("shop.yaml", "timezone: Europe/Berlin\n", f"timezone: Europe/Berlin\nfeedback: {feedback}\n")


def test_a_shop_that_says_nothing_has_the_button_and_looks_at_everything(shop: Shop) -> None:
    site = shop.load()

    assert site.button == Button(Text({}), RIGHT, "")
    assert site.terms.feedback == Feedback(ALWAYS, (), 0)


def test_the_button_can_be_switched_off(shop: Shop) -> None:
    write(shop, "{button: no}")

    assert shop.load().button is None


def test_everything_that_is_written_is_read(shop: Shop) -> None:
    write(
        shop,
        '{button: {text: {en: Tell us, ru: Скажите}, side: bottom, colour: "#258"}, moderation: never,'
        " review_after: 10, sites: [https://blog.example/, HTTP://localhost:8080]}",
    )

    site = shop.load()

    assert site.button == Button(Text({"en": "Tell us", "ru": "Скажите"}), BOTTOM, "#225588")
    assert site.terms.feedback == Feedback(NEVER, ("https://blog.example", "http://localhost:8080"), 10)


def test_a_site_is_named_as_browsers_name_it(shop: Shop) -> None:
    write(shop, "{sites: ['https://чай.example:443', 'http://blog.example:80', 'https://blog.example:80']}")

    assert shop.load().terms.feedback.sites == (
        "https://xn--80as4b.example",
        "http://blog.example",
        "https://blog.example:80",
    )

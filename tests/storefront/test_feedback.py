from __future__ import annotations

import re
from pathlib import Path

from shop.terms import ALWAYS, NEVER, Feedback
from shop.text import Text
from storefront.feedback import BOTTOM, RIGHT, Button
from tests.storefront.conftest import Shop, build


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
    write(shop, "{sites: ['https://чай.example:443', 'http://localhost:80', 'https://blog.example:80']}")

    assert shop.load().terms.feedback.sites == (
        "https://xn--80as4b.example",
        "http://localhost",
        "https://blog.example:80",
    )


def home(content: Path, out: Path) -> str:
    build(content, out)
    return (out / "index.html").read_text(encoding="utf-8")


def write_to(content: Path, feedback: str) -> None:
    with (content / "shop.yaml").open("a", encoding="utf-8") as file:
        file.write(f"feedback: {feedback}\n")


def test_the_button_s_colour_stands_in_a_file_that_is_named_by_it(content: Path, tmp_path: Path) -> None:
    plain = home(content, tmp_path / "plain")
    write_to(content, '{button: {text: "Say <so>", colour: "#258"}}')

    page = home(content, tmp_path / "dist")

    [path] = re.findall(r'href="/(assets/[0-9a-f]+/css/button\.css)"', page)
    styles = (tmp_path / "dist" / path).read_text(encoding="utf-8")
    assert styles == ":root { --feedback: #225588; --on-feedback: #fff; }\n"
    assert path.split("/")[1] not in plain
    assert "Say &lt;so&gt;</a>" in page
    assert "button.css" not in plain
    assert "style=" not in page


def test_without_the_button_the_foot_of_the_page_leads_to_the_form(content: Path, tmp_path: Path) -> None:
    write_to(content, "{button: no}")

    page = home(content, tmp_path / "dist")

    assert "feedback-button" not in page
    assert page.count('href="/feedback/"') == 1

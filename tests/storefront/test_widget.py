from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from shop import consents
from tests.storefront.conftest import TEMPLATES, build
from tests.storefront.test_feedback import write_to


class Code(HTMLParser):
    """The texts that a page gives to copy."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "code"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def test_the_snippet_names_the_shop_and_what_it_has_decided(content: Path, tmp_path: Path) -> None:
    write_to(content, '{button: {text: {en: "Say <so>", ru: Отзыв}, side: left, colour: "#258"}}')

    build(content, tmp_path / "dist")

    page = (tmp_path / "dist/ru/feedback/widget/index.html").read_text(encoding="utf-8")
    snippet, _, policy = Code(page).found
    assert snippet == (
        '<script type="module" src="https://shop.example/widget.js"></script>\n'
        '<vitrina-feedback language="ru" side="left" colour="#225588">\n'
        '  <a href="https://shop.example/ru/feedback/">Отзыв</a>\n'
        "</vitrina-feedback>"
    )
    assert policy == "script-src https://shop.example; connect-src https://shop.example"
    english = (tmp_path / "dist/feedback/widget/index.html").read_text(encoding="utf-8")
    assert "Say &lt;so&gt;" in Code(english).found[0]


def test_a_shop_without_the_button_can_have_it_elsewhere(content: Path, tmp_path: Path) -> None:
    write_to(content, "{button: no, sites: [https://blog.example]}")

    build(content, tmp_path / "dist")

    page = (tmp_path / "dist/feedback/widget/index.html").read_text(encoding="utf-8")
    assert '<a href="https://shop.example/feedback/">Feedback</a>' in Code(page).found[0]
    assert "<li>https://blog.example</li>" in page


def test_the_script_and_its_words_have_addresses_that_stay(content: Path, tmp_path: Path) -> None:
    shop = content / "shop.yaml"
    shop.write_text(shop.read_text(encoding="utf-8").replace("name: My shop", "name: Clay & Leaf"))
    (content / "pages" / "privacy.md").write_text("---\ntitle: Privacy\n---\nLittle is kept.\n")

    build(content, tmp_path / "dist")

    assert (tmp_path / "dist/widget.js").read_bytes() == (TEMPLATES / "assets/widget.js").read_bytes()
    said = {
        language: json.loads((tmp_path / f"dist/widget/{language}.json").read_text(encoding="utf-8"))
        for language in ("en", "ru")
    }
    assert said["en"].keys() == said["ru"].keys()
    assert next(iter(said["ru"]["kinds"].items())) == ("idea", "Идея")
    assert said["en"]["to"] == "What you write goes to Clay & Leaf, shop.example."
    assert said["en"]["privacy_page"] == "https://shop.example/privacy/"
    assert said["en"]["agreed"] == consents.token(consents.FEEDBACK)

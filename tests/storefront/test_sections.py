from __future__ import annotations

from pathlib import Path

from shop.text import Text
from storefront.problems import Problem
from storefront.sections import Section
from storefront.signatures import Signature, signatures
from tests.storefront.conftest import Shop


def test_a_macro_is_the_schema_of_its_section(shop: Shop) -> None:
    problems: list[Problem] = []

    offered = signatures(Path("templates"), problems)

    assert offered == {
        "hero": Signature(("title", "picture"), ("text", "link", "side")),
        "newest": Signature((), ("limit", "tag", "products", "categories")),
        "notes": Signature(("items",), ()),
    }
    assert not problems


def test_arguments_are_read_by_their_names(shop: Shop) -> None:
    shop.write(
        "pages/home.md",
        "---\ntitle: Tea\nsections:\n"
        "  - hero: {title: {en: Tea, ru: Чай}, picture: hero.png, text: '*Hello*', "
        "link: /delivery/, side: right}\n"
        "  - newest: {limit: 8, tag: new, products: [TP-01], categories: [pots]}\n"
        "  - newest\n"
        "  - newest:\n"
        "  - notes: {items: [{title: By hand, picture: gaiwan.jpg}]}\n---\n",
    )

    sections = next(page for page in shop.load().pages if page.slug == "home").sections

    assert sections == (
        Section(
            "hero",
            {
                "title": Text({"en": "Tea", "ru": "Чай"}),
                "picture": "hero.png",
                "text": Text.plain("*Hello*"),
                "link": "/delivery/",
                "side": "right",
            },
        ),
        Section("newest", {"limit": 8, "tag": "new", "products": ("TP-01",), "categories": ("pots",)}),
        Section("newest"),
        Section("newest"),
        Section("notes", {"items": ({"title": Text.plain("By hand"), "picture": "gaiwan.jpg"},)}),
    )


def test_markdown_in_a_section_is_checked(shop: Shop) -> None:
    shop.change("pages/home.md", "title: Tea", "title: Tea, text: '<b>x</b>'")

    assert 'content/pages/home.md:4:30: HTML tags are not used in texts: "<b>"' in shop.mistakes()


def test_a_template_that_cannot_be_read_is_told(shop: Shop) -> None:
    folder = shop.root / "templates" / "sections"
    (folder / "broken.html").write_text("{% macro broken( %}")
    (folder / "other.html").write_text("{% macro another() %}{% endmacro %}")

    said = shop.mistakes()

    assert "templates/sections/broken.html:1:1: the template cannot be read" in said
    assert "templates/sections/other.html:1:1: the section has no macro of its own name" in said

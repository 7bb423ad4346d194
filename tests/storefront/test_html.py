"""What every page of any shop must be, however its sections are placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from tests.storefront.conftest import build
from tests.storefront.said import answer, idea, published, review

#: Sections where an owner may put them and a designer did not.
HOME = """\
---
title: My shop
sections:
  - notes: {items: [{title: By hand, text: Slowly.}]}
  - hero: {title: Second, picture: pot.jpg}
  - categories: {categories: [main]}
---
"""
TEXT = """\
---
title: About
menu: header
sections:
  - hero: {title: Below the text, picture: pot.jpg}
  - categories: {categories: [main], title: Shelves}
  - notes: {items: [{title: By hand, text: Slowly.}]}
---
Who we are.
"""
OPENED = """\
---
title: My shop
sections:
  - hero: {title: Welcome, picture: pot.jpg}
  - hero: {title: And again, picture: pot.jpg}
---
"""

_FIRST = idea("Samples", votes=2, unverified=1, state="planned", answer=answer())
SAID = published(
    _FIRST,
    idea("Again", state="duplicate", duplicate_of=_FIRST["id"]),
    idea("", text="Please", state="declined"),
    reviews=[review("POT-S", 4, title="Good", answer=answer()), *(review("POT", 5) for _ in range(8))],
)


@pytest.fixture(params=[HOME, OPENED], ids=["untidy", "opened"])
def pages(request: pytest.FixtureRequest, content: Path, tmp_path: Path) -> dict[str, str]:
    (content / "pages" / "home.md").write_text(request.param)
    (content / "pages" / "about.md").write_text(TEXT)
    things = content / "catalog" / "things.yaml"
    things.write_text(things.read_text().replace("slug: things", "slug: main"))
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("/catalog/things/", "/catalog/main/"), "utf-8")
    build(content, tmp_path / "dist", feedback=lambda: SAID)
    found = {
        str(file.relative_to(tmp_path / "dist")): file.read_text(encoding="utf-8")
        for file in (tmp_path / "dist").rglob("*.html")
    }
    assert len(found) == 52
    return found


def test_every_page_is_strictly_valid_html(pages: dict[str, str]) -> None:
    for page in pages.values():
        html5lib.HTMLParser(strict=True).parse(page)


def test_every_page_has_one_main_heading_and_leaves_no_level_out(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        levels = list(_levels(page.partition("</main>")[0]))
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(below - above <= 1 for above, below in pairwise(levels)), name


def test_every_id_stands_once_and_every_reference_leads_to_one(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', page)
        named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)
        assert len(ids) == len(set(ids)), name
        assert {one for several in named for one in several.split()} <= set(ids), name


def test_the_menus_of_the_footer_are_called_what_stands_above_them(pages: dict[str, str]) -> None:
    footer = html5lib.parse(pages["index.html"], namespaceHTMLElements=False).find(".//footer")

    menus = footer.findall(".//nav")
    headings = [menu.find("./h2").get("id") for menu in menus]
    assert [menu.get("aria-labelledby") for menu in menus] == headings
    assert len(menus) == 2


def _levels(page: str) -> Iterator[int]:
    return (int(level) for level in re.findall(r"<h([1-6])", page))

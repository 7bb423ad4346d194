from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
import yaml

from storefront import words
from storefront.board import VIEWS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STOREFRONT = Path(words.__file__).parent
SAID = r"""\b(?:t|self|words|_words)\(['"](\w+)['"]"""
LANGUAGES = sorted(words.spoken(TEMPLATES))


def entries(language: str) -> dict[str, str | dict[str, str]]:
    loaded = yaml.safe_load((TEMPLATES / "words" / f"{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def placeholders(entry: str | dict[str, str]) -> set[str]:
    texts = [entry] if isinstance(entry, str) else list(entry.values())
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


def test_english_and_russian_are_spoken() -> None:
    assert {"en", "ru"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_values(language: str) -> None:
    said, meant = entries(language), entries("en")

    assert said.keys() == meant.keys()
    assert {key: placeholders(entry) for key, entry in said.items()} == {
        key: placeholders(entry) for key, entry in meant.items()
    }


def test_every_word_is_used_and_every_used_word_exists() -> None:
    rooms = ("layouts", "pages", "sections", "macros")
    files = [file for room in rooms for file in (TEMPLATES / room).glob("*.html")]
    sources = [file.read_text("utf-8") for file in [*files, *STOREFRONT.glob("*.py")]]
    assert len(sources) > 50
    used = {key for source in sources for key in re.findall(SAID, source)}
    pages = {file.stem for file in (TEMPLATES / "pages").glob("*.html")}
    used |= {f"{page}_title" for page in pages} & entries("en").keys()
    used = used - {"ideas_"} | {f"ideas_{view}" for view in VIEWS} | {"votes_unit"}
    used = used - {"vote_closed_"} | {"vote_closed_completed", "vote_closed_declined", "noise"}
    used |= {"sold_out", "reduced", "new", "tax_added", "tax_included"}

    assert used == entries("en").keys()


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "Only 1 left"),
        ("ru", 1, "Осталась 1 штука"),
        ("ru", 3, "Осталось 3 штуки"),
        ("ru", 11, "Осталось 11 штук"),
        ("ru", 21, "Осталась 21 штука"),
    ],
)
def test_numbers_take_their_plural_form(language: str, count: int, expected: str) -> None:
    t = words.load(TEMPLATES, (language,))[language]

    assert t("left", n=count) == expected


def test_values_are_escaped_and_missing_ones_stay_for_scripts() -> None:
    t = words.load(TEMPLATES, ("en",))["en"]

    assert t("basket_added", name="<b>") == "&lt;b&gt; is in the basket."
    assert t("basket_added") == "{name} is in the basket."


def test_a_language_nobody_has_written_words_for_is_served_english() -> None:
    t = words.load(TEMPLATES, ("fr",))["fr"]

    assert t("basket") == "Basket"


def test_an_unknown_word_is_an_error_of_the_template() -> None:
    t = words.load(TEMPLATES, ("en",))["en"]

    with pytest.raises(jinja2.UndefinedError, match='no "baskett"'):
        t("baskett")


def test_days_are_named_in_the_language() -> None:
    t = words.load(TEMPLATES, ("en", "ru"))

    assert t["en"].days("mon-fri") == "Mon–Fri"
    assert t["ru"].days("sat") == "сб"

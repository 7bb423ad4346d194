from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel import Locale
from babel.core import UnknownLocaleError

from shop.times import moment
from storefront import names, words
from storefront.fields import Faults
from storefront.locales import day, locale, own_name
from tests.storefront.conftest import TEMPLATES, build

#: A language with a code and without data.
ARAMAIC = "arc"


def test_languages_call_themselves() -> None:
    assert [own_name(code) for code in ("en", "ru", "de")] == ["English", "Русский", "Deutsch"]


def test_a_page_writes_a_day_as_letters_do_and_as_its_language_does_where_there_are_none() -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    told = {language: day(at, "Europe/Berlin", language) for language in ("en", "ru", "de")}

    assert told == {
        "en": ("24 November 2026", "2026-11-24"),
        "ru": ("24 ноября 2026", "2026-11-24"),
        "de": ("24. November 2026", "2026-11-24"),
    }
    assert [moment(at, "Europe/Berlin", language) for language in ("en", "ru")] == [
        f"{told[language][0]}, 00:30" for language in ("en", "ru")
    ]


def test_every_language_a_shop_may_have_has_days_plural_forms_and_a_name() -> None:
    with pytest.raises(UnknownLocaleError):
        Locale.parse(ARAMAIC)

    assert names.language(ARAMAIC) == ARAMAIC
    assert locale(ARAMAIC) == locale("en")
    assert own_name(ARAMAIC) == "Aramaic"
    t = words.load(TEMPLATES, (ARAMAIC,))[ARAMAIC]
    assert (t.days("mon-fri"), t("left", n=1)) == ("Mon–Fri", "Only 1 left")


def test_no_code_is_accepted_that_could_not_be_served() -> None:
    with pytest.raises(Faults):
        names.language("xxx")

    for code in map(str, locale("en").languages):
        assert locale(code).plural_form(1)
        assert own_name(code)


def test_a_shop_in_such_a_language_is_built(content: Path, tmp_path: Path) -> None:
    shop = content / "shop.yaml"
    shop.write_text(shop.read_text().replace("[en, ru]", f"[en, ru, {ARAMAIC}]"))
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("ru: ", "arc: A, ru: "), "utf-8")

    build(content, tmp_path / "dist")

    assert 'lang="arc"' in (tmp_path / "dist" / ARAMAIC / "index.html").read_text("utf-8")

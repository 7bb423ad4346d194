from __future__ import annotations

import pytest

from storefront.slugs import slug


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Gaiwan, porcelain", "gaiwan-porcelain"),
        ("Гайвань фарфоровая", "gayvan-farforovaya"),
        ("Ёжик & щука", "yozhik-shchuka"),
        ("Їжак", "yizhak"),
        ("Café Crème", "cafe-creme"),
        ("Straße Łódź Ærø", "strasse-lodz-aero"),
        ("Mug “Sunday”", "mug-sunday"),
        ("Rock'n'roll", "rocknroll"),
        ("ﬁne №5", "fine-no5"),
        ("龍井", ""),
        ("---", ""),
    ],
)
def test_names_become_addresses(name: str, address: str) -> None:
    assert slug(name) == address


def test_long_names_are_cut_between_words() -> None:
    address = slug("Lapsang Souchong from Tongmu village, smoked over pine for three nights in the old house")

    assert address == "lapsang-souchong-from-tongmu-village-smoked-over-pine-for"


def test_a_long_word_is_cut() -> None:
    assert slug("a" * 100) == "a" * 60

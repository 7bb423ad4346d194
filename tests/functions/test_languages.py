from __future__ import annotations

import pytest

from functions import _languages


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        (None, "", "en"),
        ("ru", "en", "ru"),
        ("de", "ru", "ru"),
        (7, "de, ru-RU;q=0.5, en;q=0.4", "ru"),
        (None, "en;q=0.1, ru;q=0.2", "ru"),
        (None, "ru;q=0, *", "en"),
        (None, ";;;,q=,ru;q=x", "ru"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browser_s(
    asked: object, accepted: str, chosen: str
) -> None:
    assert _languages.preferred(asked, accepted, ("en", "ru")) == chosen

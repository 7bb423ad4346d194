from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shop.picture_links import read, sign

KEY, AT = b"k" * 32, datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TOKEN = sign(KEY, "T-10001-4", "ab12", AT)


def test_a_token_shows_its_picture_for_an_hour() -> None:
    assert read(KEY, TOKEN, AT) == ("T-10001-4", "ab12")
    assert read(KEY, TOKEN, AT + timedelta(minutes=59)) == ("T-10001-4", "ab12")
    assert read(KEY, TOKEN, AT + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    "token",
    [
        "", "x", TOKEN[:-1], TOKEN + "x", TOKEN.replace("ab12", "ab13"), TOKEN.replace("10001", "10002"),
        TOKEN.replace(str(int(AT.timestamp()) + 3600), "9999999999"),
        "T-10001-4.../../etc/passwd." + TOKEN.split(".", 2)[2], TOKEN.replace(".", "\x00"),
    ],
)  # fmt: skip
def test_nothing_else_shows_anything(token: str) -> None:
    assert read(KEY, token, AT) is None


def test_another_shop_s_token_shows_nothing_here() -> None:
    assert read(b"x" * 32, TOKEN, AT) is None

"""What looks like a key or a password is refused in content, and what only resembles one is not."""

from __future__ import annotations

import pytest

from storefront.passwords import Found, found
from tests.storefront.conftest import HERE

#: In pieces, so that nobody who looks through this file takes them for real ones.
SPILLED = {
    "the key of a webhook": "whsec_" + "C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    "a key of Amazon Web Services": "AKIA" + "IOSFODNN7EXAMPLE",
    "a private key": "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
    "a key of Stripe": "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "a key of GitHub": "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "a key of Slack": "xoxb-" + "123456789012-abcdef",
    "a key of Google": "AIza" + "SyA-0123456789abcdefghijklmnopqrstu",
    "a key of SendGrid": "SG." + "abcdefghijklmnopqrstuv." + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "the key of a Telegram bot": "123456789:AA" + "abcdefghijklmnopqrstuvwxyz0123456",
    "a signed token": "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0.abcdefghijklmnopqrst",
    "an address with a password": "smtp+starttls" + "://shop:hunter2@mail.example:587",
}


@pytest.mark.parametrize(("kind", "text"), SPILLED.items(), ids=list(SPILLED))
def test_what_looks_like_a_key_is_found_with_its_place(kind: str, text: str) -> None:
    assert list(found(f"name: Tea\nnote: {text}\n")) == [Found(kind, 2, 7)]
    assert list(found(f'a: "{text}"')) == [Found(kind, 1, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/a@b", "mailto:anna@example.org", "https://shop.example:8080/x", "10:00-19:00",
        "whsec_… is what it begins with", "SKU: AKIA-1", "eyJ", "https://x.example/?q=a:b@c", "ghp_short",
        "TP-01-S", "sha256: " + "0123456789abcdef" * 4, "Write to a@b.example: we answer.", "12345678:AA",
    ],
)  # fmt: skip
def test_what_only_resembles_one_is_left_alone(text: str) -> None:
    assert list(found(text)) == []


def test_nothing_that_is_found_is_repeated() -> None:
    said = (HERE / "mistakes" / "file-with-a-password" / "expected.txt").read_text(encoding="utf-8")

    assert "looks like" in said
    assert "hunter2" not in said
    assert "AKIA" not in said

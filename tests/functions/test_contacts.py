"""Addresses and phone numbers as they are kept."""

from __future__ import annotations

import pytest

from functions._contacts import Contacts


@pytest.mark.parametrize(
    "address",
    ["anna", "anna@", "@x.org", "a b@x.org", "a@x.org\nBcc: b@x.org", "a@x.org, b@x.org", "<a@x.org>",
     "A <a@x.org>", '"a"@x.org', "a@[127.0.0.1]", "a@localhost", "ä@x.org", "a@x..org",
     "=?utf-8?q?a?=@x.org", "a=?x@x.org"],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    assert Contacts().email(address) is None


@pytest.mark.parametrize(
    ("address", "kept"), [("Anna@Example.ORG", "Anna@example.org"), ("a@bücher.de", "a@xn--bcher-kva.de")]
)
def test_an_address_is_kept_ready_for_a_header(address: str, kept: str) -> None:
    assert Contacts().email(address) == kept


@pytest.mark.parametrize(
    ("text", "country", "shop", "kept"),
    [
        ("+49 30 901820", None, None, "+49 30 901820"),
        ("030 901820", "DE", None, "+49 30 901820"),
        ("030/901820", None, "+49 30 1", "+49 30 901820"),
        ("8 (916) 123-45-67", "RU", "+49 30 1", "+7 916 123-45-67"),
        ("030 901820", None, None, None),
        ("12", "DE", None, None),
        ("+49 30 901820 ext. 5", None, None, None),
        ("call me", "DE", None, None),
        ("+999 1234567", None, None, None),
    ],
)
def test_a_phone_is_kept_with_its_country(
    text: str, country: str | None, shop: str | None, kept: str | None
) -> None:
    assert Contacts().phone(text, country, shop) == kept

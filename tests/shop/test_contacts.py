from __future__ import annotations

import pytest

from shop.contacts import contact_keys, mailbox
from shop.requests import Customer

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("ann@example.org", "ann@example.org"),
        ("Ann@Example.ORG", "ann@example.org"),
        ("ann+shop@example.org", "ann@example.org"),
        ("ann+a+b@example.org", "ann@example.org"),
        ("+ann@example.org", "+ann@example.org"),
        ("a.nn@example.org", "a.nn@example.org"),
        ("A.N.N+x@gmail.com", "ann@gmail.com"),
        ("a.nn@googlemail.com", "ann@gmail.com"),
    ],
)
def test_ways_to_write_one_mailbox_are_counted_as_one(written: str, counted: str) -> None:
    assert mailbox(written) == counted


def test_a_customer_is_counted_by_mailbox_and_by_phone() -> None:
    one = contact_keys(Customer("A", "ann+1@example.org", "+49 30 1"), KEY)
    other = contact_keys(Customer("B", "Ann@example.org", "+49 301"), KEY)

    assert one == other
    assert len(set(one)) == 2
    assert contact_keys(Customer("C", None, None), KEY) == ()
    assert "ann" not in repr(one)

from __future__ import annotations

import pytest

from shop.contacts import contact_keys, contacts_of, counted, mailbox
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


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        (" Ann+shop@Example.org ", "ann@example.org"),
        ("a.nn@googlemail.com", "ann@gmail.com"),
        ("+49 (30) 123-45", "+493012345"),
        ("030/12 345", "03012345"),
        ("Anna", ""),
        ("", ""),
    ],
)
def test_a_contact_is_looked_for_however_it_is_written(written: str, looked_for: str) -> None:
    assert counted(written) == looked_for


def test_a_customer_is_looked_for_by_what_was_given() -> None:
    assert contacts_of(Customer("A", "Ann@example.org", "+49 30 1")) == ("ann@example.org", "+49301")
    assert contacts_of(Customer("A", None, None)) == ()

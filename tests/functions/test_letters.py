"""Letters as they leave: headers, both parts, and what must not stand in them."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions import _letters
from functions._contacts import Contacts
from functions._wiring import Ports
from functions.outbox import drain
from shop.letters import CUSTOMER, ORDER_PLACED, ORDER_RECEIVED, OWNER, to_customer, to_owner
from shop.orders import Order, new_order
from shop.pricing import Line, quote
from shop.requests import Address, Customer, OrderRequest
from tests.functions.browser import Client
from tests.functions.conftest import KEY, ROOT_KEY
from tests.functions.published import OFFERS, TERMS

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
}  # fmt: skip


def order_by(
    name: str = "Anna Berg", note: str = "", language: str = "en", email: str = "anna@example.org"
) -> Order:
    request = OrderRequest(
        lines=(Line("TP-01-S", 1), Line("TEA-1", 2)),
        customer=Customer(name, email or None, "+49 30 1234567"),
        method="courier",
        address=Address("DE", "10115", "Berlin", "Invalidenstr. 1"),
        payment="invoice",
        note=note,
        language=language,
        expected_total=None,
    )
    offers = {offer.sku: offer for offer in OFFERS}
    priced = quote(request.lines, offers, TERMS, "d", "courier", "DE")
    return new_order(request, priced, TERMS, id="0" * 32, counter=10427, root_key=ROOT_KEY, at=AT)


def letter_to(recipient: str, order: Order, owner_language: str = "en") -> EmailMessage:
    placed = to_owner(order, ORDER_PLACED, owner_language)
    letter = placed if recipient == OWNER else to_customer(order, ORDER_RECEIVED)[0]
    sent = _letters.message(letter, order, TERMS, ROOT_KEY).as_bytes()
    read = message_from_bytes(sent, policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_customer_s_letter_says_what_was_ordered_and_what_happens_next() -> None:
    order = order_by()

    letter = letter_to(CUSTOMER, order)

    assert letter["To"] == "anna@example.org"
    assert letter["From"] == letter["Reply-To"] == "Clay & Leaf <hello@shop.example>"
    assert letter["Subject"] == "Order V-10427-7 has arrived — Clay & Leaf"
    assert letter["Date"].datetime == AT
    assert letter["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = part(letter, kind)
        for said in (order.number, "Gaiwan", "2 × €7.45", "€14.90", "Courier", "€62.90", "14 days",
                     "within 30 minutes", order.link(ROOT_KEY), "hello@shop.example"):  # fmt: skip
            assert said in text, (kind, said)


def test_the_owner_s_letter_says_everything_and_answers_the_customer() -> None:
    order = order_by(note="two\nlines <b>")

    letter = letter_to(OWNER, order)

    assert letter["To"] == "Clay & Leaf <hello@shop.example>"
    assert letter["Reply-To"] == "anna@example.org"
    for kind in ("plain", "html"):
        text = part(letter, kind)
        for said in (order.number, "Anna Berg", "anna@example.org", "+49 30 1234567", "Invalidenstr. 1",
                     "10115 Berlin", "TP-01-S", "€62.90", "within 30 minutes"):  # fmt: skip
            assert said in text, (kind, said)
    assert "> two\n> lines <b>" in part(letter, "plain")
    assert "two\nlines &lt;b&gt;" in part(letter, "html")
    assert 'href="tel:+49301234567"' in part(letter, "html")
    assert 'href="mailto:anna%40example.org"' in part(letter, "html")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_line_of_a_note_passes_for_one_of_the_letter(language: str) -> None:
    forged = "Thanks!\n\nThe customer's page of this order:\nhttp://evil.example/\u2028Paid\x0bPaid\rPaid"

    lines = part(letter_to(OWNER, order_by(note=forged), language), "plain").split("\n")

    note = lines[next(n for n, line in enumerate(lines) if line == "> Thanks!") :][:7]
    assert note == ["> Thanks!", ">", "> The customer's page of this order:", "> http://evil.example/",
                    "> Paid", "> Paid", "> Paid"]  # fmt: skip
    assert all(line.startswith("> ") for line in lines if "evil" in line or "Paid" in line)


def test_each_letter_is_in_its_reader_s_language() -> None:
    order = order_by(language="ru")

    customer, owner = letter_to(CUSTOMER, order), letter_to(OWNER, order, "ru")

    assert customer["Subject"].startswith(f"Заказ {order.number} получен")
    assert customer["Content-Language"] == "ru"
    assert "Спасибо за заказ" in part(customer, "plain")
    assert "62,90\u00a0€" in part(customer, "html")
    assert "Покупатель: Anna Berg" in part(owner, "plain")
    assert letter_to(OWNER, order)["Content-Language"] == "en"


def test_a_letter_names_the_language_it_is_really_in() -> None:
    letter = letter_to(CUSTOMER, order_by(language="de"))

    assert "Thank you for your order" in part(letter, "plain")
    assert letter["Content-Language"] == "en"
    assert '<html lang="en">' in part(letter, "html")


def test_who_leaves_no_address_gets_no_letter_and_the_owner_answers_nobody() -> None:
    order = order_by(email="")

    assert to_customer(order, ORDER_RECEIVED) == ()
    assert letter_to(OWNER, order)["Reply-To"] is None


def test_the_same_letter_is_the_same_to_the_byte() -> None:
    order = order_by()
    letter = to_customer(order, ORDER_RECEIVED)[0]

    first, second = (_letters.message(letter, order, TERMS, ROOT_KEY).as_bytes() for _ in range(2))

    assert first == second
    assert f"Message-ID: <{letter.id}@shop.example>".encode() in first
    assert b"\r\n" in first


def test_no_word_of_the_visitor_stands_in_the_customer_s_letter(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    order["contact"] |= {"name": "CANARY-NAME", "phone": "+49 30 7654321"}
    order["delivery"]["address"] |= {"postcode": "CANARY-P", "city": "CANARY-CITY", "street": "CANARY-STREET"}
    order["note"] = "CANARY-NOTE http://evil.example"
    assert client.post("/api/orders", order, KEY).status == 201

    drain(ports, datetime.now(UTC))

    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*.eml")]
    customer = next(letter for letter in letters if letter["To"] == "anna@example.org")
    assert isinstance(customer, EmailMessage)
    whole = "".join(
        [
            *(f"{name}: {value}" for name, value in customer.items()),
            part(customer, "plain"),
            part(customer, "html"),
        ]
    )
    for canary in ("CANARY", "evil", "7654321", "http://"):
        assert canary not in whole


#: RFC 5322, section 3.2.3: what may stand in an address without quotes.
ATEXT = st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~.", min_size=1, max_size=64)
ENCODED = st.builds(
    "{}=?{}?{}?{}?={}".format,
    st.sampled_from(["", "a", "a."]),
    st.sampled_from(["utf-8", "us-ascii", "x", "utf-8*en"]),
    st.sampled_from("qbQBx"),
    st.text("ab=_4A?", max_size=12),
    st.sampled_from(["", "a", ".a"]),
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(local=ATEXT | ENCODED, domain=st.sampled_from(["example.org", "bücher.de", "a-b.co.uk"]))
def test_any_address_that_is_accepted_gets_its_letter(local: str, domain: str) -> None:
    accepted = Contacts().email(f"{local}@{domain}")
    if accepted is None:
        assert "=?" in local or not valid_local(local)
        return
    order = order_by(email=accepted)

    assert letter_to(CUSTOMER, order)["To"].addresses[0].addr_spec == accepted
    assert letter_to(OWNER, order)["Reply-To"].addresses[0].addr_spec == accepted


def valid_local(local: str) -> bool:
    return not (local.startswith(".") or local.endswith(".") or ".." in local)


def test_an_address_no_header_can_carry_does_not_keep_the_order_from_its_owner() -> None:
    letter = letter_to(OWNER, order_by(email="=?utf-8?q?a?=@example.org"))

    assert letter["Reply-To"] is None
    assert "=?utf-8?q?a?=@example.org" in part(letter, "plain")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(name=st.text(min_size=1, max_size=100), note=st.text(max_size=200))
def test_no_name_and_no_note_can_add_a_header(name: str, note: str) -> None:
    # Past the form's own checks, on purpose: a letter must hold by itself.
    clean = [text.encode("utf-8", "replace").decode() for text in (name, note)]

    letter = letter_to(OWNER, order_by(*clean))

    assert set(letter.keys()) == HEADERS
    assert letter["To"] == "Clay & Leaf <hello@shop.example>"


@pytest.mark.parametrize("shop", ["Клей\r\nBcc: x@evil.example", 'A "quoted" <b@evil.example>'])
def test_the_shop_s_name_cannot_add_a_header_either(shop: str) -> None:
    order = order_by()
    terms = replace(TERMS, name=type(TERMS.name).plain(shop))
    letter = to_customer(order, ORDER_RECEIVED)[0]

    read = message_from_bytes(_letters.message(letter, order, terms, ROOT_KEY).as_bytes(), policy=default)

    assert set(read.keys()) == HEADERS
    assert read["From"].addresses[0].addr_spec == "hello@shop.example"
    assert len(read["From"].addresses) == 1


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

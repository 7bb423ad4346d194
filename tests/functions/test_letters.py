"""Letters as they leave: headers, both parts, and what must not stand in them."""

from __future__ import annotations

import html
import re
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from shop import actions, messages
from shop.letters import (
    ACT_LINK,
    CUSTOMER,
    MOVED,
    ORDER_LINK,
    ORDER_OVERDUE,
    ORDER_PLACED,
    ORDER_RECEIVED,
    ORDER_WITHDRAWN,
    OUTBOX_DEAD,
    OWNER,
    to_customer,
    to_owner,
)
from shop.orders import Order, new_order
from shop.outbox import Message
from shop.pricing import Line, quote
from shop.promos import Discount
from shop.requests import Address, Customer, OrderRequest
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, DELIVERY, Status
from shop.terms import Terms
from shop.text import Text
from shop.visits import MANY
from tests.functions.browser import Client
from tests.functions.conftest import KEY, ROOT_KEY
from tests.functions.published import OFFERS, TERMS, euros

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Vitrina-Message", "Content-Language", "MIME-Version", "Content-Type",
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


TO_CUSTOMERS = (ORDER_RECEIVED, ORDER_LINK, *MOVED.values())
TO_OWNERS = (ORDER_PLACED, ORDER_WITHDRAWN, ORDER_OVERDUE, OUTBOX_DEAD, ACT_LINK)
ACTING = (ORDER_PLACED, ORDER_WITHDRAWN, ORDER_OVERDUE, ACT_LINK)


def letter_to(recipient: str, order: Order, owner_language: str = "en") -> EmailMessage:
    placed = to_owner(order, ORDER_PLACED, owner_language, AT)
    letter = placed if recipient == OWNER else to_customer(order, ORDER_RECEIVED, AT)[0]
    return written(letter, order)


def letter_about(event: str, order: Order, at: datetime = AT) -> EmailMessage:
    """The letter of that event, in the order's language to whomever it goes."""
    return written(asked_for(event, order, at), order)


def asked_for(event: str, order: Order, at: datetime = AT) -> Message:
    terms = replace(TERMS, languages=(order.language,))
    if event == ORDER_OVERDUE:
        # One of a flood is told of as a whole, not by itself.
        alone = replace(order, doubts=tuple(doubt for doubt in order.doubts if doubt != MANY))
        return messages.of_overdue(alone, terms, at)[0]
    if event == OUTBOX_DEAD:
        dead = to_customer(order, MOVED[DELIVERY], at)[0]
        return messages.of_given_up(dead, "refused for good", terms, at)[0]
    if event in TO_OWNERS:
        return to_owner(order, event, order.language, at)
    return to_customer(order, event, at)[0]


def written(letter: Message, order: Order, terms: Terms = TERMS) -> EmailMessage:
    sent = _letters.message(letter, order, terms, ROOT_KEY).as_bytes()
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
    assert letter["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = part(letter, kind)
        for said in (order.number, "Gaiwan", "2 × €7.45", "€14.90", "Courier", "€62.90", "14 days",
                     "within 30 minutes", order.link(ROOT_KEY), "hello@shop.example"):  # fmt: skip
            assert said in text, (kind, said)


def test_the_owner_s_letter_says_everything_and_opens_the_desk() -> None:
    order = order_by(note="two\nlines <b>")

    act = actions.link(ROOT_KEY, TERMS, actions.ORDER, order.id, AT)

    letter = letter_to(OWNER, order)

    assert letter["To"] == "Clay & Leaf <hello@shop.example>"
    assert letter["Reply-To"] is None
    for kind in ("plain", "html"):
        text = part(letter, kind)
        for said in (order.number, act, "Anna Berg", "anna@example.org", "+49 30 1234567", "Invalidenstr. 1",
                     "10115 Berlin", "TP-01-S", "€62.90", "within 30 minutes"):  # fmt: skip
            assert said in text, (kind, said)
    assert "> two\n> lines <b>" in part(letter, "plain")
    assert "two\nlines &lt;b&gt;" in part(letter, "html")
    assert 'href="tel:+49301234567"' in part(letter, "html")
    assert 'href="mailto:anna%40example.org?subject=Order%20V-10427-7"' in part(letter, "html")


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

    assert to_customer(order, ORDER_RECEIVED, AT) == ()
    assert letter_to(OWNER, order)["Reply-To"] is None


@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_a_letter_that_acts_for_the_shop_is_answered_to_the_shop_alone(event: str) -> None:
    letter = letter_about(event, replace(order_by(), status=APPROVAL, reason="other"))

    acts = [actions.PATH in part(letter, kind) for kind in ("plain", "html")]
    assert acts == [event in ACTING] * 2
    if event in ACTING:
        assert letter["Reply-To"] is None
        assert letter["To"].addresses[0].addr_spec == letter["From"].addresses[0].addr_spec


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


def words_of(message: EmailMessage, kind: str) -> list[str]:
    """The words of one part, without addresses of links, markup and the marks of quoted lines."""
    text = part(message, kind)
    if kind == "html":
        text = re.sub(r"<(title|style)>.*?</\1>|<[^>]*>", " ", text, flags=re.S)
        text = html.unescape(text)
    return re.findall(r"[\w@€%+−][\w@.,€%+−-]*", re.sub(r"https://\S+", " ", text))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_every_letter_is_one_that_mail_programs_and_robots_understand(event: str, language: str) -> None:
    order = replace(order_by(language=language), status=APPROVAL, reason="other", tracking="LX1")
    later = AT + timedelta(hours=5)

    letter = letter_about(event, order, later)

    to_its_owner = event in TO_OWNERS
    assert set(letter.keys()) == HEADERS - ({"Reply-To"} if event in ACTING else set())
    assert letter["From"].addresses[0].addr_spec == "hello@shop.example"
    assert letter["To"].addresses[0].addr_spec == (
        "hello@shop.example" if to_its_owner else "anna@example.org"
    )
    if event not in ACTING:
        assert letter["Reply-To"].addresses[0].addr_spec == (
            "anna@example.org" if to_its_owner else "hello@shop.example"
        )
    assert order.number in letter["Subject"]
    assert letter["Date"].datetime == later
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Message-ID"] == f"<{letter['X-Vitrina-Message']}@shop.example>"
    assert letter["Content-Language"] == language
    assert order.link(ROOT_KEY) in part(letter, "plain")
    assert order.link(ROOT_KEY) in html.unescape(part(letter, "html"))
    assert "\n\n\n" not in part(letter, "plain")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_no_letter_fetches_anything_or_leads_elsewhere(event: str, language: str) -> None:
    letter = letter_about(event, replace(order_by(language=language), reason="other", tracking="LX1"))

    body = part(letter, "html")
    assert not re.search(
        r"<(img|link|script|iframe|object|video|audio|form|base)\b|url\(|@import", body, re.I
    )
    assert not re.search(r"\b(src|srcset|background|action|on[a-z]+)\s*=", body, re.I)
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', body)]
    assert links
    assert all(link.startswith((TERMS.url + "/", "mailto:", "tel:")) for link in links), links
    assert [each.get_content_type() for each in letter.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_both_parts_of_a_letter_say_the_same(event: str, language: str) -> None:
    order = replace(
        order_by(language=language, note="ring twice\nand <b>wait</b>"),
        reason="other",
        tracking="LX1",
        doubts=("many", "many_of_contact"),
        discounts=(Discount("a", Text.plain("Spring"), euros("5")),),
    )

    letter = letter_about(event, order)

    assert words_of(letter, "plain") == words_of(letter, "html")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_every_letter_is_the_same_to_the_byte_when_it_is_made_again(event: str, language: str) -> None:
    order = order_by(language=language)
    letter = asked_for(event, order)

    first, second = (_letters.message(letter, order, TERMS, ROOT_KEY).as_bytes() for _ in range(2))

    assert first == second
    assert f"Message-ID: <{letter.id}@shop.example>\r\n".encode() in first


def test_a_parcel_s_letter_carries_its_number() -> None:
    order = replace(order_by(), status=DELIVERY, tracking="LX123456789DE")

    letter = letter_about(MOVED[DELIVERY], order)

    assert letter["Subject"] == "Order V-10427-7 is on its way — Clay & Leaf"
    assert "The carrier's number: LX123456789DE" in part(letter, "plain")
    assert "Courier" in part(letter, "plain")


def test_what_is_picked_up_is_ready_and_not_on_its_way() -> None:
    order = order_by()
    order = replace(order, delivery=replace(order.delivery, method="pickup", address=None), tracking="")

    letter = letter_about(MOVED[DELIVERY], order)

    assert letter["Subject"] == "Order V-10427-7 is ready for you — Clay & Leaf"
    assert "on its way" not in part(letter, "plain")


@pytest.mark.parametrize(
    ("reason", "language", "words"),
    [
        ("no_call", "en", "We could not reach you."),
        ("customer", "ru", "Вы отменили его сами."),
        ("moth", "en", "A moth ate it."),
    ],
)
def test_a_cancelled_order_s_letter_says_why_in_words(reason: str, language: str, words: str) -> None:
    order = replace(order_by(language=language), status=CANCEL, reason=reason)
    terms = replace(TERMS, reasons={"moth": Text.plain("A moth ate it.")})

    letter = written(to_customer(order, MOVED[CANCEL], AT)[0], order, terms)

    assert words in part(letter, "plain")


@pytest.mark.parametrize(
    ("phone", "words"), [("+49 30 1", "we call you back to agree"), (None, "we write to you to agree")]
)
def test_an_order_of_one_click_has_a_sentence_of_its_own(phone: str | None, words: str) -> None:
    order = order_by()
    order = replace(
        order,
        quick=True,
        customer=replace(order.customer, phone=phone),
        delivery=replace(order.delivery, method="", name=Text({}), address=None),
    )

    customer = part(letter_about(ORDER_RECEIVED, order), "plain")
    owner = part(letter_about(ORDER_PLACED, order), "plain")

    assert words in customer
    assert "we check that everything is here" not in customer
    assert "Delivery" not in customer
    assert "Ordered with one click: delivery and payment are still to be agreed on." in owner


def test_no_letter_promises_one_that_the_shop_does_not_send() -> None:
    quiet = replace(TERMS, statuses={DELIVERY: Status(letter=False)})
    order = order_by()

    for event in (MOVED[APPROVAL], MOVED[ASSEMBLING]):
        letter = to_customer(order, event, AT)[0]
        assert "we write to you" in part(written(letter, order), "plain").replace("and write", "we write")
        assert "write to you" not in part(written(letter, order, quiet), "plain")


def test_the_owner_is_told_in_words_why_an_order_may_not_be_meant() -> None:
    order = replace(order_by(), doubts=("many_of_contact", "unheard_of"))

    letter = part(letter_about(ORDER_PLACED, order), "plain")

    assert "Look at this one before you pack it. Its customer has not been written to." in letter
    assert "More than usual came from this phone number or e-mail within an hour." in letter
    assert "unheard_of" in letter
    assert "Look at this one" not in part(letter_about(ORDER_PLACED, order_by()), "plain")


def test_discounts_stand_among_the_sums() -> None:
    gift = Discount("b", Text.plain("Delivery is on us"), euros("0"), free_delivery=True)
    order = replace(order_by(), discounts=(Discount("a", Text.plain("Spring"), euros("5")), gift))

    for event in (ORDER_RECEIVED, ORDER_PLACED):
        text = part(letter_about(event, order), "plain")
        assert "\nSpring: −€5.00\nDelivery is on us: free delivery\nDelivery, Courier: free\n" in text


def test_a_letter_about_waiting_tells_what_waited_even_when_it_leaves_late() -> None:
    waited = replace(order_by(), since=AT)
    letter = messages.of_overdue(waited, TERMS, AT + timedelta(minutes=31))[0]
    moved = replace(waited, status=APPROVAL, since=AT + timedelta(minutes=40))

    late = written(letter, moved)

    text = part(late, "plain")
    assert late["Subject"] == "Order V-10427-7 is waiting: Received, waiting for our answer"
    assert "Since: 23 November 2026, 09:00" in text
    assert "Should take no longer than: 30 min" in text
    assert 'href="tel:+49301234567"' in part(late, "html")
    assert 'href="mailto:anna%40example.org?subject=Order%20V-10427-7"' in part(late, "html")


def test_a_message_given_up_is_named_with_the_way_to_send_it_again() -> None:
    order = order_by()
    dead = to_customer(order, MOVED[DELIVERY], AT)[0]

    text = part(letter_about(OUTBOX_DEAD, order), "plain")

    assert "Message: Letter “Your order is on its way”\nTo: anna@example.org\n" in text
    assert "Why: refused for good" in text
    assert f"python build.py outbox --replay {dead.id}" in text


def test_no_letter_is_written_about_such_a_letter_that_was_given_up_itself() -> None:
    order = order_by()

    assert messages.of_given_up(asked_for(OUTBOX_DEAD, order), "refused", TERMS, AT) == ()


def test_a_letter_waiting_since_before_letters_told_their_time_has_that_of_its_order() -> None:
    order = order_by()
    old = replace(to_customer(order, ORDER_RECEIVED, AT + timedelta(hours=1))[0], body="")

    assert written(old, order)["Date"].datetime == AT


#: Whatever a visitor may type, long enough that eight of its characters in a row are no coincidence.
TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=8, max_size=60)


@settings(max_examples=60)
@given(typed=TYPED, event=st.sampled_from(TO_CUSTOMERS), language=st.sampled_from(["en", "ru"]))
def test_nothing_a_visitor_typed_stands_in_a_letter_to_a_customer(
    typed: str, event: str, language: str
) -> None:
    clean = written(to_customer(order_by(language=language), event, AT)[0], order_by(language=language))
    order = order_by(name=typed, note=typed, language=language)
    address = Address("DE", typed, typed, typed)
    order = replace(order, delivery=replace(order.delivery, address=address))

    letter = letter_about(event, order)

    runs = {typed[n : n + 8] for n in range(len(typed) - 7)}
    for kind in ("plain", "html"):
        assert part(letter, kind) == part(clean, kind)
        assert not [run for run in runs if run in html.unescape(part(letter, kind))]
    assert dict(letter.items()) | {"Content-Type": ""} == dict(clean.items()) | {"Content-Type": ""}


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


@settings(max_examples=200)
@given(local=ATEXT | ENCODED, domain=st.sampled_from(["example.org", "bücher.de", "a-b.co.uk"]))
def test_any_address_that_is_accepted_gets_its_letter(local: str, domain: str) -> None:
    accepted = Contacts().email(f"{local}@{domain}")
    if accepted is None:
        assert "=?" in local or not valid_local(local)
        return
    order = order_by(email=accepted)

    assert letter_to(CUSTOMER, order)["To"].addresses[0].addr_spec == accepted
    assert letter_about(OUTBOX_DEAD, order)["Reply-To"].addresses[0].addr_spec == accepted


def valid_local(local: str) -> bool:
    return not (local.startswith(".") or local.endswith(".") or ".." in local)


def test_an_address_no_header_can_carry_does_not_keep_the_order_from_its_owner() -> None:
    letter = letter_to(OWNER, order_by(email="=?utf-8?q?a?=@example.org"))

    assert letter["Reply-To"] is None
    assert "=?utf-8?q?a?=@example.org" in part(letter, "plain")


@settings(max_examples=60)
@given(name=st.text(min_size=1, max_size=100), note=st.text(max_size=200))
def test_no_name_and_no_note_can_add_a_header(name: str, note: str) -> None:
    # Past the form's own checks, on purpose: a letter must hold by itself.
    clean = [text.encode("utf-8", "replace").decode() for text in (name, note)]

    letter = letter_to(OWNER, order_by(*clean))

    assert set(letter.keys()) == HEADERS - {"Reply-To"}
    assert letter["To"] == "Clay & Leaf <hello@shop.example>"


@pytest.mark.parametrize("shop", ["Клей\r\nBcc: x@evil.example", 'A "quoted" <b@evil.example>'])
def test_the_shop_s_name_cannot_add_a_header_either(shop: str) -> None:
    order = order_by()
    terms = replace(TERMS, name=type(TERMS.name).plain(shop))
    letter = to_customer(order, ORDER_RECEIVED, AT)[0]

    read = message_from_bytes(_letters.message(letter, order, terms, ROOT_KEY).as_bytes(), policy=default)

    assert set(read.keys()) == HEADERS
    assert read["From"].addresses[0].addr_spec == "hello@shop.example"
    assert len(read["From"].addresses) == 1

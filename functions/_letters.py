"""Letters as messages: headers, a text part and an HTML part that say the same."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from functions import _answers
from functions._render import render
from shop.letters import CUSTOMER
from shop.orders import Order
from shop.outbox import Message
from shop.terms import Terms
from shop.words import promise, spoken

_SUBJECT_LENGTH = 200


def message(letter: Message, order: Order, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter, the same to the byte whenever it is made from the same order and terms."""
    template = f"letters/{spoken(letter.language)}/{letter.event}"
    view = _answers.track_answer(order, (), terms, letter.language)
    view.delivery.city = None
    values = {
        "order": view,
        "link": order.link(root_key),
        "shop": terms.name[letter.language],
        "contact": terms.contact,
        "promise": promise(terms.answer_within, letter.language),
    }
    if letter.recipient != CUSTOMER:
        # An address nobody has confirmed gets no word that a visitor typed: it may be a stranger's.
        values |= {"customer": order.customer, "address": order.delivery.address, "note": order.note}

    mail = EmailMessage(policy=SMTP)
    shop = _address(terms.name[letter.language], terms.contact.email)
    mail["From"] = shop
    mail["To"] = _recipient(letter, order, shop)
    if reply_to := _reply_to(letter, order, shop):
        mail["Reply-To"] = reply_to
    mail["Subject"] = _one_line(render(f"{template}.subject.txt", letter.language, **values))
    mail["Date"] = format_datetime(order.placed_at)
    mail["Message-ID"] = f"<{letter.id}@{_host(terms)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(render(f"{template}.txt", letter.language, **values))
    mail.add_alternative(render(f"{template}.html", letter.language, **values), subtype="html")
    mail["Content-Language"] = spoken(letter.language)
    mail.set_boundary(f"part-{letter.id}")
    return mail


def _recipient(letter: Message, order: Order, shop: Address) -> Address:
    if letter.recipient == CUSTOMER and order.customer.email:
        return Address(addr_spec=order.customer.email)
    return shop


def _reply_to(letter: Message, order: Order, shop: Address) -> Address | None:
    if letter.recipient == CUSTOMER:
        return shop
    try:
        return Address(addr_spec=order.customer.email) if order.customer.email else None
    except (MessageError, ValueError, IndexError):
        # An address that no header can carry stands in the text; the owner must get this letter all the same.
        return None


def _address(name: str, addr_spec: str) -> Address:
    return Address(_one_line(name), addr_spec=addr_spec)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_SUBJECT_LENGTH]


def _host(terms: Terms) -> str:
    return urlsplit(terms.url).hostname or "localhost"

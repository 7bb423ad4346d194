"""Letters as messages: headers, a text part and an HTML part that say the same."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from functions import _answers
from functions._render import HTML, TEXT, render
from shop import labels
from shop.letters import CUSTOMER, HEADER, OWNER, told
from shop.orders import Order
from shop.outbox import Message
from shop.statuses import DELIVERY
from shop.terms import Terms
from shop.times import duration, moment, promise
from shop.words import spoken

_SUBJECT_LENGTH = 200


def message(letter: Message, order: Order, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter, the same to the byte whenever it is made from the same order and terms."""
    said = _values(letter, order, terms, root_key)
    mail = EmailMessage(policy=SMTP)
    shop = _address(terms.name[letter.language], terms.contact.email)
    mail["From"] = shop
    mail["To"] = _recipient(letter, order, shop)
    if reply_to := _reply_to(letter, order, shop):
        mail["Reply-To"] = reply_to
    mail["Subject"] = _one_line(_written(letter, TEXT, "letters/subject.txt", said))
    mail["Date"] = format_datetime(_at(letter, order))
    mail["Message-ID"] = f"<{letter.id}@{_host(terms)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[HEADER] = letter.id
    mail.set_content(_spaced(_written(letter, TEXT, "letters/frame.txt", said)))
    mail.add_alternative(_written(letter, HTML, "letters/frame.html", said), subtype="html")
    mail["Content-Language"] = spoken(letter.language)
    mail.set_boundary(f"part-{letter.id}")
    return mail


def _values(letter: Message, order: Order, terms: Terms, root_key: bytes) -> dict[str, object]:
    language = letter.language
    view = _answers.track_answer(order, (), terms, language)
    view.delivery.city = None
    method = terms.method(order.delivery.method)
    values: dict[str, object] = {
        "order": view,
        "at": moment(_at(letter, order), terms.timezone, language),
        "link": order.link(root_key),
        "shop": terms.name[language],
        "contact": terms.contact,
        "promise": promise(terms.answer_within, language),
        "pickup": method is not None and not method.address,
        "pickup_note": method.note[language] if method else "",
        "phoned": order.customer.phone is not None,
        "tells_sent": terms.status(DELIVERY).letter,
    }
    if letter.recipient == CUSTOMER:
        # An address nobody has confirmed gets no word that a visitor typed: it may be a stranger's.
        return values
    return values | _for_owner(letter, order, terms)


def _for_owner(letter: Message, order: Order, terms: Terms) -> dict[str, object]:
    language, facts = letter.language, told(letter)
    since = datetime.fromisoformat(facts["since"]) if "since" in facts else order.since or order.placed_at
    status = facts.get("status", order.status)
    return {
        "customer": order.customer,
        "address": order.delivery.address,
        "note": order.note,
        "doubts": [labels.doubt_label(doubt, language) for doubt in order.doubts],
        "status": labels.status_label(order, status, terms, language),
        "since": moment(since, terms.timezone, language),
        "limit": duration(terms.status(status).limit, language),
        "dead": facts,
        "dead_name": labels.message_label(facts.get("kind", ""), facts.get("event", ""), language),
        "dead_to": _dead_to(facts.get("recipient", ""), order, terms),
    }


def _dead_to(recipient: str, order: Order, terms: Terms) -> str:
    return {CUSTOMER: order.customer.email or "", OWNER: terms.contact.email}.get(recipient, recipient)


def _at(letter: Message, order: Order) -> datetime:
    """When what the letter tells happened."""
    at = told(letter).get("at")
    return datetime.fromisoformat(at) if at else order.placed_at


def _written(letter: Message, kind: str, frame: str, values: dict[str, object]) -> str:
    template = f"letters/{spoken(letter.language)}/{letter.event}.jinja"
    return render(template, letter.language, kind, frame=frame, **values)


def _spaced(text: str) -> str:
    """Paragraphs apart by one empty line, however many the templates leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


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

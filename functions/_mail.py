"""Letters as messages: the headers common to all of them, a text part and an HTML part that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from urllib.parse import urlsplit

from functions._render import HTML, TEXT, render
from shop import labels
from shop.letters import CUSTOMER, HEADER, OWNER, told
from shop.outbox import Message
from shop.terms import Terms
from shop.times import moment
from shop.words import spoken

_SUBJECT_LENGTH = 200


class _Whole(UnstructuredHeader, BaseHeader):
    """An address of the web on one line: folded, it would become words that no mail program takes for one."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def message(
    letter: Message, email: str | None, at: datetime, terms: Terms, values: Mapping[str, object]
) -> EmailMessage:
    """The letter about what happened at that moment, with *values* for its template.

    *email* is the customer's address. Where *values* hold `act`, a link that acts for the shop, an answer
    goes to nobody else: it would quote that link. The same to the byte whenever it is made from the same.
    """
    said = {"at": moment(at, terms.timezone, letter.language), **_shop_s(letter, terms), **values}
    mail = EmailMessage(policy=SMTP.clone(header_factory=_headers()))
    shop = _address(terms.name[letter.language], terms.contact.email)
    mail["From"] = shop
    mail["To"] = Address(addr_spec=email) if letter.recipient == CUSTOMER and email else shop
    if "act" not in values and (reply_to := _reply_to(letter, email, shop)):
        mail["Reply-To"] = reply_to
    mail["Subject"] = _one_line(_written(letter, TEXT, "letters/subject.txt", said))
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.id}@{_host(terms)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[HEADER] = letter.id
    mail.set_content(_spaced(_written(letter, TEXT, "letters/frame.txt", said)))
    mail.add_alternative(_written(letter, HTML, "letters/frame.html", said), subtype="html")
    mail["Content-Language"] = spoken(letter.language)
    mail.set_boundary(f"part-{letter.id}")
    return mail


def happened_at(letter: Message, otherwise: datetime) -> datetime:
    """When what the letter tells happened, where it was put down with it."""
    at = told(letter).get("at")
    return datetime.fromisoformat(at) if at else otherwise


def given_up(letter: Message, email: str | None, terms: Terms) -> dict[str, object]:
    """What a letter to the owner says of a message that was given up; *email* is the customer's address."""
    facts = told(letter)
    recipient = facts.get("recipient", "")
    return {
        "dead": facts,
        "dead_name": labels.message_label(facts.get("kind", ""), facts.get("event", ""), letter.language),
        "dead_to": {CUSTOMER: email or "", OWNER: terms.contact.email}.get(recipient, recipient),
    }


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _Whole)
    return registry


def _shop_s(letter: Message, terms: Terms) -> dict[str, object]:
    return {"shop": terms.name[letter.language], "contact": terms.contact}


def _written(letter: Message, kind: str, frame: str, values: Mapping[str, object]) -> str:
    template = f"letters/{spoken(letter.language)}/{letter.event}.jinja"
    return render(template, letter.language, kind, frame=frame, **values)


def _spaced(text: str) -> str:
    """Paragraphs apart by one empty line, however many the templates leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _reply_to(letter: Message, email: str | None, shop: Address) -> Address | None:
    if letter.recipient == CUSTOMER:
        return shop
    try:
        return Address(addr_spec=email) if email else None
    except (MessageError, ValueError, IndexError):
        # An address that no header can carry stands in the text; the owner must get this letter all the same.
        return None


def _address(name: str, addr_spec: str) -> Address:
    return Address(_one_line(name), addr_spec=addr_spec)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_SUBJECT_LENGTH]


def _host(terms: Terms) -> str:
    return urlsplit(terms.url).hostname or "localhost"

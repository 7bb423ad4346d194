"""What a customer may send about tickets, each request reported with every error at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shop import limits
from shop.cases import Picture
from shop.fields import Fields
from shop.forms import fingerprint
from shop.numbers import TICKET, hash_of, parse_number
from shop.orders import Order
from shop.ports import ContactRules, Orders
from shop.reading import is_trapped, read_customer, read_language, read_token
from shop.requests import CONTACT_FIELDS, GUARD_FIELDS, PICTURES_FIELD, Customer, Sent
from shop.terms import Terms
from shop.tickets import RATINGS, TOPICS

TICKET_FIELDS = (
    "topic", "message", "contact", "order", "skus", PICTURES_FIELD, "language", *GUARD_FIELDS,
)  # fmt: skip
MESSAGE_FIELDS = ("key", "message", PICTURES_FIELD, "language", *GUARD_FIELDS)
VIEW_FIELDS = ("key", "proof", "language")
RATING_FIELDS = ("key", "rating", "comment", "language")


@dataclass(frozen=True, slots=True)
class TicketRequest:
    topic: str
    message: str
    customer: Customer
    language: str
    order_number: str
    order: Order | None  #: where it came with the secret of its link
    skus: tuple[str, ...]
    token: str
    trapped: bool


@dataclass(frozen=True, slots=True)
class MessageRequest:
    key: str
    message: str
    token: str
    trapped: bool


@dataclass(frozen=True, slots=True)
class ViewRequest:
    key: str
    proof: str


@dataclass(frozen=True, slots=True)
class RatingRequest:
    key: str
    rating: str
    comment: str


def read_ticket(
    sent: Sent, terms: Terms, contacts: ContactRules, orders: Orders, language: str
) -> TicketRequest:
    """The new ticket in *sent*; *language* serves one that names none. Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(TICKET_FIELDS)
    topic = fields.text("topic", limits.ID)
    if topic not in TOPICS:
        fields.refuse("topic", "choose_topic")
    number, order = _order(fields.group("order"), orders)
    ticket = TicketRequest(
        topic=topic,
        message=fields.text("message", limits.MESSAGE, required=True, paragraphs=True),
        customer=_customer(fields.group("contact"), contacts, terms, order),
        language=read_language(fields, terms) or language,
        order_number=number,
        order=order,
        skus=_skus(fields, order),
        token=read_token(fields),
        trapped=is_trapped(fields),
    )
    fields.finish()
    return ticket


def read_message(sent: Sent) -> MessageRequest:
    fields = Fields(sent)
    fields.refuse_others(MESSAGE_FIELDS)
    request = MessageRequest(
        key=fields.text("key", limits.SECRET, required=True),
        message=fields.text("message", limits.MESSAGE, required=True, paragraphs=True),
        token=read_token(fields),
        trapped=is_trapped(fields),
    )
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return request


def read_view(sent: Sent) -> ViewRequest:
    fields = Fields(sent)
    fields.refuse_others(VIEW_FIELDS)
    request = ViewRequest(
        key=fields.text("key", limits.SECRET, required=True), proof=fields.text("proof", limits.SECRET)
    )
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return request


def read_rating(sent: Sent) -> RatingRequest:
    fields = Fields(sent)
    fields.refuse_others(RATING_FIELDS)
    rating = fields.text("rating", limits.ID)
    if rating not in RATINGS:
        fields.refuse("rating", "choose_rating")
    request = RatingRequest(
        key=fields.text("key", limits.SECRET, required=True),
        rating=rating,
        comment=fields.text("comment", limits.NOTE, paragraphs=True),
    )
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return request


def print_of(sent: Sent, pictures: Sequence[Picture]) -> str:
    """The same for the same request with the same pictures, however those were packed."""
    drawn = [hash_of(picture.content.hex()) for picture in pictures]
    return fingerprint({**sent, PICTURES_FIELD: drawn})


def typed_number(text: str) -> str | None:
    """A ticket's number as it was given out; None where it cannot be one."""
    return parse_number(text, TICKET)


def _order(fields: Fields, orders: Orders) -> tuple[str, Order | None]:
    """The order it is about. Without its link's secret it is only what somebody says."""
    fields.refuse_others(("number", "key"))
    typed, key = fields.text("number", limits.NUMBER), fields.text("key", limits.SECRET)
    number = parse_number(typed) if typed else ""
    if number is None:
        fields.refuse("number", "not_a_number")
    if not key:
        return number or "", None
    order = orders.by_secret(hash_of(key))
    if order is None or order.number != number:
        fields.refuse("number", "order_not_found")
        return "", None
    return number, order


def _customer(fields: Fields, contacts: ContactRules, terms: Terms, order: Order | None) -> Customer:
    """Whoever asks: whom the order's link belongs to, where no other address is left."""
    if order is None or fields.has("email") or fields.has("phone"):
        return read_customer(fields, contacts, terms, None, named=False)
    fields.refuse_others(CONTACT_FIELDS)
    return replace(order.customer, name=fields.text("name", limits.NAME) or order.customer.name)


def _skus(fields: Fields, order: Order | None) -> tuple[str, ...]:
    """The order's lines that it is about; a form sends them one by one, by name or by position."""
    sent = fields.get("skus")
    listed = list(sent.values()) if isinstance(sent, Mapping) else [sent] if isinstance(sent, str) else sent
    if not isinstance(listed, list) and listed is not None:
        fields.refuse("skus", "not_a_list")
        return ()
    chosen = [each for each in listed or () if each != ""]
    bought = [line.sku for line in order.lines] if order else []
    if any(each not in bought for each in chosen):
        fields.refuse("skus", "not_in_order")
    return tuple(sku for sku in bought if sku in chosen)

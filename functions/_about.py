"""What messages tell of, an order, a ticket or a post, and what sending them has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from functions._wiring import Ports
from shop import bounces, followers, post_messages, posting, posts, tickets
from shop.letters import CUSTOMER, OUTBOX_DEAD, REVIEW_REQUEST
from shop.orders import Order
from shop.outbox import ORDER, POST, TICKET, Message
from shop.post_messages import IDEAS_CHANGED
from shop.pricing import QuoteLine
from shop.terms import Terms
from shop.ticket_letters import outdated


@dataclass(frozen=True, slots=True)
class About:
    """What one message tells of."""

    email: str | None  #: of the customer; letters to customers go there
    write: Callable[[Terms], EmailMessage]  #: the letter, as things are now
    came_back: Callable[[str, datetime], None]  #: says there that letters do not arrive, and why
    outdated: bool = False  #: whether what the letter asks for has been settled in the meantime


def about(message: Message, ports: Ports, at: datetime) -> About | None:
    """What *message* tells of at that moment; None where that is not known any more."""
    return _KINDS[message.about](message, ports, at)


def _order(message: Message, ports: Ports, _at: datetime) -> About | None:
    order = ports.orders.by_id(message.about_id)
    if order is None:
        return None
    asked = message.event == REVIEW_REQUEST
    lines = _reviewed(order, ports) if asked else ()

    def write(terms: Terms) -> EmailMessage:
        from functions import _letters, _review_letters  # jinja2 is loaded only where a letter is written

        if asked:
            return _review_letters.message(message, order, lines, terms, ports.root_key)
        return _letters.message(message, order, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        bounces.came_back(order, why, ports, at)

    return About(order.customer.email, write, came_back, outdated=asked and not lines)


def _reviewed(order: Order, ports: Ports) -> Sequence[QuoteLine]:
    """What its customer is asked about: what has come and not gone back, and is still sold."""
    book = ports.prices.book([line.sku for line in order.lines])
    if not book.terms.feedback.review_after:
        return ()
    return [line for line in order.lines if line.sku in book.offers and posting.has_got(order, line.sku)]


def _ticket(message: Message, ports: Ports, _at: datetime) -> About | None:
    ticket = ports.tickets.by_id(message.about_id)
    if ticket is None:
        return None

    def write(terms: Terms) -> EmailMessage:
        from functions import _ticket_letters

        entries = ports.tickets.entries(ticket.id)
        return _ticket_letters.message(message, ticket, entries, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        bounces.case_came_back(ticket, ticket.author.email, why, ports.tickets, tickets.flagged, ports, at)

    return About(ticket.author.email, write, came_back, outdated(message, ticket))


def _post(message: Message, ports: Ports, at: datetime) -> About | None:
    if message.recipient == CUSTOMER and message.event != OUTBOX_DEAD:
        return (_news if message.event == IDEAS_CHANGED else _code)(message, ports, at)
    post = ports.posts.by_id(message.about_id)
    if post is None and message.event != OUTBOX_DEAD:
        return None

    def write(terms: Terms) -> EmailMessage:
        from functions import _post_letters

        return _post_letters.message(message, post, terms, ports.root_key)

    return About(post.author.email if post else None, write, lambda _why, _at: None)


def _code(message: Message, ports: Ports, at: datetime) -> About:
    asked = post_messages.asked_of(message)

    def write(terms: Terms) -> EmailMessage:
        from functions import _post_letters

        return _post_letters.code_message(message, asked, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        post = ports.posts.by_id(asked.post_id)
        if post and post.author.email == asked.email:
            bounces.case_came_back(post, asked.email, why, ports.posts, posts.flagged, ports, at)
        else:
            bounces.silence(asked.email, why, ports, at)

    return About(asked.email, write, came_back, outdated=at >= asked.ends_at)


def _news(message: Message, ports: Ports, _at: datetime) -> About:
    news = followers.news(message, ports, ports.prices.book(()).terms)

    def write(terms: Terms) -> EmailMessage:
        from functions import _post_letters

        return _post_letters.news_message(message, news, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        if news.email:
            bounces.silence(news.email, why, ports, at)

    return About(news.email, write, came_back, outdated=not news.posts)


_KINDS: Mapping[str, Callable[[Message, Ports, datetime], About | None]] = {
    ORDER: _order, TICKET: _ticket, POST: _post,
}  # fmt: skip

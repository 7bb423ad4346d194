"""What a shop knows of one person, found by an e-mail address or a phone number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shop.case_ports import Cases, Votes
from shop.cases import Entry, Picture
from shop.contacts import counted, mailbox
from shop.events import Event
from shop.numbers import contact_key
from shop.orders import Order
from shop.outbox import Message
from shop.ports import ContactRules, Mailer, Orders, Outbox, PriceList, Suppressions
from shop.posts import Post, Vote
from shop.returns import Return
from shop.statuses import FINAL
from shop.tickets import Ticket


class Archive(Protocol):
    """Everywhere that something of a person may stand."""

    @property
    def prices(self) -> PriceList: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def tickets(self) -> Cases[Ticket]: ...
    @property
    def posts(self) -> Cases[Post]: ...
    @property
    def votes(self) -> Votes: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def mailer(self) -> Mailer: ...
    @property
    def contacts(self) -> ContactRules: ...
    @property
    def root_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Person:
    """An address or a number, and what stands for it where it is only counted."""

    contact: str
    key: str


@dataclass(frozen=True, slots=True)
class KnownOrder:
    order: Order
    events: tuple[Event, ...]
    returns: tuple[Return, ...]


@dataclass(frozen=True, slots=True)
class KnownTicket:
    ticket: Ticket
    entries: tuple[Entry, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class KnownPost:
    post: Post
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known by one contact."""

    contact: str
    orders: tuple[KnownOrder, ...] = ()
    tickets: tuple[KnownTicket, ...] = ()
    posts: tuple[KnownPost, ...] = ()
    votes: tuple[Vote, ...] = ()
    messages: tuple[Message, ...] = ()  #: letters and webhooks, sent or not
    silenced: str | None = None  #: why no letters go there

    def __bool__(self) -> bool:
        return any((self.orders, self.tickets, self.posts, self.votes, self.messages, self.silenced))

    @property
    def open(self) -> tuple[str, ...]:
        """The numbers of orders that are still to be fulfilled: whose they are must be known."""
        return tuple(each.order.number for each in self.orders if each.order.status not in FINAL)

    @property
    def others(self) -> tuple[str, ...]:
        """Other contacts of the same orders and tickets, by which more may be known."""
        given = [(each.order.customer.email, each.order.customer.phone) for each in self.orders]
        given += [(each.ticket.author.email, each.ticket.author.phone) for each in self.tickets]
        found = {counted(contact): contact for pair in given for contact in pair if contact}
        return tuple(contact for key, contact in found.items() if key != counted(self.contact))


def person(text: str, archive: Archive) -> Person | None:
    """Whom that e-mail address or phone number is; None where it is neither."""
    shop_phone = archive.prices.book(()).terms.contact.phone
    contact = archive.contacts.email(text) if "@" in text else archive.contacts.phone(text, None, shop_phone)
    if contact is None:
        return None
    return Person(contact, contact_key(archive.root_key, mailbox(contact) if "@" in contact else contact))


def known(who: Person, archive: Archive) -> Known:
    """Everything, as it is now."""
    orders = tuple(_known_order(order, archive) for order in archive.orders.of_contact(who.contact))
    tickets = tuple(_known_ticket(ticket, archive) for ticket in archive.tickets.of_contact(who.key))
    posts = tuple(_known_post(post, archive) for post in archive.posts.of_contact(who.key))
    ids = (
        *(each.order.id for each in orders),
        *(each.ticket.id for each in tickets),
        *(each.post.id for each in posts),
        who.key,
    )
    return Known(
        contact=who.contact,
        orders=orders,
        tickets=tickets,
        posts=posts,
        votes=tuple(archive.votes.of_voter(who.key)),
        messages=tuple(message for id in ids for message in archive.outbox.about(id)),
        silenced=next(filter(None, map(archive.suppressions.suppressed, silences(who, archive))), None),
    )


def silences(who: Person, archive: Archive) -> tuple[str, ...]:
    """The keys under which letters to that contact may have been stopped."""
    return tuple(dict.fromkeys((who.key, contact_key(archive.root_key, who.contact))))


def _known_order(order: Order, archive: Archive) -> KnownOrder:
    return KnownOrder(order, tuple(archive.orders.events(order.id)), tuple(archive.orders.returns(order.id)))


def _known_ticket(ticket: Ticket, archive: Archive) -> KnownTicket:
    entries = tuple(archive.tickets.entries(ticket.id))
    pictures = (archive.tickets.picture(ticket.id, id) for entry in entries for id in entry.pictures)
    return KnownTicket(ticket, entries, tuple(filter(None, pictures)))


def _known_post(post: Post, archive: Archive) -> KnownPost:
    return KnownPost(post, tuple(archive.posts.entries(post.id)))

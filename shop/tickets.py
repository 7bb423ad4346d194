"""Tickets: what a customer needs from the shop, from the first message to the last.

new -> open -> pending -> solved -> closed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shop.cases import FLAGGED, Author, Entry, Filing
from shop.errors import Stale
from shop.events import SHOP
from shop.numbers import secret_of
from shop.signing import mac, text_of

NEW = "new"
OPEN = "open"
PENDING = "pending"  #: the customer is asked for something
HOLD = "hold"  #: somebody else is waited for; the customer sees `open`
SOLVED = "solved"
CLOSED = "closed"
SPAM = "spam"
MERGED = "merged"  #: it goes on in another one

#: Every move the shop may make; a customer's message opens what is not closed, time solves and closes.
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    NEW: (OPEN, PENDING, HOLD, SOLVED, SPAM, MERGED),
    OPEN: (OPEN, PENDING, HOLD, SOLVED, SPAM, MERGED),
    PENDING: (OPEN, PENDING, HOLD, SOLVED, SPAM, MERGED),
    HOLD: (OPEN, PENDING, HOLD, SOLVED),
    SOLVED: (OPEN, PENDING, HOLD, SOLVED),
    CLOSED: (),
    SPAM: (),
    MERGED: (),
}
STATES = tuple(TRANSITIONS)
FINAL = frozenset(state for state, following in TRANSITIONS.items() if not following)
WAITING = frozenset((NEW, OPEN, HOLD))  #: in which the shop has something to do

#: What happens to tickets alone, as names of entries.
RATED = "rated"  #: data: rating
OVERDUE = "overdue"  #: the owner was told that an answer takes too long; data: promised
REMINDED = "reminded"  #: the customer was asked once more

ORDER, RETURN, QUESTION, OTHER = "order", "return", "question", "other"
TOPICS = (ORDER, RETURN, QUESTION, OTHER)

GOOD, BAD = "good", "bad"
RATINGS = (GOOD, BAD)

_PROOF_BYTES = 20


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where a ticket is now; what was written in it stands in its entries."""

    id: str  #: random, the key to everything; never shown
    number: str  #: for people; a key to nothing
    opened_at: datetime
    language: str
    author: Author
    topic: str
    page: str  #: address of the page that shows a ticket to whoever holds its secret
    secret_hash: str
    contacts: tuple[str, ...] = ()
    state: str = NEW
    version: int = 1
    order_number: str = ""
    order_proven: bool = False  #: whether it came with the secret of that order's link
    skus: tuple[str, ...] = ()  #: the order lines it is about
    doubts: tuple[str, ...] = ()  #: why it may not be meant
    flags: tuple[str, ...] = ()  #: what somebody should know, such as a letter that came back
    since: datetime | None = None  #: when it came into its state
    asked_at: datetime | None = None  #: the oldest message of the customer that nobody has answered
    answer_by: datetime | None = None  #: when that answer is promised; None: nothing to answer, or told late
    due_at: datetime | None = None  #: when the clock has something to do with it next
    rating: str = ""
    follows: str = ""  #: the number of the closed ticket that it goes on from
    into: str = ""  #: the number of the ticket that it was merged into

    def link(self, root_key: bytes) -> str:
        """The address to follow this ticket at; its secret is in the fragment, which no server log sees."""
        return f"{self.page}#{self.number}.{secret_of(root_key, self.id)}"

    def letter_link(self, root_key: bytes) -> str:
        """The same for letters to its author: whoever comes with its proof reads that mailbox."""
        return f"{self.link(root_key)}.{proof_of(self, root_key)}"

    @property
    def shown_state(self) -> str:
        """The state its customer sees."""
        return {HOLD: OPEN, SPAM: CLOSED}.get(self.state, self.state)


def proof_of(ticket: Ticket, root_key: bytes) -> str:
    """What stands in letters to the ticket's author and nowhere else."""
    email = (ticket.author.email or "").casefold()
    return text_of(mac(root_key, "ticket-proof", ticket.id, email)[:_PROOF_BYTES])


def newer(ticket: Ticket, expected: int) -> Ticket:
    """The ticket where it is still the version somebody looked at. Raises Stale."""
    if ticket.version != expected:
        raise Stale(f"{ticket.number} is at version {ticket.version}, not {expected}")
    return ticket


def flagged(ticket: Ticket, flag: str, at: datetime) -> Filing[Ticket] | None:
    """The ticket with one more flag; None where it has that one."""
    if flag in ticket.flags:
        return None
    after = replace(ticket, version=ticket.version + 1, flags=(*ticket.flags, flag))
    return Filing(after, Entry(ticket.id, after.version, at, FLAGGED, SHOP, {"flag": flag}))

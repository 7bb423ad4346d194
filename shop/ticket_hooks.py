"""What webhooks tell of tickets: the whole ticket and what has just happened to it, never a secret."""

from __future__ import annotations

from datetime import datetime

from shop import letters, webhooks
from shop.cases import Entry
from shop.outbox import TICKET, Message
from shop.ports import Hooks
from shop.tickets import Ticket


def hooks_of(ticket: Ticket, entry: Entry, event: str, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    endpoints = hooks.endpoints(event)
    body = webhooks.envelope(event, _ticket(ticket, entry), at) if endpoints else ""
    return tuple(
        letters.hook(TICKET, ticket.id, ticket.version, event, endpoint, body) for endpoint in endpoints
    )


def _ticket(ticket: Ticket, entry: Entry) -> dict[str, object]:
    author = ticket.author
    return {
        "id": ticket.id,
        "number": ticket.number,
        "version": ticket.version,
        "state": ticket.state,
        "topic": ticket.topic,
        "opened_at": ticket.opened_at.isoformat(),
        "answer_by": ticket.answer_by.isoformat() if ticket.answer_by else None,
        "language": ticket.language,
        "customer": {
            "name": author.name,
            "email": author.email,
            "phone": author.phone,
            "verified": author.verified,
        },
        "order": {"number": ticket.order_number, "proven": ticket.order_proven}
        if ticket.order_number
        else None,
        "skus": list(ticket.skus),
        "follows": ticket.follows,
        "into": ticket.into,
        "rating": ticket.rating,
        "doubts": list(ticket.doubts),
        "entry": {
            "name": entry.name,
            "who": entry.who,
            "from": entry.data.get("from", ticket.state),
            "text": entry.text,
            "pictures": len(entry.pictures),
        },
    }

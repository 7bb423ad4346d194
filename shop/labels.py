"""What codes are called: in the shop's own words where it may have some, else in those of the interface."""

from __future__ import annotations

from shop.orders import Order
from shop.outbox import HOOK
from shop.posts import Post
from shop.statuses import APPROVAL, DELIVERY, REASONS
from shop.terms import Terms
from shop.tickets import Ticket
from shop.words import FALLBACK, WORDS, say


def status_label(order: Order, status: str, terms: Terms, language: str) -> str:
    """What *order* being in that status is called."""
    if status == APPROVAL and order.quick:
        # Nothing has been confirmed yet, whatever the shop says of other orders.
        return say(
            language, "status_approval_quick" if order.customer.phone else "status_approval_quick_mail"
        )
    if own := terms.status(status).label[language]:
        return own
    method = terms.method(order.delivery.method)
    if status == DELIVERY and method is not None and not method.address:
        return say(language, "status_delivery_pickup")
    return say(language, f"status_{status}")


def reason_label(reason: str, terms: Terms, language: str) -> str:
    """Why an order was cancelled, as its customer is told; empty where there is nothing to tell."""
    if own := terms.reasons.get(reason):
        return own[language]
    return say(language, f"reason_{reason}") if reason in REASONS else ""


def topic_label(topic: str, language: str) -> str:
    """What a ticket is about."""
    return say(language, f"topic_{topic}")


def stage_label(ticket: Ticket, language: str) -> str:
    """Where a ticket is, as its customer is told."""
    return say(language, f"ticket_state_{ticket.shown_state}")


def state_label(state: str, language: str) -> str:
    """Where a ticket is, for the owner."""
    return say(language, f"ticket_is_{state}")


def post_label(post: Post, language: str) -> str:
    """How far an idea has come, or whether anything else is shown."""
    return say(language, f"post_{post.state}")


def notices(thing: Order | Ticket | Post, language: str) -> tuple[str, ...]:
    """What its owner should notice first: why it may not be meant, then what else there is to know."""
    doubts = (doubt_label(doubt, language) for doubt in thing.doubts)
    return (*doubts, *(flag_label(flag, language) for flag in thing.flags))


def doubt_label(doubt: str, language: str) -> str:
    """Why something may not be meant, for the owner."""
    return _named(f"doubt_{doubt}", doubt, language)


def flag_label(flag: str, language: str) -> str:
    """What the owner should know of it, such as a letter that came back."""
    return _named(f"flag_{flag}", flag, language)


def who_label(who: str, language: str) -> str:
    """Who did it, for the owner; one of the shop's people by the name that is put down."""
    return _named(f"who_{who}", who, language)


def message_label(kind: str, event: str, language: str) -> str:
    """What a letter or a webhook is about, for the owner."""
    return (
        say(language, "webhook", event=event) if kind == HOOK else _named(f"letter_{event}", event, language)
    )


def _named(code: str, otherwise: str, language: str) -> str:
    return say(language, code) if code in WORDS[FALLBACK] else otherwise

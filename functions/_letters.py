"""Letters about orders: what each of them says."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from functions import _answers, _mail
from shop import actions, labels
from shop.letters import ACT_LINK, CUSTOMER, ORDER_OVERDUE, ORDER_PLACED, ORDER_WITHDRAWN, told
from shop.orders import Order
from shop.outbox import Message
from shop.statuses import DELIVERY
from shop.terms import Terms
from shop.times import duration, moment, promise
from shop.words import say

#: Letters with a link to act on the order.
_ACTING = (ORDER_PLACED, ORDER_OVERDUE, ORDER_WITHDRAWN, ACT_LINK)


def message(letter: Message, order: Order, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter, the same to the byte whenever it is made from the same order and terms."""
    at = _mail.happened_at(letter, order.placed_at)
    return _mail.message(letter, order.customer.email, at, terms, _values(letter, order, terms, root_key))


def _values(letter: Message, order: Order, terms: Terms, root_key: bytes) -> dict[str, object]:
    language = letter.language
    view = _answers.track_answer(order, (), terms, language)
    view.delivery.city = None
    method = terms.method(order.delivery.method)
    values: dict[str, object] = {
        "order": view,
        "link": order.link(root_key),
        "promise": promise(terms.answer_within, language),
        "pickup": method is not None and not method.address,
        "pickup_note": method.note[language] if method else "",
        "phoned": order.customer.phone is not None,
        "tells_sent": terms.status(DELIVERY).letter,
    }
    if letter.recipient == CUSTOMER:
        # An address nobody has confirmed gets no word that a visitor typed: it may be a stranger's.
        return values
    if letter.event in _ACTING:
        at = _mail.happened_at(letter, order.placed_at)
        values["act"] = actions.link(root_key, terms, actions.ORDER, order.id, at)
    return values | _for_owner(letter, order, terms) | _mail.given_up(letter, order.customer.email, terms)


def _for_owner(letter: Message, order: Order, terms: Terms) -> dict[str, object]:
    language, facts = letter.language, told(letter)
    since = datetime.fromisoformat(facts["since"]) if "since" in facts else order.since or order.placed_at
    status = facts.get("status", order.status)
    return {
        "about": say(language, "order_heading", number=order.number),
        "customer": order.customer,
        "address": order.delivery.address,
        "note": order.note,
        "doubts": [labels.doubt_label(doubt, language) for doubt in order.doubts],
        "status": labels.status_label(order, status, terms, language),
        "since": moment(since, terms.timezone, language),
        "limit": duration(terms.status(status).limit, language),
    }

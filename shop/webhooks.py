"""What webhooks tell: one JSON body for each event, whole, so that a receiver need not ask back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from shop.orders import Order
from shop.posts import Post, is_shown
from shop.pricing import QuoteLine

ORDER_PLACED = "order.placed"
ORDER_MOVED = "order.moved"
ORDER_RETURNED = "order.returned"
FEEDBACK_LEFT = "feedback.left"
FEEDBACK_PUBLISHED = "feedback.published"  #: what everybody sees of a post has changed
TICKET_OPENED = "ticket.opened"
TICKET_WROTE = "ticket.wrote"  #: its customer
TICKET_MOVED = "ticket.moved"
EVENTS = (
    ORDER_PLACED, ORDER_MOVED, ORDER_RETURNED, FEEDBACK_LEFT, FEEDBACK_PUBLISHED,
    TICKET_OPENED, TICKET_WROTE, TICKET_MOVED,
)  # fmt: skip


def body(order: Order, event: str, at: datetime) -> str:
    """What happened to the order. Never a secret."""
    return envelope(event, _order(order), at)


def of_post(post: Post, event: str, at: datetime) -> str:
    """The same of a post. That one is published is told without a person's words, name or address."""
    return envelope(event, _post(post) if event == FEEDBACK_LEFT else _published(post), at)


def envelope(event: str, data: Mapping[str, object], at: datetime) -> str:
    """The event as Standard Webhooks wants it: type, timestamp, data."""
    told = {"type": event, "timestamp": at.astimezone(UTC).isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _published(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "version": post.version,
        "kind": post.kind,
        "state": post.state,
        "shown": is_shown(post),
        "sku": post.sku,
    }


def _post(post: Post) -> dict[str, object]:
    return {
        **_published(post),
        "opened_at": post.opened_at.isoformat(),
        "language": post.language,
        "author": {"name": post.author.name, "email": post.author.email},
        "title": post.title,
        "text": post.text,
        "stars": post.stars,
        "bought": post.bought,
        "page": post.page,
        "doubts": list(post.doubts),
    }


def _order(order: Order) -> dict[str, object]:
    address = order.delivery.address
    return {
        "id": order.id,
        "number": order.number,
        "version": order.version,
        "status": order.status,
        "placed_at": order.placed_at.isoformat(),
        "language": order.language,
        "customer": {
            "name": order.customer.name,
            "email": order.customer.email,
            "phone": order.customer.phone,
        },
        "delivery": {
            "method": order.delivery.method,
            "price": order.delivery.price.decimal(),
            "tracking": order.tracking,
            "address": {
                "country": address.country,
                "postcode": address.postcode,
                "city": address.city,
                "street": address.street,
            }
            if address
            else None,
        },
        "payment": order.payment.method,
        "note": order.note,
        "lines": [_line(line, order.language) for line in order.lines],
        "discounts": [{"promo": each.promo, "amount": each.amount.decimal()} for each in order.discounts],
        "goods": order.goods.decimal(),
        "tax": {
            "rate": f"{order.tax_rate:f}",
            "included": order.tax_included,
            "amount": order.tax.decimal(),
        },
        "total": order.total.decimal(),
        "currency": order.total.currency,
        "quick": order.quick,
        "doubts": list(order.doubts),
        "reason": order.reason,
        "returned": dict(order.returned),
    }


def _line(line: QuoteLine, language: str) -> dict[str, object]:
    return {
        "sku": line.sku,
        "name": line.name[language],
        "option": line.option[language],
        "quantity": line.quantity,
        "price": line.price.decimal(),
        "total": line.total.decimal(),
    }

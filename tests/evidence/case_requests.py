"""Requests about tickets and posts that are taken as they stand, and what of a stored one is out of range."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from functions._wiring import Ports
from shop import actions, codes, followers, limits, picture_links, posts, tickets, tokens
from shop.cases import Entry
from shop.fields import unprintable
from shop.numbers import TICKET, parse_number, secret_of
from shop.posts import Post
from shop.tickets import Ticket
from tests.evidence import whole
from tests.evidence.test_tampered_orders import flat
from tests.functions.published import TERMS

NAMES = (
    "topic", "message", "skus", "pictures", "proof", "rating", "comment", "order", "kind", "text", "title",
    "stars", "page", "consent", "code", "token", "version", "do", "answer", "into", "canned", "state",
    "verified", "author", "doubts", "votes", "who", "secret_hash", "due_at",
)  # fmt: skip
_WORDS = ("It came broken", "Где моя посылка?", "Ist der Tee noch da?\n\nGruß")
_FILES = ("photo.jpg", "../../x.svg", "a\u202eb.png", "x.php\0.jpg")
_RECENT = 20


def right(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    """The method, the address and the fields of one of them."""
    call = chance.choice(
        (_open, _open, _view, _write, _rate, _find, _leave, _leave, _vote, _end, _act, _look)
    )
    return call(shop, chance)


def held(shop: Ports, chance: random.Random) -> Ticket | None:
    recent = shop.tickets.listed(tickets.STATES, _RECENT)
    return chance.choice(recent) if recent else None


def left(shop: Ports, chance: random.Random) -> Post | None:
    recent = shop.posts.listed(posts.STATES, _RECENT)
    return chance.choice(recent) if recent else None


def _open(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    fields = whole.ticket(topic=chance.choice(tickets.TOPICS), message=chance.choice(_WORDS), language="en")
    if chance.random() < 0.3 and (orders := shop.orders.recent(5)):
        order = chance.choice(orders)
        fields["order"] = {"number": order.number, "key": secret_of(shop.root_key, order.id)}
        fields["skus"] = [line.sku for line in order.lines][:2]
    if chance.random() < 0.2:
        fields["pictures"] = [whole.picture()] * chance.choice((1, 1, 3, 4))
    return "POST", "/api/tickets", fields | _token(shop, chance)


def _view(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    number, key, proof = _link(shop, chance)
    fields = {"key": key, "language": "ru"} | ({"proof": proof} if chance.random() < 0.3 else {})
    if chance.random() < 0.2:
        return "POST", "/api/tickets/view", {"number": number, **fields}
    return "POST", f"/api/tickets/{number}/view", fields


def _write(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    number, key, _ = _link(shop, chance)
    fields = {"key": key, "message": f"{chance.choice(_WORDS)} {chance.randrange(1000)}"}
    return "POST", f"/api/tickets/{number}/messages", fields | _token(shop, chance)


def _rate(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    number, key, _ = _link(shop, chance)
    fields = {"key": key, "rating": chance.choice(tickets.RATINGS), "comment": chance.choice(_WORDS)}
    return "POST", f"/api/tickets/{number}/rating", fields


def _find(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    ticket = held(shop, chance)
    number = ticket.number if ticket else "T-10001-4"
    email = (ticket and ticket.author.email) or "anna@example.org"
    return "POST", "/api/tickets/find", {"number": number, "email": email}


def _leave(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    kind = chance.choice(posts.KINDS)
    fields = whole.review() if kind == posts.REVIEW else whole.idea(kind=kind, text=chance.choice(_WORDS))
    fields |= {"title": "Tea", "page": "https://shop.example/tea-1/?utm=1", "language": "ru"}
    return "POST", "/api/feedback", fields | _token(shop, chance)


def _vote(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    post = left(shop, chance)
    id, at, email = post.id if post else "none", datetime.now(UTC), f"v{chance.randrange(50)}@example.org"
    fields: dict[str, Any] = {"language": "en"}
    if chance.random() < 0.3:
        fields |= {"email": email}
    elif chance.random() < 0.5:
        asked = codes.asked(id, email, chance.randbytes(16), at)
        fields |= {"proof": codes.proof(shop.root_key, asked, sent=True)}
        fields |= {"code": codes.code(shop.root_key, asked)} if chance.random() < 0.8 else {}
    return "POST", f"/api/feedback/{quote(id)}/vote", fields | _token(shop, chance)


def _end(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    post = left(shop, chance)
    id = post.id if post and chance.random() < 0.7 else followers.ALL
    token = followers.unfollow_token(shop.root_key, id, "0" * 32, datetime.now(UTC))
    if chance.random() < 0.5:
        return chance.choice(("GET", "POST")), f"/api/feedback/{id}/unfollow/{token}", {}
    return "POST", f"/api/feedback/{id}/unfollow", {"token": token}


def _act(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    """What the owner does from a letter; it is what publishes ideas and solves tickets here, too."""
    ticket, post, orders = held(shop, chance), left(shop, chance), shop.orders.recent(5)
    purpose, target, fields = "ticket", "0" * 32, {"do": "move.open", "version": "1"}
    if ticket and chance.random() < 0.5:
        do = chance.choice(("answer.solved", "answer.pending", "move.solved", "move.hold", "note", "merge"))
        target, fields = ticket.id, {"do": do, "version": str(ticket.version), "message": "Here it is"}
        fields |= {"note": "Careful", "into": ticket.number}
    elif post and chance.random() < 0.7:
        do = chance.choice(("move.open", "move.planned", "move.declined", "move.rejected", "answer", "merge"))
        purpose, target = "post", post.id
        fields = {"do": do, "version": str(post.version), "answer": "Good idea", "into": post.id}
    elif orders:
        order = chance.choice(orders)
        purpose, target, fields = "order", order.id, {"to": "approval", "version": str(order.version)}
    token = actions.sign(shop.root_key, purpose, target, datetime.now(UTC))
    return chance.choice(("GET", "POST", "POST")), f"{actions.PATH}{token}", fields


def _look(shop: Ports, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    """What is only looked at."""
    post, ticket = left(shop, chance), held(shop, chance)
    if post and chance.random() < 0.4:
        return "GET", f"/api/feedback/votes?id={post.id}&id={quote(chance.choice(_WORDS))}", {}
    if ticket and chance.random() < 0.7:
        ids = [id for entry in shop.tickets.entries(ticket.id) for id in entry.pictures] or ["0" * 32]
        token = picture_links.sign(shop.root_key, ticket.number, ids[0], datetime.now(UTC))
        return "GET", f"/api/pictures/{token}", {}
    return "GET", "/api/feedback", {}


def _link(shop: Ports, chance: random.Random) -> Sequence[str]:
    ticket = held(shop, chance)
    if ticket is None:
        return "T-10001-4", "k" * 27, "p" * 27
    return whole.fragment(ticket.letter_link(shop.root_key))


def _token(shop: Ports, chance: random.Random) -> dict[str, str]:
    opened = datetime.now(UTC) - timedelta(seconds=chance.choice((1, 60, 60, 60, 90_000)))
    token = tokens.sign(shop.root_key, tokens.FORM, chance.randbytes(16), opened)
    return {"form_token": token} if chance.random() < 0.7 else {}


def wrong_ticket(ticket: Ticket, entries: Sequence[Entry]) -> list[str]:
    """What of a stored ticket is out of the ranges that are published."""
    rules = {
        "topic": ticket.topic in tickets.TOPICS,
        "state": ticket.state in tickets.STATES,
        "number": parse_number(ticket.number, TICKET) == ticket.number,
        "contact": bool(ticket.author.email or ticket.author.phone),
        "language": ticket.language in TERMS.languages,
        "rating": ticket.rating in ("", *tickets.RATINGS),
        "versions": [entry.version for entry in entries] == list(range(1, ticket.version + 1)),
        "pictures": all(len(entry.pictures) <= limits.PICTURES for entry in entries),
    }
    texts = [(entry.name, entry.text, limits.MESSAGE) for entry in entries]
    return [name for name, holds in rules.items() if not holds] + _unfit([*_author(ticket), *texts])


def wrong_post(post: Post) -> list[str]:
    stars = range(1, 6) if post.kind == posts.REVIEW else range(1)
    rules = {
        "kind": post.kind in posts.KINDS,
        "state": post.state in posts.STATES,
        "stars": post.stars in stars,
        "sku": bool(post.sku) == (post.kind == posts.REVIEW),
        "language": post.language in TERMS.languages,
        "page": not post.page or post.page.startswith("/"),
        "said": bool(post.text) or post.kind == posts.REVIEW,
    }
    texts = [("text", post.text, limits.TEXT), ("title", post.title, limits.TITLE)]
    texts += [("page", post.page, limits.PAGE), ("sku", post.sku, limits.SKU)]
    return [name for name, holds in rules.items() if not holds] + _unfit([*_author(post), *texts])


def _author(case: Ticket | Post) -> list[tuple[str, str, int]]:
    author = case.author
    return [
        ("name", author.name, limits.NAME),
        ("email", author.email or "", limits.EMAIL),
        ("phone", author.phone or "", limits.PHONE + 5),  # with the country's code put in front
    ]


def _unfit(texts: Sequence[tuple[str, str, int]]) -> list[str]:
    return [name for name, text, longest in texts if len(text) > longest or unprintable(text)]


def as_parts(fields: dict[str, Any], boundary: str, chance: random.Random) -> bytes:
    """The same as a form with files: everything in `pictures` as a file of some name."""
    parts = []
    for name, value in flat(fields, ""):
        place, file = re.sub(r"^(pictures|skus)\.[0-9]+$", r"\1", name), name.startswith("pictures.")
        head = f'Content-Disposition: form-data; name="{place}"'
        head += f'; filename="{chance.choice(_FILES)}"\r\nContent-Type: image/jpeg' if file else ""
        content = _decoded(value) if file else value.encode("utf-8", "surrogatepass")
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode("utf-8", "surrogatepass") + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _decoded(text: str) -> bytes:
    """A picture as its bytes; anything else as it is."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode("utf-8", "surrogatepass")

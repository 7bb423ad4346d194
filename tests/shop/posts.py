"""Posts as tests leave them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shop import codes, consents, moderating, posting, voting
from shop.numbers import hash_of
from shop.posts import OPEN, Post
from shop.terms import Feedback
from shop.visits import Visit
from shop.voting import CodeAsked, Voted
from tests.shop.makers import BOOK, TERMS, Prices, Shop

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NONCE = b"n" * 16


def deciding(**feedback: Any) -> Shop:
    """A shop that has decided so about feedback."""
    terms = replace(TERMS, feedback=Feedback(**feedback))
    return Shop(Prices(replace(BOOK, terms=terms)))


def leave(
    shop: Shop, key: str = "one", visit: Visit | None = None, at: datetime = AT, **changes: Any
) -> Post:
    """An idea of Anna's, or whatever it is changed into."""
    sent = {
        "kind": "idea",
        "text": "More tea",
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "consent": consents.token(consents.FEEDBACK),
        **changes,
    }
    id = hash_of(key)[:32]
    return posting.leave(sent, visit or Visit("a"), key=key, language="en", post_id=id, shop=shop, at=at).case


def shown(shop: Shop, key: str = "one", **changes: Any) -> Post:
    """The same, once the shop has let everybody see it."""
    return moderating.move(leave(shop, key, **changes), OPEN, "", shop, AT, who="owner")


def vote(
    shop: Shop, id: str, visit: Visit | None = None, at: datetime = AT, nonce: bytes = NONCE, **sent: Any
) -> Voted | CodeAsked | None:
    return voting.vote(id, sent, visit or Visit("a"), language="en", nonce=nonce, shop=shop, at=at)


def confirm(
    shop: Shop, id: str, email: str, visit: Visit | None = None, at: datetime = AT, **sent: Any
) -> Voted:
    """A vote with the code that was sent to that address."""
    asked = codes.asked(id, email, NONCE, at)
    proof, code = codes.proof(shop.root_key, asked, sent=True), codes.code(shop.root_key, asked)
    done = vote(shop, id, visit, at, proof=proof, code=code, **sent)
    assert isinstance(done, Voted)
    return done

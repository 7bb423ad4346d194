"""What a visitor says in the open: an idea, a problem, a question, thanks, a review of a product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop import codes, post_messages
from shop.case_ports import Cases
from shop.cases import Author, Filed, Filing
from shop.codes import Asked
from shop.contacts import contact_keys
from shop.errors import FieldError, Invalid, KeyReused, TooMany
from shop.forms import fingerprint
from shop.numbers import hash_of, parse_number
from shop.orders import Order
from shop.ports import ContactRules, Hooks, Orders, PriceList, Wish
from shop.post_forms import PostRequest, read_post
from shop.posts import IDEA, OPEN, PENDING, PUBLIC, REVIEW, Post, opened
from shop.requests import Customer, Sent
from shop.service import NO_LETTER
from shop.signing import mac
from shop.statuses import COMPLETE
from shop.terms import NEVER, UNVERIFIED, Terms
from shop.visits import HOUR, MANY, Door, Sending, Visit, doubts_about, may_be_written_to


class Wall(Door, Protocol):
    """What a shop needs from outside to hear what visitors say."""

    @property
    def prices(self) -> PriceList: ...
    @property
    def posts(self) -> Cases[Post]: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def contacts(self) -> ContactRules: ...
    @property
    def hooks(self) -> Hooks: ...


def leave(
    sent: Sent, visit: Visit, *, key: str, language: str, post_id: str, shop: Wall, at: datetime
) -> Filed[Post]:
    """Takes a post, once for each *key*, and one review of each line of an order.

    Raises KeyReused, Invalid, TooMany and Unavailable; after each of them nothing has been written.
    """
    wish = Wish(hash_of(f"post\0{key}"), fingerprint(sent))
    if earlier := shop.posts.filed(wish.key):
        return _same(earlier, wish)
    sku = sent.get("sku")
    book = shop.prices.book([sku] if isinstance(sku, str) else ())
    request = read_post(sent, book, shop.contacts, language)
    order = _order_of(request, shop.orders)
    bought = order is not None and has_got(order, request.sku)
    if order and bought:
        wish = replace(wish, key=hash_of(f"review\0{order.id}\0{request.sku}"))
    terms, contacts = book.terms, _contacts(request, shop.root_key)
    sending = Sending("posts", contacts, request.token, request.trapped)

    def make(_counter: int) -> Filing[Post]:
        # Counted here, the limits are a part of the post's own write where the store can have it so.
        doubts = doubts_about(sending, visit, terms.rates, shop, at, key=wish.key)
        return _left(_new_post(request, terms, post_id, bought, contacts, doubts, at), terms, shop, at)

    return _file(wish, make, bought, shop, at)


def first_state(post: Post, terms: Terms) -> str:
    """Whether it is shown at once or looked at first.

    Always looked at is what is doubted, and what somebody has sent who was not told that it may be shown.
    """
    known = post.author.verified or post.bought
    at_once = terms.feedback.moderation == NEVER or (terms.feedback.moderation == UNVERIFIED and known)
    return OPEN if at_once and post.kind in PUBLIC and post.consent and not post.doubts else PENDING


def code_for(post: Post, terms: Terms, root_key: bytes) -> Asked | None:
    """The code that its author is sent with it; None where there is nothing to confirm, or no letter goes.

    It is the same whenever the post is sent again.
    """
    if post.author.email is None or post.doubts or NO_LETTER in post.flags:
        return None
    needed = post.kind == REVIEW and terms.feedback.moderation == UNVERIFIED and not post.bought
    if post.kind != IDEA and not needed:
        return None
    nonce = mac(root_key, "post-code", post.id)[:16]
    return codes.asked(post.id, post.author.email, nonce, post.opened_at)


def has_got(order: Order, sku: str) -> bool:
    """Whether that came with the order, and not all of it went back."""
    pieces = sum(line.quantity for line in order.lines if line.sku == sku)
    return order.status == COMPLETE and pieces > order.returned.get(sku, 0)


def _new_post(
    request: PostRequest,
    terms: Terms,
    id: str,
    bought: bool,
    contacts: tuple[str, ...],
    doubts: tuple[str, ...],
    at: datetime,
) -> Post:
    post = Post(
        id=id,
        kind=request.kind,
        opened_at=at,
        language=request.language,
        author=Author(request.name, request.email),
        text=request.text,
        title=request.title,
        page=request.page,
        contacts=contacts,
        stars=request.stars,
        sku=request.sku,
        bought=bought,
        doubts=doubts,
        consent=request.consent,
    )
    state = first_state(post, terms)
    return replace(post, state=state, published_at=at if state == OPEN else None)


def _left(post: Post, terms: Terms, shop: Wall, at: datetime) -> Filing[Post]:
    """The post with its letters and webhooks."""
    owner = MANY not in post.doubts or shop.limits.hit("letter:many:posts", 1, HOUR, at)
    asked = code_for(post, terms, shop.root_key)
    if asked and not may_be_written_to(asked.email, shop, at):
        post, asked = replace(post, flags=(NO_LETTER,)), None
    told = post_messages.of_left(post, terms, shop.hooks, at, owner=owner, code=asked)
    return replace(opened(post), messages=told)


def _file(
    wish: Wish, make: Callable[[int], Filing[Post]], bought: bool, shop: Wall, at: datetime
) -> Filed[Post]:
    try:
        return _same(shop.posts.file(wish, make, at), wish, bought=bought)
    except TooMany:
        # The last one that was taken may have been this one's twin.
        if earlier := shop.posts.filed(wish.key):
            return _same(earlier, wish)
        raise


def _contacts(request: PostRequest, root_key: bytes) -> tuple[str, ...]:
    return contact_keys(Customer(request.name, request.email, None), root_key)


def _order_of(request: PostRequest, orders: Orders) -> Order | None:
    """The order whose link was sent along. Raises Invalid for one that is none."""
    if request.order is None:
        return None
    order = orders.by_secret(hash_of(request.order.key))
    if order is None or order.number != parse_number(request.order.number):
        raise Invalid([FieldError("order", "order_not_found")])
    return order


def _same(filed: Filed[Post], wish: Wish, bought: bool = False) -> Filed[Post]:
    if filed.fingerprint == wish.fingerprint:
        return filed
    if bought:
        raise Invalid([FieldError("sku", "already_reviewed")])
    raise KeyReused

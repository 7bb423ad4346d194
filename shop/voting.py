"""Votes for ideas: one of each person, told apart by an address that was confirmed with a code.

Votes of people who give none are counted by themselves, one for each network address. Whoever has left a post
confirms the address in the same way, and so votes for an idea of the own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from shop import codes, limits, post_messages
from shop.case_ports import Votes
from shop.contacts import mailbox
from shop.errors import FieldError, IllegalMove, Invalid, Stale, Unavailable
from shop.fields import Fields
from shop.numbers import address_key, contact_key
from shop.ports import Outbox
from shop.post_forms import VoteRequest, read_vote
from shop.posting import Wall, first_state
from shop.posts import (
    DUPLICATE,
    IDEA,
    PENDING,
    PUBLIC,
    REJECTED,
    REVIEW,
    VOTED,
    Post,
    Tally,
    Vote,
    is_shown,
    verified,
)
from shop.requests import Sent
from shop.signing import text_of
from shop.terms import Terms
from shop.visits import (
    NO_TOKEN,
    OLD_TOKEN,
    REUSED_TOKEN,
    TOO_FAST,
    Sending,
    Visit,
    doubts_about,
    may_be_written_to,
    pace,
)

_TRIES = 5

#: What a form puts right by itself when it is sent again with a fresh token.
_STALE_FORM = frozenset((NO_TOKEN, TOO_FAST, OLD_TOKEN, REUSED_TOKEN))


class Box(Wall, Protocol):
    """What voting needs from outside."""

    @property
    def votes(self) -> Votes: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True)
class Voted:
    """What a vote has come to."""

    post: Post
    tally: Tally
    counted: bool  #: whether it counts for the first time
    proof: str = ""  #: of who has confirmed an address, to vote with for a day


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A code was asked for; it is on its way if that address may be written to."""

    proof: str


def vote(
    post_id: str, sent: Sent, visit: Visit, *, language: str, nonce: bytes, shop: Box, at: datetime
) -> Voted | CodeAsked | None:
    """Counts a vote, or sends a code to count it with; None where nobody can vote for that.

    *nonce* is 16 random bytes. Raises Invalid, IllegalMove for an idea that is settled, TooMany, Unavailable.
    """
    terms = shop.prices.book(()).terms
    request = read_vote(sent, terms, shop.contacts, language)
    # What no id can be is not looked for: not every store takes a key of any length.
    post = shop.posts.by_id(post_id) if len(post_id) <= limits.ID else None
    if post is None or post.kind not in PUBLIC or not (is_shown(post) or post.state == PENDING):
        return None
    pace(visit, "votes", limits.VOTES, shop.limits, at)
    if request.proof:
        return _confirmed(post, request, visit, terms, shop, at)
    if request.email:
        return _asked(post, request.email, request, visit, terms, nonce, shop, at)
    return _unverified(post, request, visit, shop, at)


def votes(sent: Sent, shop: Box) -> Mapping[str, Tally]:
    """How many have voted for each of the posts asked for. Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(("id",))
    asked = fields.get("id")
    ids: Collection[str] = [id for id in asked if isinstance(id, str)] if isinstance(asked, list) else ()
    if not ids:
        fields.refuse("id", "required")
    elif len(ids) > limits.POSTS_ASKED:
        fields.refuse("id", "too_many_ids", limit=limits.POSTS_ASKED)
    fields.finish()
    found = shop.votes.tally([id for id in dict.fromkeys(ids) if len(id) <= limits.ID])
    return {id: found.get(id, Tally()) for id in ids}


def _asked(
    post: Post, email: str, request: VoteRequest, visit: Visit, terms: Terms, nonce: bytes, shop: Box,
    at: datetime,
) -> CodeAsked:  # fmt: skip
    """A code to that address; whether it is sent, and whether anything is known of it, shows nowhere."""
    if is_shown(post) and post.state not in VOTED:
        raise IllegalMove(post.state, "vote", ())
    key, own = text_of(nonce), _voter(email, shop) in post.contacts
    sending = Sending("codes", (_voter(email, shop),), request.token, request.trapped)
    doubts = doubts_about(sending, visit, terms.rates, shop, at, key=key)
    if _STALE_FORM.intersection(doubts):
        raise Invalid([FieldError("form_token", "send_again")])
    welcome = own or (post.kind == IDEA and post.state in VOTED)
    sent = welcome and not doubts and may_be_written_to(email, shop, at)
    asked = codes.asked(post.id, email, nonce, at)
    if sent:
        letter = post_messages.of_code(asked, _voter(email, shop), request.language, at)
        shop.outbox.put((letter,), at)
    return CodeAsked(codes.proof(shop.root_key, asked, sent=sent))


def _confirmed(
    post: Post, request: VoteRequest, visit: Visit, terms: Terms, shop: Box, at: datetime
) -> Voted:
    if request.code:
        email = codes.confirmed(shop.root_key, post.id, request.proof, request.code, shop.limits, at)
        proof = codes.voter(shop.root_key, email, at)
    else:
        # The same again: a proof that renewed itself would never end.
        email, proof = codes.voter_s(shop.root_key, request.proof, at), request.proof
    own = _voter(email, shop) in post.contacts
    if own:
        post = _verified(post.id, terms, shop, at)
    counts = post.kind == IDEA and (post.state in VOTED or (own and post.state == PENDING))
    if not counts and not own:
        raise IllegalMove(post.state, "vote", ())
    vote = Vote(post.id, _voter(email, shop), True, at, email, request.language)
    counted = counts and _cast(vote, shop)
    if counts:
        # Whoever has voted from here before now has a name; nobody is counted twice.
        shop.votes.withdraw(post.id, _anybody(post, visit, shop))
    return Voted(post, _tally(post, shop), counted, proof)


def _unverified(post: Post, request: VoteRequest, visit: Visit, shop: Box, at: datetime) -> Voted | None:
    if post.kind != IDEA or not is_shown(post):
        return None
    if post.state not in VOTED:
        raise IllegalMove(post.state, "vote", ())
    vote = Vote(post.id, _anybody(post, visit, shop), False, at)
    counted = not request.trapped and _cast(vote, shop)
    return Voted(post, _tally(post, shop), counted)


def _cast(vote: Vote, shop: Box) -> bool:
    counted = shop.votes.cast(vote)
    latest = shop.posts.by_id(vote.post_id)
    if counted and latest and latest.state == DUPLICATE:
        # It was merged at this very moment, perhaps before this vote could be carried over.
        shop.votes.cast(replace(vote, post_id=latest.duplicate_of))
    return counted


def _verified(id: str, terms: Terms, shop: Box, at: datetime) -> Post:
    """The post, its author's address confirmed; again from the newest version where somebody was faster."""
    for _ in range(_TRIES):
        post = shop.posts.by_id(id)
        if post is None:
            break
        if post.author.verified:
            return post
        with suppress(Stale):
            known = replace(post, author=replace(post.author, verified=True))
            waits = post.state == PENDING and not _is_looked_at(post, shop)
            state = first_state(known, terms) if waits else post.state
            filing = verified(post, state, at)
            told = post_messages.of_changed(post, filing.case, shop.hooks, at)
            shop.posts.change(replace(filing, messages=told))
            return filing.case
    raise Unavailable("somebody else changes that post all the time")


def _is_looked_at(post: Post, shop: Box) -> bool:
    """Whether it waits for the shop: its author has reviewed that product, or was taken down before."""
    return any(
        each.author.verified
        and each.id != post.id
        and (each.state == REJECTED or (post.kind == each.kind == REVIEW and post.sku == each.sku))
        for contact in post.contacts
        for each in shop.posts.of_contact(contact)
    )


def _tally(post: Post, shop: Box) -> Tally:
    return shop.votes.tally((post.id,)).get(post.id, Tally())


def _voter(email: str, shop: Box) -> str:
    return contact_key(shop.root_key, mailbox(email))


def _anybody(post: Post, visit: Visit, shop: Box) -> str:
    """Stands for a network address, and for this one post: it does not tell who voted for what else."""
    return address_key(shop.root_key, f"{post.id} {visit.address or ''}")

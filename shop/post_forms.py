"""What visitors send in the open: a post, a vote for one, that they want to hear no more of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shop import consents, limits
from shop.fields import Fields
from shop.ports import ContactRules
from shop.posts import KINDS, REVIEW
from shop.published import PriceBook
from shop.reading import is_trapped, read_language, read_token
from shop.requests import GUARD_FIELDS, Sent, TrackRequest
from shop.terms import Terms

POST_FIELDS = (
    "kind", "text", "title", "stars", "sku", "order", "page", "contact", "consent", "language", *GUARD_FIELDS,
)  # fmt: skip
VOTE_FIELDS = ("email", "code", "proof", "language", *GUARD_FIELDS)
UNFOLLOW_FIELDS = ("token", "language")

_STARS = re.compile(r"[1-5]")
_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class PostRequest:
    """A post as left, every field checked."""

    kind: str
    text: str
    title: str
    stars: int
    sku: str
    order: TrackRequest | None  #: the order that a review tells of
    page: str
    name: str
    email: str | None
    language: str
    token: str
    trapped: bool
    consent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VoteRequest:
    email: str | None
    code: str
    proof: str
    language: str
    token: str
    trapped: bool


def read_post(sent: Sent, book: PriceBook, contacts: ContactRules, language: str) -> PostRequest:
    """The post in *sent*; *language* serves one that names none. Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(POST_FIELDS)
    kind = _kind(fields)
    name, email = _contact(fields.group("contact"), contacts)
    request = PostRequest(
        kind=kind,
        # Stars may speak for themselves.
        text=fields.text("text", limits.TEXT, required=kind != REVIEW, paragraphs=True),
        title=fields.text("title", limits.TITLE),
        stars=_stars(fields, kind),
        sku=_sku(fields, kind, book),
        order=_order(fields, kind),
        page=_page(fields, book.terms),
        name=name,
        email=email,
        language=read_language(fields, book.terms) or language,
        token=read_token(fields),
        trapped=is_trapped(fields),
        consent=consents.given(consents.FEEDBACK, fields.text("consent", limits.ID)),
    )
    fields.finish()
    return request


def read_vote(sent: Sent, terms: Terms, contacts: ContactRules, language: str) -> VoteRequest:
    """Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(VOTE_FIELDS)
    request = VoteRequest(
        email=_email(fields, contacts),
        code=_code(fields),
        proof=fields.text("proof", limits.PROOF),
        language=read_language(fields, terms) or language,
        token=read_token(fields),
        trapped=is_trapped(fields),
    )
    if request.code and not request.proof:
        fields.refuse("proof", "required")
    fields.finish()
    return request


def read_unfollow(sent: Sent) -> str:
    """The token of a letter's link. Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(UNFOLLOW_FIELDS)
    token = fields.text("token", limits.PROOF, required=True)
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return token


def _kind(fields: Fields) -> str:
    kind = fields.text("kind", limits.ID)
    if kind not in KINDS:
        fields.refuse("kind", "choose_kind")
    return kind


def _contact(fields: Fields, contacts: ContactRules) -> tuple[str, str | None]:
    fields.refuse_others(("name", "email"))
    return fields.text("name", limits.NAME), _email(fields, contacts)


def _email(fields: Fields, contacts: ContactRules) -> str | None:
    text = fields.text("email", limits.EMAIL)
    email = contacts.email(text) if text else None
    if text and email is None:
        fields.refuse("email", "not_an_email")
    return email


def _stars(fields: Fields, kind: str) -> int:
    sent = fields.get("stars")
    text = str(sent) if type(sent) is int else fields.text("stars", limits.ID)
    if kind != REVIEW:
        _only_of_reviews(fields, "stars")
    elif not _STARS.fullmatch(text):
        fields.refuse("stars", "choose_stars")
    else:
        return int(text)
    return 0


def _sku(fields: Fields, kind: str, book: PriceBook) -> str:
    sku = fields.text("sku", limits.SKU, required=kind == REVIEW)
    if kind != REVIEW:
        _only_of_reviews(fields, "sku")
        return ""
    if sku and sku not in book.offers:
        fields.refuse("sku", "not_on_sale", sku=sku)
    return sku


def _order(fields: Fields, kind: str) -> TrackRequest | None:
    order = fields.group("order")
    order.refuse_others(("number", "key"))
    number, key = order.text("number", limits.NUMBER), order.text("key", limits.SECRET)
    if not number and not key:
        return None
    if kind != REVIEW:
        fields.refuse("order", "only_reviews")
    return TrackRequest(number, key)


def _only_of_reviews(fields: Fields, name: str) -> None:
    if fields.has(name):
        fields.refuse(name, "only_reviews")


def _page(fields: Fields, terms: Terms) -> str:
    """The page it was left on, without what may be a secret in its address; of strangers' pages, none."""
    text = fields.text("page", limits.PAGE)
    try:
        parts = urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}".casefold()
    except ValueError:
        return ""
    if not parts.scheme and not parts.netloc:
        return parts.path if parts.path.startswith("/") else ""
    if origin == terms.url.rstrip("/").casefold():
        return parts.path or "/"
    return f"{origin}{parts.path or '/'}" if origin in terms.feedback.sites else ""


def _code(fields: Fields) -> str:
    """Six digits, however they are spaced."""
    text = fields.text("code", limits.CODE).replace(" ", "")
    if text and not _CODE.fullmatch(text):
        fields.refuse("code", "not_a_code")
    return text

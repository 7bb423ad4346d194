"""From what visitors have said to what templates receive, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from shop.catalog import Product
from shop.posts import VOTED
from shop.terms import Terms
from storefront.board import Board, changed
from storefront.locales import day, figure
from storefront.said import Answer, Idea, Review
from storefront.urls import IDEAS, Urls
from storefront.words import Words

_HEADING = 90  #: characters of a text that stand for a title it does not have


@dataclass(frozen=True, slots=True)
class Day:
    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the shop says to it."""

    text: str
    day: Day


@dataclass(frozen=True, slots=True)
class IdeaView:
    id: str
    url: str
    heading: str
    titled: bool  #: whether the heading is its own title, and not the beginning of its text
    text: str  #: empty where it is the heading
    author: str
    language: str
    state: str
    opened: Day
    changed: datetime
    answer: AnswerView | None
    votes: int
    unverified: int
    votable: bool
    original: (
        tuple[str, str, str] | None
    )  #: of a duplicate: heading, address and language of what it goes on in


@dataclass(frozen=True, slots=True)
class ReviewView:
    stars: int
    title: str
    text: str
    author: str
    bought: bool
    day: Day
    language: str
    answer: AnswerView | None


@dataclass(frozen=True, slots=True)
class Rating:
    """What all reviews of a product come to."""

    average: str  #: for people, rounded to a tenth
    decimal: str  #: for machines
    count: int


class Posts:
    """Posts as one language shows them."""

    def __init__(self, ideas: Iterable[Idea], board: Board, terms: Terms, words: Words) -> None:
        self._words, self._language, self._zone = words, words.language, terms.timezone
        self._urls = Urls(terms.languages)
        self._board = board
        self._by_id: Mapping[str, Idea] = {idea.id: idea for idea in ideas}

    def url(self, id: str) -> str:
        return self._urls.path(self._language, f"{IDEAS}{id}/")

    def idea(self, idea: Idea) -> IdeaView:
        return IdeaView(
            id=idea.id,
            url=self.url(idea.id),
            heading=heading(idea),
            titled=bool(idea.title),
            text=idea.text if idea.text != heading(idea) else "",
            author=self._author(idea.author),
            language=idea.language,
            state=idea.state,
            opened=self._day(idea.opened_at),
            changed=changed(idea),
            answer=self._answer(idea.answer),
            votes=idea.votes,
            unverified=idea.unverified,
            votable=idea.state in VOTED,
            original=self._original(idea),
        )

    def review(self, review: Review) -> ReviewView:
        return ReviewView(
            stars=review.stars,
            title=review.title,
            text=review.text,
            author=self._author(review.author),
            bought=review.bought,
            day=self._day(review.opened_at),
            language=review.language,
            answer=self._answer(review.answer),
        )

    def rating(self, reviews: Iterable[Review]) -> Rating | None:
        """None where nobody has said anything."""
        stars = [review.stars for review in reviews]
        if not stars:
            return None
        tenths = (Decimal(sum(stars)) / len(stars)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return Rating(figure(tenths, self._language), str(tenths), len(stars))

    def _original(self, idea: Idea) -> tuple[str, str, str] | None:
        original = self._by_id.get(self._board.originals.get(idea.id, ""))
        return (heading(original), self.url(original.id), original.language) if original else None

    def _answer(self, answer: Answer | None) -> AnswerView | None:
        return AnswerView(answer.text, self._day(answer.at)) if answer else None

    def _author(self, name: str) -> str:
        return name or str(self._words("somebody"))

    def _day(self, at: datetime) -> Day:
        text, iso = day(at, self._zone, self._language)
        return Day(text, iso)


def heading(idea: Idea) -> str:
    """Its title, or the first words of its text."""
    return idea.title or short(idea.text, _HEADING)


def short(text: str, length: int) -> str:
    """The first words of a text on one line, cut between words."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    return words[: words.rindex(" ", 0, length) if " " in words[:length] else length].rstrip(" ,;:—–-") + "…"


def reviews_by_product(reviews: Iterable[Review], products: Iterable[Product]) -> dict[str, list[Review]]:
    """The reviews of each product and of its variants, the newest first; of what is sold no more, none."""
    owner = {v.sku: product.sku for product in products for v in product.variants}
    owner |= {product.sku: product.sku for product in products}
    found: dict[str, list[Review]] = {}
    for review in sorted(reviews, key=lambda review: (review.opened_at, review.id), reverse=True):
        if review.sku in owner:
            found.setdefault(owner[review.sku], []).append(review)
    return found

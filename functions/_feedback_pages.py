"""The plain HTML pages around feedback, for browsers that run no script."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from functions import _answers, _pages
from functions._filled import Filled, typed
from shop import consents, limits
from shop.errors import FieldError
from shop.posts import IDEA, PROBLEM, QUESTION, REVIEW, THANKS
from shop.published import PriceBook
from shop.requests import Sent
from shop.words import say

#: What the fields of posts and of votes are called.
LABELS = {
    "kind": "feedback_kind",
    "title": "idea_title",
    "stars": "review_stars",
    "text": "feedback_text",
    "contact.name": "field_name",
    "contact.email": "field_email",
    "email": "field_email",
    "code": "vote_code",
}
#: What each kind is called. Reviews have a form of their own.
_KINDS = {
    IDEA: "feedback_idea",
    PROBLEM: "feedback_problem",
    QUESTION: "feedback_question",
    THANKS: "feedback_thanks",
}


def form(
    sent: Sent,
    book: PriceBook,
    language: str,
    key: str,
    token: str,
    errors: Sequence[FieldError] = (),
    notice: str = "",
    status: int = 200,
) -> Response:
    """The form as it was filled in, with what is wrong beside its fields."""
    problems = _answers.field_problems(errors, language)
    offer = book.offers.get(typed(sent, "sku"))
    return _pages.page(
        "review" if sent.get("kind") == REVIEW else "feedback",
        book,
        language,
        status,
        form=Filled(sent, problems, language, LABELS),
        errors=problems,
        notice=notice,
        product=offer.name[language] if offer else "",
        kinds={kind: say(language, label) for kind, label in _KINDS.items()},
        key=key,
        token=token,
        consent=consents.token(consents.FEEDBACK),
        limits=limits,
    )


def left(message: str, book: PriceBook, language: str) -> Response:
    """The thanks; *message* says what becomes of it."""
    return _pages.page("feedback_left", book, language, 201, message=message)

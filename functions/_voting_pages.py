"""The plain HTML pages around votes and the codes that confirm an address."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from functions import _answers, _pages
from functions._feedback_pages import LABELS
from functions._filled import Filled
from functions._post_schema import VotedAnswer
from functions._web import Sent
from shop import limits
from shop.errors import FieldError
from shop.published import PriceBook

#: Where the site's board is.
_BOARD = "ideas"


def page(
    sent: Sent,
    book: PriceBook,
    language: str,
    status: int,
    *,
    left: str = "",
    asking: bool = False,
    proof: str = "",
    message: str = "",
    notice: str = "",
    token: str = "",
    errors: Sequence[FieldError] = (),
    votes: VotedAnswer | None = None,
) -> Response:
    """The form for an address where it is *asking* for one, that for a code with a *proof*, else words.

    *left* is the id of a post that has just been left, and that has no page on the site yet.
    """
    problems = _answers.field_problems(errors, language)
    board, voted = book.terms.path(language, _BOARD), sent.path.get("id", "")
    return _pages.page(
        "vote",
        book,
        language,
        status,
        id=left or voted,
        back=f"{board}{voted}/" if voted else board,
        form=Filled(sent.fields, problems, language, LABELS),
        errors=problems,
        asking=asking,
        proof=proof,
        message=message,
        notice=notice,
        token=token,
        votes=votes,
        limits=limits,
    )

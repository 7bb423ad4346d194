"""Voting by plain forms: one page asks for an address, for the code sent to it, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from functions import _posting, _problems, _unseen
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop.errors import IllegalMove, Invalid, TooMany
from shop.voting import CodeAsked, Voted
from shop.words import say

#: Votes with what was sent; None where nobody can vote for that.
Vote = Callable[[Ports, Sent], Voted | CodeAsked | None]

#: After these no code helps: another one has to be asked for.
_OVER = frozenset(("old_code", "spent_code"))
#: The field that a form sends unseen, and that a page made here puts right.
_UNSEEN = "form_token"


def vote(ports: Ports, sent: Sent, vote: Vote) -> Response:
    """The page after a form for a vote, or for its code. Raises Refused."""
    try:
        done = vote(ports, sent)
    except Invalid as invalid:
        return _again(ports, sent, invalid)
    except IllegalMove:
        return _told(ports, sent, "vote_closed", 409)
    except TooMany as many:
        page = _told(ports, sent, "too_many", 429, minutes=_problems.minutes(many))
        page.headers["Retry-After"] = str(many.seconds)
        return page
    if done is None:
        raise Refused(404, "post_not_found")
    if isinstance(done, CodeAsked):
        return _code(ports, sent, done.proof)
    answer = _posting.voted_answer(done, _language(ports, sent))
    return _shown(ports, sent, 200, message=answer.message, votes=answer)


def code(ports: Ports, sent: Sent, id: str, proof: str, message: str) -> Response:
    """The page after a post was left, where its author is sent a code."""
    return _shown(ports, sent, 201, left=id, proof=proof, message=message)


def _again(ports: Ports, sent: Sent, invalid: Invalid) -> Response:
    """The same form with what is wrong in it; the first one once a code is worth nothing more."""
    codes, proof = {error.code for error in invalid.errors}, sent.fields.get("proof")
    over = codes & _OVER
    if isinstance(proof, str) and proof and not over:
        return _code(ports, sent, proof, invalid)
    # A page of the site carries no token; this one does, so it only has to be looked at once more.
    unseen = {error.field for error in invalid.errors} == {_UNSEEN}
    notice = next(iter(over)) if over else "vote_look" if unseen else ""
    return _shown(
        ports, sent, 200 if unseen else 422, asking=True, token=_unseen.kept_token(ports, sent),
        notice=say(_language(ports, sent), notice) if notice else "",
        errors=() if notice else invalid.errors,
    )  # fmt: skip


def _code(ports: Ports, sent: Sent, proof: str, invalid: Invalid | None = None) -> Response:
    errors = invalid.errors if invalid else ()
    message = "" if invalid else say(_language(ports, sent), "code_sent")
    return _shown(ports, sent, 422 if invalid else 202, proof=proof, message=message, errors=errors)


def _told(ports: Ports, sent: Sent, code: str, status: int, **values: object) -> Response:
    return _shown(ports, sent, status, notice=say(_language(ports, sent), code, **values))


def _shown(ports: Ports, sent: Sent, status: int, **values: Any) -> Response:
    from functions import _voting_pages  # jinja2 is loaded only where a page is made

    book, language = ports.prices.book(()), _language(ports, sent)
    return _voting_pages.page(sent, book, language, status, **values)


def _language(ports: Ports, sent: Sent) -> str:
    return sent.language(ports.prices.book(()).terms.languages)

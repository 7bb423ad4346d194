"""What went wrong, as RFC 9457 problems for programs and as a page for people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from functions import _languages, _web
from functions._answers import field_problems, quote_answer
from functions._schema import ChangedProblem, MoveProblem, Problem
from functions._web import Sent
from shop.errors import (
    FieldError,
    IllegalMove,
    Invalid,
    KeyReused,
    QuoteChanged,
    ShopError,
    Stale,
    TooMany,
    Unavailable,
)
from shop.published import PriceBook
from shop.words import WORDS, say

_TYPE = "urn:vitrina:problem:"

#: RFC 9110, section 15.5.9: the rest of a body that came too slowly is not waited for.
_HEADERS = {408: {"Connection": "close"}, 503: {"Retry-After": _web.RETRY_AFTER}}


def refusal(error: _web.Refused | ShopError, sent: Sent, book: PriceBook | None) -> Response:
    """The answer to a request that was not done, in the form and the language it came in."""
    language = sent.language(book.terms.languages if book else tuple(WORDS))
    if isinstance(error, QuoteChanged) and not sent.form:
        title = say(language, error.code)
        quote = quote_answer(error.quote, language)
        return _encoded(ChangedProblem(_TYPE + error.code, title, 409, quote=quote))
    if isinstance(error, IllegalMove) and not sent.form:
        title = say(language, "illegal_move")
        return _encoded(MoveProblem(_TYPE + "illegal_move", title, 409, allowed=list(error.allowed)))
    status, code, values = _kind(error)
    errors = error.errors if isinstance(error, Invalid) else ()
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else _HEADERS.get(status, {})
    title = say(language, code, **values)
    if not sent.form:
        return _encoded(_problem(status, code, title, errors, language), headers)
    return _page(book, language, status, title, errors, headers)


def minutes(error: TooMany) -> int:
    """When to come back, as people are told it."""
    return math.ceil(error.seconds / 60)


def unanswered(request: Request, error: Exception) -> Response:
    """For addresses and methods that no function answers."""
    assert isinstance(error, HTTPException)
    language = _language(request)
    code = "method_not_allowed" if error.status_code == 405 else "not_found"
    return _encoded(_problem(error.status_code, code, say(language, code), (), language), error.headers)


def unexpected(request: Request, _error: Exception) -> Response:
    """For a mistake of ours: it says no more than that, and is raised on to the server's log."""
    language = _language(request)
    problem = _problem(500, "unexpected", say(language, "unexpected"), (), language)
    return _encoded(problem, _web.HEADERS)


def _language(request: Request) -> str:
    return _languages.preferred(None, request.headers.get("accept-language", ""), tuple(WORDS))


def _kind(error: _web.Refused | ShopError) -> tuple[int, str, Mapping[str, object]]:
    match error:
        case _web.Refused():
            return error.status, error.code, error.values
        case Invalid():
            return 422, "invalid", {}
        case QuoteChanged():
            return 409, error.code, {}
        case KeyReused():
            return 422, "key_reused", {}
        case IllegalMove():
            return 409, "illegal_move", {}
        case Stale():
            return 409, "stale", {}
        case TooMany():
            return 429, "too_many", {"minutes": minutes(error)}
        case Unavailable():
            return 503, "unavailable", {}
    raise error


def _problem(status: int, code: str, title: str, errors: Sequence[FieldError], language: str) -> Problem:
    listed = field_problems(errors, language) if errors else msgspec.UNSET
    return Problem(_TYPE + code, title, status, listed)


def _encoded(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return _web.answer(problem, problem.status, headers, _web.PROBLEM)


def _page(
    book: PriceBook | None,
    language: str,
    status: int,
    title: str,
    errors: Sequence[FieldError],
    headers: Mapping[str, str],
) -> Response:
    from functions import _pages  # jinja2 is loaded only where a page is made

    response = _pages.problem(book, language, status, title, field_problems(errors, language))
    response.headers.update(headers)
    return response

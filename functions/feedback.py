"""Feedback over HTTP: leaving a post, voting for an idea, what is published.

Deployed as `functions.feedback.handler`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from functions import _calls, _cors, _leaving, _posting, _unfollowing, _voting, _web, _wiring
from functions._calls import get, post
from functions._post_schema import LeftAnswer
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import posting, showing, voting
from shop.cases import Filed
from shop.posts import Post

#: A board is built from it and looked at by many; a minute's age does no harm.
_KEPT = {"Cache-Control": "public, max-age=60"}
_KEPT_VOTES = {"Cache-Control": "public, max-age=15"}


def application(ports: Callable[[], Ports] = _wiring.ports) -> Starlette:
    """The app of all calls below; *ports* is asked when the first request comes."""
    return _calls.application(routes(ports))


def routes(ports: Callable[[], Ports]) -> list[Route]:
    left = _cors.shared(post(leave, ports, _calls.TRIES), ports, "POST")
    return [
        Route("/api/feedback", left, methods=["POST", "OPTIONS"]),
        Route("/api/feedback", get(published, ports), methods=["GET"]),
        Route("/api/feedback/votes", get(votes, ports), methods=["GET"]),
        Route("/api/feedback/{id}/vote", post(vote, ports, _calls.TRIES), methods=["POST"]),
        Route("/api/feedback/{id}/unfollow", post(_unfollowing.unfollow, ports), methods=["POST"]),
        Route("/api/feedback/{id}/unfollow/{token}", get(_unfollowing.ask, ports), methods=["GET"]),
        # RFC 8058, section 3.1: mail programs may send it as multipart/form-data.
        Route(
            "/api/feedback/{id}/unfollow/{token}",
            post(_unfollowing.unfollow, ports, pictures=True),
            methods=["POST"],
        ),
    ]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls, for a function address and for API Gateway."""
    return _lambda()(event, context)


def leave(ports: Ports, sent: Sent) -> Response:
    """POST /api/feedback"""
    if sent.form:
        return _leaving.leave(ports, sent, _left)
    filed = _leave(ports, sent, _web.needed_key(sent))
    return _web.created(_answer(ports, sent, filed), replayed=filed.replayed)


def vote(ports: Ports, sent: Sent) -> Response:
    """POST /api/feedback/{id}/vote"""
    if sent.form:
        return _voting.vote(ports, sent, _vote)
    done, language = _vote(ports, sent), sent.language(ports.prices.book(()).terms.languages)
    if done is None:
        raise Refused(404, "post_not_found")
    if isinstance(done, voting.CodeAsked):
        return _web.answer(_posting.asked_answer(done, language), 202)
    return _web.answer(_posting.voted_answer(done, language))


def published(ports: Ports, _sent: Sent) -> Response:
    """GET /api/feedback"""
    return _web.answer(_posting.published_answer(showing.published(ports)), headers=_KEPT)


def votes(ports: Ports, sent: Sent) -> Response:
    """GET /api/feedback/votes"""
    return _web.answer(_posting.tallies_answer(voting.votes(sent.fields, ports)), headers=_KEPT_VOTES)


def _leave(ports: Ports, sent: Sent, key: str) -> Filed[Post]:
    return posting.leave(
        sent.fields,
        _calls.visit(ports, sent),
        key=key,
        language=sent.language(ports.prices.book(()).terms.languages),
        post_id=secrets.token_hex(16),
        shop=ports,
        at=datetime.now(UTC),
    )


def _left(ports: Ports, sent: Sent, key: str) -> LeftAnswer:
    return _answer(ports, sent, _leave(ports, sent, key))


def _vote(ports: Ports, sent: Sent) -> voting.Voted | voting.CodeAsked | None:
    return voting.vote(
        sent.path["id"],
        sent.fields,
        _calls.visit(ports, sent),
        language=sent.language(ports.prices.book(()).terms.languages),
        nonce=secrets.token_bytes(16),
        shop=ports,
        at=datetime.now(UTC),
    )


def _answer(ports: Ports, sent: Sent, filed: Filed[Post]) -> LeftAnswer:
    terms = ports.prices.book(()).terms
    return _posting.left_answer(filed.case, terms, sent.language(terms.languages), ports.root_key)


@cache
def _lambda() -> Mangum:
    return _calls.on_lambda(application())

"""The description of feedback's calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions import _operations as operations
from functions import _post_schema as schema
from functions import _web
from functions._schema import MoveProblem
from shop import limits

TYPES = (
    schema.PostRequest,
    schema.VoteRequest,
    schema.LeftAnswer,
    schema.AskedAnswer,
    schema.VotedAnswer,
    schema.TallyAnswer,
    schema.PublishedAnswer,
    schema.UnfollowRequest,
    schema.UnfollowedAnswer,
)


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "maxLength": limits.ID}}


def paths() -> Mapping[str, Any]:
    return {
        "/api/feedback": {"post": _leave(), "get": _published()},
        "/api/feedback/votes": {"get": _votes()},
        "/api/feedback/{id}/vote": {"post": _vote()},
        "/api/feedback/{id}/unfollow": {"post": _unfollow()},
    }


def _leave() -> dict[str, Any]:
    left = operations.answer("It was left.", schema.LeftAnswer)
    operation = operations.post(
        "leaveFeedback", "Tells the shop something", schema.PostRequest, {"201": left}
    )
    return {**operation, "parameters": [operations.KEY]}


def _published() -> dict[str, Any]:
    return {
        "operationId": "feedback",
        "summary": "Ideas and reviews that everybody may see",
        "responses": {
            "200": operations.answer("The newest of them.", schema.PublishedAnswer),
            "405": operations.problem(operations.REFUSALS["405"]),
            **operations.pauses(),
        },
    }


def _votes() -> dict[str, Any]:
    tallies = {"type": "object", "additionalProperties": operations.reference(schema.TallyAnswer)}
    found = {"description": "By id.", "content": {_web.JSON: {"schema": tallies}}}
    ids = {"type": "array", "minItems": 1, "maxItems": limits.POSTS_ASKED, "items": {"type": "string"}}
    return {
        "operationId": "votes",
        "summary": "How many have voted",
        "parameters": [{"name": "id", "in": "query", "required": True, "explode": True, "schema": ids}],
        "responses": {
            "200": found,
            "405": operations.problem(operations.REFUSALS["405"]),
            "422": operations.problem(operations.REFUSALS["422"]),
            **operations.pauses(),
        },
    }


def _vote() -> dict[str, Any]:
    answers = {
        "200": operations.answer("The vote, counted or known.", schema.VotedAnswer),
        "202": operations.answer("A code is on its way, if one may be sent.", schema.AskedAnswer),
        "404": operations.problem("Nobody can vote for that."),
        "409": operations.problem("The idea is settled: no votes any more.", MoveProblem),
    }
    operation = operations.post(
        "vote", "Votes for an idea, or confirms an address", schema.VoteRequest, answers
    )
    return {**operation, "parameters": [_ID]}


def _unfollow() -> dict[str, Any]:
    answers = {
        "200": operations.answer(
            "No more letters about it; about none, by the id `all`.", schema.UnfollowedAnswer
        ),
        "404": operations.problem("The token is worth nothing."),
    }
    operation = operations.post("unfollow", "Ends letters about an idea", schema.UnfollowRequest, answers)
    return {**operation, "parameters": [_ID]}

"""The description of the calls about tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions import _operations as operations
from functions import _ticket_requests as requests
from functions import _ticket_schema as schema
from functions import _web
from functions._requests import FindRequest
from functions._schema import MoveProblem, SoughtAnswer
from shop import limits

TYPES = (
    requests.TicketRequest,
    requests.TicketMessageRequest,
    requests.TicketViewRequest,
    requests.TicketRatingRequest,
    schema.OpenedTicketAnswer,
    schema.TicketAnswer,
)

_NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": limits.NUMBER},
}
_MISSING = "The number or the key is wrong; which of them is not told."


def paths() -> Mapping[str, Any]:
    ticket = "/api/tickets/{number}"
    return {
        "/api/tickets": {"post": _open()},
        "/api/tickets/find": {"post": _find()},
        f"{ticket}/view": {"post": _of("viewTicket", "Shows a ticket", requests.TicketViewRequest)},
        f"{ticket}/messages": {"post": _write()},
        f"{ticket}/rating": {"post": _rate()},
        "/api/pictures/{token}": {"get": _picture()},
    }


def _open() -> dict[str, Any]:
    opened = operations.answer("It was opened.", schema.OpenedTicketAnswer)
    replayed = {"description": "`true` where the key had opened it before.", "schema": {"type": "string"}}
    opened["headers"] = {"Idempotent-Replayed": replayed}
    operation = operations.post(
        "openTicket", "Asks the shop for help", requests.TicketRequest, {"201": opened}
    )
    return _with_pictures({**operation, "parameters": [operations.KEY]})


def _find() -> dict[str, Any]:
    taken = operations.answer(
        "Where number and address belong together, the link is on its way to that address.", SoughtAnswer
    )
    return operations.post(
        "findTicket", "Sends a ticket's link to its customer again", FindRequest, {"202": taken}
    )


def _write() -> dict[str, Any]:
    ended = operations.problem("It was put away, or goes on in another ticket.", MoveProblem)
    said = "Writes to the shop; to a closed ticket, in a new one that is the answer"
    return _with_pictures(_of("writeToTicket", said, requests.TicketMessageRequest, {"409": ended}))


def _rate() -> dict[str, Any]:
    late = operations.problem("It is not solved, is closed, or was rated before.", MoveProblem)
    return _of("rateTicket", "Says how it was", requests.TicketRatingRequest, {"409": late})


def _of(id: str, summary: str, request: type, answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    found = operations.answer("The ticket as it is now.", schema.TicketAnswer)
    told = {"200": found, "404": operations.problem(_MISSING), **(answers or {})}
    return {**operations.post(id, summary, request, told), "parameters": [_NUMBER]}


def _picture() -> dict[str, Any]:
    token = {"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}
    content = {media: {"schema": {"type": "string", "format": "binary"}} for media in ("image/jpeg",)}
    return {
        "operationId": "ticketPicture",
        "summary": "One picture of a ticket, for an hour",
        "parameters": [token],
        "responses": {
            "200": {"description": "The picture as it was drawn anew.", "content": content},
            "404": operations.problem("There is none, or it was shown here long ago."),
            "405": operations.problem(operations.REFUSALS["405"]),
            **operations.pauses(),
        },
    }


def _with_pictures(operation: dict[str, Any]) -> dict[str, Any]:
    operation["requestBody"]["content"][_web.MULTIPART] = {"schema": {"type": "object"}}
    too_large = f"More than {limits.PICTURES_BODY} bytes."
    operation["responses"]["413"] |= {"description": too_large}
    return operation

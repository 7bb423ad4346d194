"""The published description of the interface, OpenAPI 3.1, made from the shapes that answers are made of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from functions import _bodies, _web
from functions import _schema as schema
from functions._requests import FindRequest, OrderRequest, QuickOrderRequest, QuoteRequest, TrackRequest
from shop import limits

_TITLE = "Orders of a Vitrina shop"
_VERSION = "1"
_REFERENCE = "#/components/schemas/{name}"

_TYPES = (
    OrderRequest,
    QuickOrderRequest,
    QuoteRequest,
    TrackRequest,
    FindRequest,
    schema.QuoteAnswer,
    schema.PlacedAnswer,
    schema.TrackAnswer,
    schema.SoughtAnswer,
    schema.TokenAnswer,
    schema.HealthAnswer,
    schema.Problem,
    schema.ChangedProblem,
    schema.MoveProblem,
)

#: What any call with a body may answer.
_REFUSALS = {
    "400": "What was sent cannot be read.",
    "403": "A form was sent from another site.",
    "405": "Another method was used.",
    "408": f"The body did not arrive within {_bodies.BODY_SECONDS:.0f} seconds.",
    "413": f"More than {_bodies.BODY_BYTES} bytes.",
    "415": "Neither JSON nor a form, or not in UTF-8.",
    "422": "Fields are missing or wrong; all of them are listed.",
    "429": "That was more than one network address may send in an hour; nothing was written.",
    "503": "Prices or the store cannot be reached; nothing was written.",
}

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Fresh for each order and the same whenever it is sent again. In a form: idempotency_key.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 255, "pattern": "^[!-~]+$"},
}

_PAGE = {"schema": {"type": "string", "description": "For a form."}}


@cache
def document() -> dict[str, Any]:
    _, components = msgspec.json.schema_components(_TYPES, ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": _VERSION},
        "paths": {
            "/api/orders": {"post": _orders()},
            "/api/orders/find": {"post": _find()},
            "/api/orders/{number}/cancel": {"post": _cancel()},
            "/api/stock": {"get": _stock()},
            "/api/quote": {"post": _quote()},
            "/api/track": {"post": _track()},
            "/api/form-token": {"get": _form_token()},
            "/api/health": {"get": _health()},
            "/api/openapi.json": {"get": _description()},
        },
        "components": {"schemas": components},
    }


def _orders() -> dict[str, Any]:
    replayed = {
        "description": "`true` where the key had placed this order before.",
        "schema": {"type": "string"},
    }
    created = _answer("The order was placed.", schema.PlacedAnswer)
    created["headers"] = {"Idempotent-Replayed": replayed}
    changed = _problem("It would cost or contain something else now.", schema.ChangedProblem)
    operation = _post("placeOrder", "Places an order", OrderRequest, {"201": created, "409": changed})
    either = {"anyOf": [_reference(OrderRequest), _reference(QuickOrderRequest)]}
    operation["requestBody"]["content"][_web.JSON] = {"schema": either}
    return {**operation, "parameters": [_KEY]}


def _quote() -> dict[str, Any]:
    priced = _answer("The basket's price; nothing is written.", schema.QuoteAnswer)
    return _post("quoteBasket", "Prices a basket as an order would be", QuoteRequest, {"200": priced})


def _track() -> dict[str, Any]:
    found = _answer("The order.", schema.TrackAnswer)
    missing = _problem("The number or the key is wrong; which of them is not told.")
    return _post("trackOrder", "An order's state", TrackRequest, {"200": found, "404": missing})


def _cancel() -> dict[str, Any]:
    cancelled = _answer("The order, cancelled; the same when asked again.", schema.TrackAnswer)
    answers = {
        "200": cancelled,
        "404": _problem("The number or the key is wrong; which of them is not told."),
        "409": _problem("It is being packed or has gone: too late.", schema.MoveProblem),
    }
    operation = _post("cancelOrder", "Cancels an order for its customer", TrackRequest, answers)
    number = {"type": "string", "maxLength": limits.NUMBER}
    return {
        **operation,
        "parameters": [{"name": "number", "in": "path", "required": True, "schema": number}],
    }


def _find() -> dict[str, Any]:
    taken = _answer(
        "Where number and address belong together, the link is on its way to that address.",
        schema.SoughtAnswer,
    )
    return _post("findOrder", "Sends an order's link to its customer again", FindRequest, {"202": taken})


def _stock() -> dict[str, Any]:
    amounts = {"type": "object", "additionalProperties": {"type": ["integer", "null"], "minimum": 0}}
    left = {
        "description": "How many there are by SKU; null: not counted. What is not sold is left out.",
        "headers": {"Cache-Control": {"schema": {"type": "string"}}},
        "content": {_web.JSON: {"schema": amounts}},
    }
    skus = {"type": "array", "minItems": 1, "maxItems": limits.SKUS_ASKED, "items": {"type": "string"}}
    return {
        "operationId": "stock",
        "summary": "What is left",
        "parameters": [{"name": "sku", "in": "query", "required": True, "explode": True, "schema": skus}],
        "responses": {
            "200": left,
            "405": _problem(_REFUSALS["405"]),
            "422": _problem(_REFUSALS["422"]),
            **_pauses(),
        },
    }


def _form_token() -> dict[str, Any]:
    return {
        "operationId": "formToken",
        "summary": "A token for one form",
        "responses": {
            "200": _answer("Fresh, and never kept by a cache.", schema.TokenAnswer),
            "405": _problem(_REFUSALS["405"]),
            **_pauses(),
        },
    }


def _health() -> dict[str, Any]:
    return {
        "operationId": "health",
        "summary": "Whether orders can be taken",
        "responses": {
            "200": _answer("They can.", schema.HealthAnswer),
            "405": _problem(_REFUSALS["405"]),
            "503": _answer("They cannot.", schema.HealthAnswer) | {"headers": _retry_after()},
        },
    }


def _description() -> dict[str, Any]:
    content = {_web.JSON: {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This description",
        "responses": {
            "200": {"description": "OpenAPI 3.1.", "content": content},
            "405": _problem(_REFUSALS["405"]),
        },
    }


def _post(id: str, summary: str, request: type, answers: Mapping[str, Any]) -> dict[str, Any]:
    body = {"schema": _reference(request)}
    refusals = {status: _problem(meaning) for status, meaning in _REFUSALS.items()} | _pauses()
    told = sorted({**answers, **refusals}.items())
    return {
        "operationId": id,
        "summary": summary,
        "requestBody": {
            "required": True,
            "description": "A form names nested fields with dots: `contact.email`, `lines.0.sku`.",
            "content": {_web.JSON: body, _web.FORM: {"schema": {"type": "object"}}},
        },
        "responses": {status: _for_forms(status, answer) for status, answer in told},
    }


def _for_forms(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that a form gets as a page; another method than POST is no form's."""
    pages = {} if status == "405" else {"text/html": _PAGE}
    return {**answer, "content": {**answer["content"], **pages}}


def _answer(meaning: str, record: type) -> dict[str, Any]:
    return {"description": meaning, "content": {_web.JSON: {"schema": _reference(record)}}}


def _problem(meaning: str, record: type = schema.Problem) -> dict[str, Any]:
    return {"description": meaning, "content": {_web.PROBLEM: {"schema": _reference(record)}}}


def _reference(record: type) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=record.__name__)}


def _pauses() -> dict[str, Any]:
    """The refusals that say when to come back."""
    return {status: _problem(_REFUSALS[status]) | {"headers": _retry_after()} for status in ("429", "503")}


def _retry_after() -> dict[str, Any]:
    return {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}

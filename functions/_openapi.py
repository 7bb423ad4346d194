"""The published description of the interface, OpenAPI 3.1, made from the shapes that answers are made of."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from functions import _operations as operations
from functions import _post_openapi as feedback
from functions import _schema as schema
from functions import _ticket_openapi as tickets
from functions import _web
from functions._requests import FindRequest, OrderRequest, QuickOrderRequest, QuoteRequest, TrackRequest
from shop import limits

_TITLE = "A Vitrina shop"
_VERSION = "1"

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


@cache
def document() -> dict[str, Any]:
    _, components = msgspec.json.schema_components(
        (*_TYPES, *tickets.TYPES, *feedback.TYPES), ref_template=operations.REFERENCE
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": _VERSION},
        "paths": {
            "/api/orders": {"post": _orders()},
            "/api/orders/find": {"post": _find()},
            "/api/orders/{number}/cancel": {"post": _cancel()},
            **tickets.paths(),
            **feedback.paths(),
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
    created = operations.answer("The order was placed.", schema.PlacedAnswer)
    created["headers"] = {"Idempotent-Replayed": replayed}
    changed = operations.problem("It would cost or contain something else now.", schema.ChangedProblem)
    operation = operations.post(
        "placeOrder", "Places an order", OrderRequest, {"201": created, "409": changed}
    )
    either = {"anyOf": [operations.reference(OrderRequest), operations.reference(QuickOrderRequest)]}
    operation["requestBody"]["content"][_web.JSON] = {"schema": either}
    return {**operation, "parameters": [operations.KEY]}


def _quote() -> dict[str, Any]:
    priced = operations.answer("The basket's price; nothing is written.", schema.QuoteAnswer)
    return operations.post(
        "quoteBasket", "Prices a basket as an order would be", QuoteRequest, {"200": priced}
    )


def _track() -> dict[str, Any]:
    found = operations.answer("The order.", schema.TrackAnswer)
    missing = operations.problem("The number or the key is wrong; which of them is not told.")
    return operations.post("trackOrder", "An order's state", TrackRequest, {"200": found, "404": missing})


def _cancel() -> dict[str, Any]:
    cancelled = operations.answer("The order, cancelled; the same when asked again.", schema.TrackAnswer)
    answers = {
        "200": cancelled,
        "404": operations.problem("The number or the key is wrong; which of them is not told."),
        "409": operations.problem("It is being packed or has gone: too late.", schema.MoveProblem),
    }
    operation = operations.post("cancelOrder", "Cancels an order for its customer", TrackRequest, answers)
    number = {"type": "string", "maxLength": limits.NUMBER}
    return {
        **operation,
        "parameters": [{"name": "number", "in": "path", "required": True, "schema": number}],
    }


def _find() -> dict[str, Any]:
    taken = operations.answer(
        "Where number and address belong together, the link is on its way to that address.",
        schema.SoughtAnswer,
    )
    return operations.post(
        "findOrder", "Sends an order's link to its customer again", FindRequest, {"202": taken}
    )


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
            "405": operations.problem(operations.REFUSALS["405"]),
            "422": operations.problem(operations.REFUSALS["422"]),
            **operations.pauses(),
        },
    }


def _form_token() -> dict[str, Any]:
    return {
        "operationId": "formToken",
        "summary": "A token for one form",
        "responses": {
            "200": operations.answer("Fresh, and never kept by a cache.", schema.TokenAnswer),
            "405": operations.problem(operations.REFUSALS["405"]),
            **operations.pauses(),
        },
    }


def _health() -> dict[str, Any]:
    return {
        "operationId": "health",
        "summary": "Whether orders can be taken",
        "responses": {
            "200": operations.answer("They can.", schema.HealthAnswer),
            "405": operations.problem(operations.REFUSALS["405"]),
            "503": operations.answer("They cannot.", schema.HealthAnswer)
            | {"headers": operations.retry_after()},
        },
    }


def _description() -> dict[str, Any]:
    content = {_web.JSON: {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This description",
        "responses": {
            "200": {"description": "OpenAPI 3.1.", "content": content},
            "405": operations.problem(operations.REFUSALS["405"]),
        },
    }

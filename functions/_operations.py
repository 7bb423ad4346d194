"""What the descriptions of all calls are put together from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions import _bodies, _web
from functions import _schema as schema

REFERENCE = "#/components/schemas/{name}"

#: What any call with a body may answer.
REFUSALS = {
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

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Fresh for each thing, the same when that is sent again. In a form: idempotency_key.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 255, "pattern": "^[!-~]+$"},
}

_PAGE = {"schema": {"type": "string", "description": "For a form."}}


def post(id: str, summary: str, request: type, answers: Mapping[str, Any]) -> dict[str, Any]:
    body = {"schema": reference(request)}
    refusals = {status: problem(meaning) for status, meaning in REFUSALS.items()} | pauses()
    told = sorted({**answers, **refusals}.items())
    return {
        "operationId": id,
        "summary": summary,
        "requestBody": {
            "required": True,
            "description": "A form names nested fields with dots: `contact.email`, `lines.0.sku`.",
            "content": {_web.JSON: body, _web.FORM: {"schema": {"type": "object"}}},
        },
        "responses": {status: _for_forms(status, each) for status, each in told},
    }


def _for_forms(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that a form gets as a page; another method than POST is no form's."""
    pages = {} if status == "405" else {"text/html": _PAGE}
    return {**answer, "content": {**answer["content"], **pages}}


def answer(meaning: str, record: type) -> dict[str, Any]:
    return {"description": meaning, "content": {_web.JSON: {"schema": reference(record)}}}


def problem(meaning: str, record: type = schema.Problem) -> dict[str, Any]:
    return {"description": meaning, "content": {_web.PROBLEM: {"schema": reference(record)}}}


def reference(record: type) -> dict[str, str]:
    return {"$ref": REFERENCE.format(name=record.__name__)}


def pauses() -> dict[str, Any]:
    """The refusals that say when to come back."""
    return {status: problem(REFUSALS[status]) | {"headers": retry_after()} for status in ("429", "503")}


def retry_after() -> dict[str, Any]:
    return {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}

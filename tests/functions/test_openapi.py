from __future__ import annotations

from typing import Any

import pytest

from shop import limits
from tests.functions.browser import Client


@pytest.fixture
def document(client: Client) -> Any:
    answer = client.get("/api/openapi.json")
    assert answer.status == 200
    return answer.json


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(references(inner) for inner in value))
    return set()


def test_every_call_documents_every_answer(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    answers = {
        path: set(next(iter(calls.values()))["responses"]) for path, calls in document["paths"].items()
    }
    refusals = {"400", "403", "405", "408", "413", "415", "422", "429", "503"}
    assert answers["/api/orders"] == {"201", "409"} | refusals
    assert answers["/api/quote"] == {"200"} | refusals
    assert answers["/api/track"] == {"200", "404"} | refusals
    assert answers["/api/orders/find"] == {"202"} | refusals
    assert answers["/api/orders/{number}/cancel"] == {"200", "404", "409"} | refusals
    assert answers["/api/tickets"] == {"201"} | refusals
    assert answers["/api/tickets/find"] == {"202"} | refusals
    assert answers["/api/tickets/{number}/view"] == {"200", "404"} | refusals
    assert answers["/api/tickets/{number}/messages"] == {"200", "404", "409"} | refusals
    assert answers["/api/tickets/{number}/rating"] == {"200", "404", "409"} | refusals
    assert answers["/api/pictures/{token}"] == {"200", "404", "405", "429", "503"}
    assert answers["/api/stock"] == {"200", "405", "422", "429", "503"}
    assert answers["/api/form-token"] == {"200", "405", "429", "503"}
    assert answers["/api/health"] == {"200", "405", "503"}


def test_every_reference_leads_somewhere(document: Any) -> None:
    names = {reference.removeprefix("#/components/schemas/") for reference in references(document)}

    assert names <= set(document["components"]["schemas"])


def test_limits_are_those_of_the_forms(document: Any) -> None:
    schemas = document["components"]["schemas"]

    assert schemas["LineRequest"]["properties"]["quantity"]["maximum"] == limits.QUANTITY
    assert schemas["ContactRequest"]["properties"]["name"]["maxLength"] == limits.NAME
    assert schemas["OrderRequest"]["additionalProperties"] is False
    assert set(schemas["OrderRequest"]["required"]) == {"lines", "contact", "delivery", "payment"}
    assert schemas["QuickOrderRequest"]["properties"]["lines"]["maxItems"] == 1


def test_what_is_documented_as_an_order_is_one(client: Client, document: Any, order: dict[str, Any]) -> None:
    known = set(document["components"]["schemas"]["OrderRequest"]["properties"])

    assert known == set(order) | {"promo", "form_token", "subject"}

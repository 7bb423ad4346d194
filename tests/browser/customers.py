"""Somebody who orders past the pages, so that a test begins with an order, or finds less on the shelf."""

from __future__ import annotations

import json
import secrets
import urllib.request
from itertools import count
from typing import Any

from tests.browser.conftest import Shop

_PEOPLE = count(1)


def call(shop: Shop, path: str, body: object, key: str = "") -> Any:
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    request = urllib.request.Request(shop.url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def order(shop: Shop, *lines: tuple[str, int], language: str = "en", email: str = "") -> Any:
    """An order that is placed, as the shop answers it."""
    person = email or f"berta-{next(_PEOPLE)}@example.org"
    body = {
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines or (("TP-02", 1),)],
        "contact": {"name": "Berta Klein", "email": person},
        "delivery": {"method": "pickup"},
        "payment": "cash",
        "language": language,
    }
    return call(shop, "/api/orders", body, secrets.token_hex(8))


def link_parts(placed: Any) -> tuple[str, str]:
    """The number and the key behind the `#` of an order's link."""
    number, _, key = placed["track"].partition("#")[2].partition(".")
    return number, key

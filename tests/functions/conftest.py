from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions import orders
from functions._wiring import Ports, embedded
from tests.functions.browser import Client
from tests.functions.published import publish

ROOT_KEY = b"k" * 32
KEY = "a-fresh-key-1"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a published price list."""
    publish(tmp_path / "dist")
    return tmp_path / "dist"


@pytest.fixture
def ports(site: Path, tmp_path: Path) -> Iterator[Ports]:
    wired = embedded(str(site), tmp_path / "state", root_key=ROOT_KEY)
    yield wired
    wired.close()


@pytest.fixture
def client(ports: Ports) -> Client:
    return Client(orders.application(lambda: ports))


@pytest.fixture
def order() -> dict[str, Any]:
    """An order that is taken as it stands."""
    return {
        "lines": [{"sku": "TP-01-S", "quantity": 1}],
        "contact": {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"},
        "delivery": {
            "method": "courier",
            "address": {"country": "DE", "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"},
        },
        "payment": "cash",
        "note": "please ring twice",
        "language": "en",
        "expected_total": "52.90",
    }


def without(ports: Ports, **broken: Any) -> Client:
    """A client of the same shop with some ports replaced."""
    return Client(orders.application(lambda: replace(ports, **broken)))

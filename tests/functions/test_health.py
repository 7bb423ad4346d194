"""What is told of a shop that cannot be reached, or whose letters wait."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions._wiring import Ports
from functions.outbox import drain
from shop.errors import Unavailable
from shop.outbox import LATE
from tests.functions.conftest import KEY, without


def test_health_tells_of_letters_that_fail_and_are_tried_again(ports: Ports, order: dict[str, Any]) -> None:
    client = without(ports)
    client.post("/api/orders", order, KEY)
    failing = replace(ports, mailer=Unreachable())

    assert client.get("/api/health").json["mailer"] == "ok"
    past = datetime.now(UTC) - LATE
    with closing(sqlite3.connect(ports.orders._database.file)) as db, db:  # type: ignore[attr-defined]
        db.execute("UPDATE outbox SET first_due_at = ?", (past.isoformat(timespec="microseconds"),))
    assert drain(failing, datetime.now(UTC)).failed == 2

    assert client.get("/api/health").json["mailer"] == "behind"


class Unreachable:
    def __getattr__(self, _name: str) -> Any:
        raise Unavailable("as if it were gone")


@pytest.mark.parametrize("port", ["prices", "orders"])
def test_what_cannot_be_reached_is_503_with_a_time_to_come_back(
    ports: Ports, order: dict[str, Any], port: str
) -> None:
    answer = without(ports, **{port: Unreachable()}).post("/api/orders", order, KEY)

    assert answer.status == 503
    assert answer.headers["retry-after"] == "30"
    assert ports.orders.recent(1) == []


@pytest.mark.parametrize(
    ("port", "part"), [("prices", "prices"), ("outbox", "store")], ids=["prices", "store"]
)
def test_health_tells_what_is_wrong(ports: Ports, port: str, part: str) -> None:
    well = without(ports).get("/api/health")
    ill = without(ports, **{port: Unreachable()}).get("/api/health")

    assert (well.status, well.json["status"], well.json["store"]) == (200, "ok", "ok")
    assert (ill.status, ill.json["status"]) == (503, "unavailable")
    assert ill.json[part] in (None, "unavailable")


def test_health_tells_whoever_asks_by_which_address_they_are_counted(ports: Ports) -> None:
    sent = {"X-Forwarded-For": "9.9.9.9, 8.8.4.4"}

    plain = without(ports).get("/api/health", sent).json
    behind = without(ports, proxies=1).get("/api/health", sent).json

    assert (plain["visitor"], plain["forwarded"]) == (None, 2)
    assert (behind["visitor"], behind["forwarded"]) == ("8.8.4.4", 2)

"""What an order, a ticket and an idea use up in a cloud, from beginning to end, counted request by request.

    python -m bench.spending           counts, and writes bench/results/spending.json

A month's bill is worked out from it in docs/explanation/costs.md (bench/bill.py).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.home import ROOT, SECRET
from bench.units import Meter
from functions import _dynamo_tables, outbox
from functions._dynamo import Dynamo
from functions._together import together
from functions._wiring import Ports, from_environment
from server import feedback_command, order_command, ticket_command
from server.desk import Move
from shop import consents
from tests.functions.browser import Client
from tests.functions.published import publish
from tests.functions.stores.ministack import started

RESULTS = ROOT / "bench" / "results" / "spending.json"
PREFIX = "spending-"
MINUTE, HOUR = "minute in which nothing happens", "first minute of an hour"

ORDER: Mapping[str, Any] = {
    "lines": [{"sku": "TP-01-S", "quantity": 1}, {"sku": "TEA-1", "quantity": 2}],
    "contact": {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"},
    "delivery": {
        "method": "courier",
        "address": {"country": "DE", "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"},
    },
    "payment": "cash",
    "note": "please ring twice",
}
TICKET = {
    "topic": "question",
    "message": "Does the gaiwan keep the heat?",
    "contact": {"email": "b@example.org"},
}
IDEA = {
    "kind": "idea", "title": "Oolong", "text": "Please sell oolong.", "contact": {"email": "c@example.org"},
    "consent": consents.token(consents.FEEDBACK),
}  # fmt: skip


class Shop:
    """A shop in tables that count, and what is done in it."""

    def __init__(self, ports: Ports, letters: Path) -> None:
        self.ports, self.calls, self.minutes = ports, 0, 0
        self._client, self._letters = Client(together(lambda: ports)), letters

    def get(self, path: str) -> Any:
        self.calls += 1
        return self._answered(self._client.get(path))

    def post(self, path: str, content: Mapping[str, Any], key: str = "") -> Any:
        self.calls += 1
        return self._answered(self._client.post(path, content, key or None))

    def minute(self) -> None:
        """What the timer does once a minute."""
        self.minutes += 1
        outbox.drain(self.ports, datetime.now(UTC))

    def letters(self) -> int:
        return len(list(self._letters.glob("*.eml")))

    def _answered(self, answer: Any) -> Any:
        assert answer.status < 300, answer.text
        return answer.json


def main() -> int:
    with _shop() as (shop, meter):
        found = {name: _counted(shop, meter, Shop.minute) for name in (HOUR, MINUTE)}
        for name, scene in SCENES.items():
            found[name] = _without(found[MINUTE], _counted(shop, meter, scene))
            shop.minute()  # what it has left to be sent is not the next one's
    record = {"date": datetime.now(UTC).date().isoformat(), "command": "python -m bench.spending", **found}
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for name, figures in found.items():
        print(f"{name}: {', '.join(f'{value:g} {unit}' for unit, value in figures.items())}")
    return 0


def look(shop: Shop) -> None:
    shop.get("/api/stock?sku=TP-01-S&sku=TP-01-L")


def placing(shop: Shop) -> None:
    shop.post("/api/orders", ORDER, "spending-order-0")


def order(shop: Shop) -> None:
    """From the basket to the end: the owner moves it on four times, its customer looks three times."""
    shop.get("/api/form-token")
    for _ in range(3):
        shop.post("/api/quote", {"lines": ORDER["lines"], "delivery": ORDER["delivery"]})
    answer = shop.post("/api/orders", ORDER, "spending-order-1")
    shop.minute()
    for to in ("approval", "assembling", "delivery", "complete"):
        _quietly(partial(order_command.moved, shop.ports, answer["number"], Move(to)))
        shop.minute()
    for _ in range(3):
        shop.post("/api/track", _held(answer))


def ticket(shop: Shop) -> None:
    """Asked, answered and solved; its customer looks twice."""
    answer = shop.post("/api/tickets", TICKET, "spending-ticket-1")
    shop.minute()
    wish = ticket_command.Wish("It does.", "solved", "", "")
    _quietly(lambda: ticket_command.handled(shop.ports, answer["number"], wish))
    shop.minute()
    for _ in range(2):
        shop.post(f"/api/tickets/{answer['number']}/view", {"key": _held(answer)["key"]})


def idea(shop: Shop) -> None:
    """Left, published and looked at by a build and ten visitors."""
    answer = shop.post("/api/feedback", IDEA, "spending-idea-1")
    shop.minute()
    _quietly(lambda: feedback_command.done(shop.ports, answer["id"], feedback_command.Wish("open")))
    shop.minute()
    shop.get("/api/feedback")
    for _ in range(10):
        shop.get(f"/api/feedback/votes?id={answer['id']}")


SCENES: Mapping[str, Callable[[Shop], None]] = {
    "look at what is left of a thing": look,
    "order, placing it alone": placing,
    "order": order,
    "ticket": ticket,
    "idea": idea,
}


def _counted(shop: Shop, meter: Meter, scene: Callable[[Shop], None]) -> dict[str, float]:
    meter.counted.clear()
    calls, letters, minutes = shop.calls, shop.letters(), shop.minutes
    scene(shop)
    return {
        "calls of functions": shop.calls - calls,
        "letters": shop.letters() - letters,
        "minutes": shop.minutes - minutes,
        "requests to the tables": meter.counted["calls"],
        "write units": meter.counted["writes"],
        "read units": meter.counted["half reads"] / 2,
    }


def _without(quiet: Mapping[str, float], figures: dict[str, float]) -> dict[str, float]:
    """The figures without what the timer would have asked for all the same."""
    minutes = figures["minutes"]
    return {name: value - minutes * quiet[name] for name, value in figures.items() if name != "minutes"}


@contextmanager
def _shop() -> Iterator[tuple[Shop, Meter]]:
    os.environ |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    with tempfile.TemporaryDirectory() as folder, started() as endpoint:
        site, state = Path(folder, "site"), Path(folder, "state")
        publish(site)
        settings = {
            "VITRINA_PRICES": str(site), "VITRINA_STATE": str(state), "VITRINA_SECRET": SECRET,
            "VITRINA_TABLES": PREFIX, "VITRINA_AWS_ENDPOINT": endpoint, "AWS_REGION": "eu-central-1",
        }  # fmt: skip
        dynamo = Dynamo.of(settings)
        _dynamo_tables.make(dynamo)
        # What only looks is another client, so that looking is not counted.
        meter, ports = Meter(dynamo.client, dynamo.patient()), from_environment(settings)
        yield Shop(ports, state / "letters"), meter
        ports.close()


def _held(answer: Mapping[str, str]) -> dict[str, str]:
    """What stands behind the # of a link."""
    number, _, key = answer["track"].rpartition("#")[2].rpartition(".")
    return {"number": number, "key": key}


def _quietly(do: Callable[[], int]) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert do() == 0


if __name__ == "__main__":
    sys.exit(main())

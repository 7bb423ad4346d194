"""What travels to the cloud: two packages, two folders of templates, the migrations. It is enough."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shipping.bundle import ROOMS
from tests.functions.published import publish

ROOT = Path(__file__).resolve().parents[2]
#: What an order and a ticket must get along without.
ABSENT = (
    "yaml",
    "markdown",
    "pydantic",
    "babel",
    "PIL",  # but for pictures
    "boto3",
    "watchfiles",
    "uvicorn",
    "storefront",
    "server",
)

PROGRAM = """
import json, sys
from datetime import UTC, datetime

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, {bundle!r})
import asyncio
asyncio.set_event_loop(asyncio.new_event_loop())
from functions import orders, outbox, tickets

def call(path, body, media="application/json", function=orders):
    event = {{"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {{"content-type": media, "host": "x", "idempotency-key": "bundle-key-1"}},
        "requestContext": {{"http": {{"method": "POST", "path": path, "protocol": "HTTP/1.1",
        "sourceIp": "192.0.2.1"}}, "stage": "$default"}}, "body": body, "isBase64Encoded": False}}
    return function.handler(event, None)["statusCode"]

order = {{"lines": [{{"sku": "TP-01-S", "quantity": 1}}], "payment": "cash",
    "contact": {{"name": "Anna", "email": "anna@example.org"}}, "delivery": {{"method": "pickup"}}}}
ticket = {{"topic": "question", "message": "Is it open?", "contact": {{"email": "boris@example.org"}}}}
found = {{"json": call("/api/orders", json.dumps(order)),
    "ticket": call("/api/tickets", json.dumps(ticket), function=tickets)}}
found["loaded in vain"] = [name for name in ("jinja2", "functions._openapi") if name in sys.modules]
form = "application/x-www-form-urlencoded"
found["form"] = call("/api/quote", "lines.0.sku=TP-01-S&lines.0.quantity=1", form)
outbox.handler({{}}, None)
print(json.dumps(found))
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    for name in ROOMS:
        shutil.copytree(ROOT / name, tmp_path / "bundle" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "bundle"


def test_the_bundle_takes_orders_and_tickets_and_writes_letters_with_nothing_else(
    bundle: Path, tmp_path: Path
) -> None:
    publish(tmp_path / "site")
    program = PROGRAM.format(absent=ABSENT, bundle=str(bundle))
    settings = {"VITRINA_PRICES": str(tmp_path / "site"), "VITRINA_STATE": str(tmp_path / "state")}

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=settings,
        cwd=tmp_path,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"json": 201, "ticket": 201, "loaded in vain": [], "form": 200}
    assert len(list((tmp_path / "state" / "letters").glob("*.eml"))) == 4

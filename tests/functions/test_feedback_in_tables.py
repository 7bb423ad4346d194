"""Feedback over HTTP with everything in DynamoDB: left, looked at, voted for, told of and erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions import _calls, feedback, outbox
from functions._dynamo import Dynamo
from functions._dynamo_tables import make
from functions._wiring import Ports, from_environment
from shop import privacy
from shop.erasing import erase
from tests.functions.browser import Client
from tests.functions.conftest import ROOT_KEY
from tests.functions.test_feedback import code, leave, publish_post

BERT = "bert@example.org"


@pytest.fixture
def ports(endpoint: str, run: str, site: Path, tmp_path: Path) -> Iterator[Ports]:
    settings = {
        "VITRINA_PRICES": str(site), "VITRINA_STATE": str(tmp_path / "state"),
        "VITRINA_SECRET": ROOT_KEY.decode(), "VITRINA_TABLES": f"w{run}-",
        "VITRINA_AWS_ENDPOINT": endpoint, "AWS_REGION": "ru-central1", "VITRINA_DATA_IN": "ru",
    }  # fmt: skip
    make(Dynamo.of(settings))
    wired = from_environment(settings)
    yield wired
    wired.close()


@pytest.fixture
def client(ports: Ports) -> Client:
    return Client(_calls.application(feedback.routes(lambda: ports)))


def test_an_idea_goes_all_the_way(client: Client, ports: Ports) -> None:
    left = leave(client)
    assert client.get("/api/feedback").json["ideas"] == []

    publish_post(ports, left["id"])
    (shown,) = client.get("/api/feedback").json["ideas"]
    assert (shown["id"], shown["title"]) == (left["id"], "Больше чая")
    assert "anna@example.org" not in client.get("/api/feedback").text

    path = f"/api/feedback/{left['id']}/vote"
    asked = client.post(path, {"email": BERT, "language": "ru"})
    done = client.post(path, {"proof": asked.json["proof"], "code": code(ports, left["id"], BERT)})
    assert (done.status, done.json["votes"], done.json["unverified"]) == (200, 1, 0)
    assert client.get(f"/api/feedback/votes?id={left['id']}").json != {}

    assert outbox.drain(ports, datetime.now(UTC)).failed == 0
    who = privacy.person(BERT, ports)
    assert who is not None
    erase(who, privacy.known(who, ports), ports, datetime.now(UTC))
    assert not privacy.known(who, ports)
    assert ports.votes.of_post(left["id"]) == []

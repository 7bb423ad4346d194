"""`build.py deploy` puts a shop up in a whole AWS on this machine, and the shop works there.

Amazon's own tool makes the stack from infra/template.yaml; the functions run from the zips that it has sent.
Nothing is taken from this process: orders, requests and ideas come over HTTP, letters are read from its SES.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from shipping import bytecode
from shipping import deploy as deployment
from shipping.bundle import bundle
from shipping.cloud import Cloud
from shipping.deploy import Order, Shop, deploy, sam_at
from tests.evidence import whole
from tests.evidence.figures import note
from tests.functions.published import TERMS, publish
from tests.functions.stores.ministack import started
from tests.functions.test_bounces import bounce
from tests.shipping.parcel import installed

PYTHON = Path(sys.prefix) / "ministack-aws" / "bin" / "python"
SAM = Path(sys.prefix) / "infra" / "bin"
REGION = "eu-central-1"

pytestmark = [
    pytest.mark.skipif("VITRINA_DEPLOY" not in os.environ, reason="part of `make evidence`; takes minutes"),
    pytest.mark.skipif(not PYTHON.exists(), reason="needs .venv/ministack-aws: make .venv/.ministack-aws"),
    pytest.mark.skipif(not (SAM / "sam").exists(), reason="needs .venv/infra: make .venv/.infra"),
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The published price list, where functions can read it."""
    publish(tmp_path / "dist", whole.OFFERS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "dist")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    # Its interpreter must run what is bundled; and nothing may listen but its one port, on this machine.
    monkeypatch.setenv("IOT_MTLS_ENABLED", "0")
    with started(PYTHON) as address:
        for name, value in {
            "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "HOME": str(tmp_path), "PATH": f"{SAM}:{os.environ['PATH']}",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield address


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


def called(aws: str, address: str, path: str, content: Any = None, key: str = "") -> tuple[int, Any]:
    """A call to that address, whose name nobody but this AWS knows."""
    host = address.partition("://")[2].partition("/")[0].partition(":")[0]
    port = aws.rpartition(":")[2]
    headers = {"Host": f"{host}:{port}", "Content-Type": "application/json", "Idempotency-Key": key}
    body = None if content is None else json.dumps(content).encode()
    try:
        with urlopen(Request(f"{aws}{path}", body, headers), timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as error:
        return error.code, error.read()


def until(seconds: float, look: Any) -> Any:
    """What *look* finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.5)
    return found


def letters(aws: str) -> list[dict[str, Any]]:
    """What its SES has sent."""
    with urlopen(f"{aws}/_ministack/ses/messages", timeout=60) as answer:
        return [each for sent in json.loads(answer.read())["messages"].values() for each in sent]


def function(name: str) -> str:
    """What the stack has called it."""
    found = client("lambda").list_functions()["Functions"]
    return next(each["FunctionName"] for each in found if each["Handler"] == f"functions.{name}.handler")


@pytest.mark.parametrize("front", ["gateway", "urls"])
def test_the_shop_that_was_put_up_works(
    front: str, aws: str, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    template = tmp_path / "infra" / "template.yaml"
    template.parent.mkdir()
    # The pages of the proof are on this machine, and no real shop's are.
    text = deployment.TEMPLATE.read_text(encoding="utf-8")
    template.write_text(
        text.replace("AllowedPattern: https://", "AllowedPattern: https?://"), encoding="utf-8"
    )
    monkeypatch.setattr(deployment, "TEMPLATE", template)
    client("sesv2").create_email_identity(EmailIdentity=TERMS.contact.email.partition("@")[2])
    shop, order = (
        Shop(site, TERMS.contact.email),
        Order("shop", REGION, "3.13", "x86_64", (f"Front={front}",)),
    )
    begun = time.monotonic()

    deploy(shop, order, Cloud(REGION), sam_at(os.environ["PATH"]), partial(_made, tmp_path))
    seconds = time.monotonic() - begun
    secret = client("ssm").get_parameter(Name="/vitrina/shop/secret", WithDecryption=True)["Parameter"]
    said = capfd.readouterr()
    outputs = Cloud(REGION).outputs("shop")
    at = {
        each: outputs.get(f"{each}Address") or outputs["Address"]
        for each in ("Orders", "Tickets", "Feedback")
    }
    answers = [
        called(aws, at["Orders"], "/api/orders", whole.order(), "order-key-1"),
        called(aws, at["Tickets"], "/api/tickets", whole.ticket(pictures=[whole.picture()]), "ticket-key-1"),
        called(aws, at["Feedback"], "/api/feedback", whole.idea(), "idea-key-1"),
    ]
    again = called(aws, at["Orders"], "/api/orders", whole.order(), "order-key-1")
    health = called(aws, at["Orders"], "/api/health")
    tick = json.dumps({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})
    client("lambda").invoke(FunctionName=function("outbox"), Payload=tick)
    sent = letters(aws)
    topics = [each["TopicArn"] for each in client("sns").list_topics()["Topics"]]

    assert "VITRINA_FUNCTIONS_URL=" in said.out
    assert secret["Value"] not in said.out + said.err
    assert [status for status, _ in answers] == [201] * 3, answers
    assert again == answers[0]
    assert (health[0], health[1]["status"], health[1]["store"]) == (200, "ok", "ok")
    assert len(sent) == 6
    assert {each["Source"] for each in sent} == {TERMS.contact.email}
    number = answers[0][1]["number"]
    assert {tuple(each["To"]) for each in sent if number in each["Subject"]} == {
        ("anna@example.org",), (TERMS.contact.email,),
    }  # fmt: skip
    _comes_back(next(each for each in topics if "NoticesTopic" in each))
    stacked = client("cloudformation").describe_stack_resources(StackName="shop")["StackResources"]
    note(front, resources=len(stacked), seconds=round(seconds, 1), letters=len(sent))


def _made(folder: Path, _to: Path, _python: str, _arch: str) -> None:
    """The bundle for the Python that this AWS runs on, from the libraries that are installed here."""
    bundle(folder / "build", bytecode.running(), "x86_64", installed)


def _comes_back(topic: str) -> None:
    """What SES says of a letter silences its address."""
    notice = bounce(None, "boris@example.org")
    client("sns").publish(TopicArn=topic, Message=json.dumps(notice))

    def silenced() -> list[str]:
        rows = client("dynamodb").scan(TableName="shop-limits")["Items"]
        return [row["key"]["S"] for row in rows if row["key"]["S"].startswith("suppressed#")]

    assert len(until(30, silenced)) == 1

"""Webhooks: signed as the foreign verifier wants it, configured in lines, and what answers mean."""

from __future__ import annotations

import base64
import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from functions import _post
from functions._hooks import Endpoint, Webhooks, endpoints_of, hooks_from, signed
from functions._post import Answer, Target
from functions._settings import Misconfigured
from functions._wiring import Ports, from_environment
from functions.outbox import drain
from shop.errors import Throttled, Unavailable, Undeliverable
from shop.webhooks import EVENTS, ORDER_PLACED
from tests.certificates import HOOKS, trusting
from tests.functions.browser import Client
from tests.functions.conftest import KEY
from tests.functions.receiver import Network, receiver

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
OLD, NEW = bytes(range(24)), bytes(range(100, 132))
BODY = '{"type":"order.placed","data":{"name":"Анна"}}'


def written(secret: bytes) -> str:
    return "whsec_" + base64.b64encode(secret).decode()


LINE = f"https://{HOOKS}/in {written(NEW)}"


def told(network: Network, *secrets: bytes) -> Webhooks:
    endpoint = Endpoint(Target("https", HOOKS, 443, "/in"), secrets or (NEW,))
    return Webhooks([endpoint], resolve=network.resolve, connect=network.connect, context=trusting())


def answering(monkeypatch: pytest.MonkeyPatch, status: int, retry_after: str | None = None) -> Webhooks:
    monkeypatch.setattr(_post, "post", lambda *_, **__: Answer(status, retry_after))
    return told(Network())


def send(hooks: Webhooks) -> None:
    hooks.send(hooks.endpoints(ORDER_PLACED)[0], "one", BODY, AT)


def test_a_webhook_is_verified_by_the_specification_s_own_library() -> None:
    now = datetime.now(UTC)
    with receiver() as script:
        hooks = told(Network(script.port))
        hooks.send(hooks.endpoints(ORDER_PLACED)[0], "one", BODY, now)

    (got,) = script.got
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == "one"
    assert Webhook(written(NEW)).verify(got.body, got.headers) == json.loads(BODY)


def test_during_a_rotation_both_secrets_verify() -> None:
    now = datetime.now(UTC)

    headers = signed((NEW, OLD), "one", BODY.encode(), now)

    for secret in (NEW, OLD):
        assert Webhook(written(secret)).verify(BODY, headers) == json.loads(BODY)
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(written(bytes(24))).verify(BODY, headers)


def test_the_signature_is_that_of_the_specification_s_example() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)

    headers = signed((secret,), "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at)

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_moment_of_another_zone_signs_the_same() -> None:
    elsewhere = AT.astimezone(tz=datetime.fromisoformat("2026-11-25T12:00:00+03:00").tzinfo)

    assert signed((NEW,), "one", b"", elsewhere) == signed((NEW,), "one", b"", AT)


def test_no_flipped_bit_passes() -> None:
    random.seed(20261125)
    now = datetime.now(UTC)
    headers = signed((NEW, OLD), "one", BODY.encode(), now)
    verifier, passed = Webhook(written(NEW)), 0
    parts = ["webhook-id", "webhook-timestamp", "webhook-signature", "body"]

    for number in range(1000):
        part = parts[number % 4]
        changed: dict[str, Any] = {**headers, "body": BODY.encode().decode("latin-1")}
        text = changed[part]
        # The second signature is not this verifier's; a change of it changes nothing for it.
        place = random.randrange(len(text.split(" ")[0]))
        changed[part] = text[:place] + chr(ord(text[place]) ^ 1 << random.randrange(7)) + text[place + 1 :]
        body = changed.pop("body").encode("latin-1")
        try:
            verifier.verify(body, changed, json_parse=False)
        except Exception:
            continue
        # Base64 keeps bits in its last letter that stand for nothing.
        passed += base64.b64decode(changed["webhook-signature"].split(" ")[0][3:]) != base64.b64decode(
            headers["webhook-signature"].split(" ")[0][3:]
        )

    assert passed == 0


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    send(answering(monkeypatch, status))


@pytest.mark.parametrize("status", [103, 300, 301, 302, 307, 308, 400, 401, 404, 409, 429, 500, 502, 503])
def test_everything_else_is_tried_again(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    with pytest.raises(Unavailable, match=f"answered {status}") as raised:
        send(answering(monkeypatch, status, None))

    assert type(raised.value) is Unavailable


def test_gone_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Undeliverable, match="gone for good"):
        send(answering(monkeypatch, 410))


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("1", 1), ("120", 120), ("99999", 3600), ("9" * 400, 3600),
        (format_datetime(AT + timedelta(minutes=5)), 300),
        (format_datetime(AT + timedelta(days=5)), 3600),
    ],
)  # fmt: skip
def test_whoever_asks_for_patience_gets_it_up_to_an_hour(
    monkeypatch: pytest.MonkeyPatch, status: int, asked: str, seconds: int
) -> None:
    with pytest.raises(Throttled) as raised:
        send(answering(monkeypatch, status, asked))

    assert raised.value.seconds == seconds


@pytest.mark.parametrize(
    "asked", ["", "0", "-5", "soon", "1.5", "٣", "Wed, 99 Nov 2026", format_datetime(AT - timedelta(days=1))]
)
def test_a_patience_nobody_can_read_is_a_failure(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    with pytest.raises(Unavailable) as raised:
        send(answering(monkeypatch, 429, asked))

    assert not isinstance(raised.value, Throttled)


def test_an_endpoint_that_was_taken_out_is_gone() -> None:
    with pytest.raises(Undeliverable, match="not configured any more"):
        Webhooks(()).send("somebody", "one", BODY, AT)


def test_lines_name_endpoints_with_secrets_and_events() -> None:
    lines = f"""
# our accounts
https://a.example/x {written(NEW)}
  https://b.example:8443/ {written(NEW)},{written(OLD)} order.placed,order.moved
"""

    first, second = endpoints_of(lines, "x")

    assert first == Endpoint(Target("https", "a.example", 443, "/x"), (NEW,), EVENTS)
    assert second.secrets == (NEW, OLD)
    hooks = Webhooks([first, second])
    assert hooks.endpoints(ORDER_PLACED) == (first.id, second.id)
    assert hooks.endpoints("order.returned") == (first.id,)


def test_an_endpoint_is_named_without_its_path() -> None:
    (endpoint,) = endpoints_of(f"https://a.example/hooks/secret-path?key=1 {written(NEW)}", "x")

    assert endpoint.id.startswith("a.example ")
    assert "secret" not in endpoint.id
    assert "secrets" not in repr(endpoint)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("https://a.example/",
         "write it as https://address whsec_secret event,event; the events may be left out"),
        (f"http://a.example/ {written(NEW)}", "the address must begin with https://"),
        (f"https://a.example:444/ {written(NEW)}", "the address may have the port 443 or 8443"),
        (f"https://u:p@a.example/ {written(NEW)}",
         "the address must be like https://name.example/path, in small letters, without a user or a #"),
        (f"https://localhost/ {written(NEW)}",
         "the address has no name of a public machine, like name.example"),
        (f"https://10.0.0.1/ {written(NEW)}", "the address is not one of a public machine"),
        (f"https://a.example/ {written(bytes(23))}",
         "a secret is whsec_ and, in base64, 24 to 64 random bytes"),
        (f"https://a.example/ {written(bytes(65))}",
         "a secret is whsec_ and, in base64, 24 to 64 random bytes"),
        ("https://a.example/ whsec_", "a secret is whsec_ and, in base64, 24 to 64 random bytes"),
        ("https://a.example/ whsec_!!!", "a secret is whsec_ and, in base64, 24 to 64 random bytes"),
        (f"https://a.example/ {written(NEW)[6:]}",
         "a secret is whsec_ and, in base64, 24 to 64 random bytes"),
        (f"https://a.example/ {','.join([written(NEW)] * 5)}", "there may be 4 secrets at a time"),
        (f"https://a.example/ {written(NEW)} order.payed",
         'there is no event "order.payed"; there are ' + ", ".join(EVENTS)),
        (f"https://a.example/ {written(NEW)}\nhttps://a.example/ {written(OLD)}",
         "this address stands there twice"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_one_clear_sentence(line: str, sentence: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        endpoints_of("# first\n" + line, "VITRINA_WEBHOOKS")

    number = 2 + line.count("\n")
    assert str(raised.value) == f"VITRINA_WEBHOOKS, line {number}: {sentence}."
    assert "whsec_A" not in str(raised.value)


def test_endpoints_stand_in_the_environment_or_else_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "webhooks"
    file.write_text(f"https://file.example/ {written(NEW)}\n")

    by_file = hooks_from({}, file)
    by_environment = hooks_from({"VITRINA_WEBHOOKS": LINE}, file)

    assert [id.split()[0] for id in by_file.endpoints(ORDER_PLACED)] == ["file.example"]
    assert [id.split()[0] for id in by_environment.endpoints(ORDER_PLACED)] == [HOOKS]
    assert hooks_from({}, tmp_path / "none").endpoints(ORDER_PLACED) == ()
    assert hooks_from({}).endpoints(ORDER_PLACED) == ()


def test_a_mistake_in_the_file_names_it(tmp_path: Path) -> None:
    file = tmp_path / "webhooks"
    file.write_text("nonsense")
    with pytest.raises(Misconfigured, match=r"webhooks, line 1: write it as"):
        hooks_from({}, file)

    file.write_bytes(b"\xff\xfe")
    with pytest.raises(Misconfigured, match=r"webhooks cannot be read: UnicodeDecodeError\."):
        hooks_from({}, file)


def test_this_machine_may_be_told_only_where_that_is_set(tmp_path: Path) -> None:
    line = {"VITRINA_WEBHOOKS": f"http://127.0.0.1:9000/in {written(NEW)}"}

    with pytest.raises(Misconfigured, match="must begin with https"):
        hooks_from(line)
    assert len(hooks_from(line | {"VITRINA_WEBHOOKS_LOCAL": "1"}).endpoints(ORDER_PLACED)) == 1


def test_an_order_is_told_to_the_endpoints_of_the_settings(
    site: Path, tmp_path: Path, order: dict[str, Any]
) -> None:
    from functions import orders

    with receiver(secure=False) as script:
        settings = {
            "VITRINA_PRICES": str(site),
            "VITRINA_STATE": str(tmp_path / "s"),
            "VITRINA_WEBHOOKS": f"http://127.0.0.1:{script.port}/in {written(NEW)} order.placed",
            "VITRINA_WEBHOOKS_LOCAL": "1",
        }
        ports: Ports = from_environment(settings)
        placed = Client(orders.application(lambda: ports)).post("/api/orders", order, KEY)
        drained = drain(ports, datetime.now(UTC))
        ports.close()

    (got,) = script.got
    event = Webhook(written(NEW)).verify(got.body, got.headers)
    assert drained.sent == 3
    assert event["type"] == "order.placed"
    assert event["data"]["number"] == placed.json["number"]
    assert event["data"]["total"] == "52.90"

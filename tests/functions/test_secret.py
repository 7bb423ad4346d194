"""Secret settings out of a secret store: one request, and a sentence for whatever is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import boto3
import pytest

from functions._secret import Answer, resolved
from functions._settings import Misconfigured
from functions._wiring import from_environment
from shop.errors import Unavailable

SECRET = "s" * 32
ASKED = {"VITRINA_SECRET_FROM": "ssm:/vitrina/shop/secret", "AWS_REGION": "eu-central-1"}
GONE: Answer = 400, b'{"__type": "com.amazon.ssm#AccessDeniedException", "message": "arn:aws:sts::1:..."}'
BUSY: Answer = 400, b'{"__type": "ThrottlingException"}'
BROKEN: Answer = 500, b"<html>"


class Store:
    """A secret store that answers in turn, and keeps what it was asked for."""

    def __init__(self, *answers: Answer, **held: str) -> None:
        content = {"Parameters": [{"Name": f"/vitrina/shop/{name}", "Value": held[name]} for name in held]}
        self.answers = [*answers, (200, json.dumps(content).encode())]
        self.asked: list[list[str]] = []
        self.waited: list[float] = []

    def __call__(self, body: bytes, _environment: Mapping[str, str]) -> Answer:
        asked = json.loads(body)
        assert asked["WithDecryption"]
        self.asked.append(asked["Names"])
        return self.answers.pop(0)

    def resolved(self, environment: Mapping[str, str]) -> Mapping[str, str]:
        return resolved(environment, self, self.waited.append)


def test_settings_without_a_store_ask_nobody() -> None:
    store, settings = Store(), {"VITRINA_SECRET": SECRET}

    assert store.resolved(settings) is settings
    assert store.asked == []


def test_all_secrets_come_with_one_request() -> None:
    store = Store(secret=SECRET, mail="smtp://localhost")
    settings = {**ASKED, "VITRINA_SMTP_FROM": "ssm:/vitrina/shop/mail"}

    found = store.resolved(settings)

    assert found == {**settings, "VITRINA_SECRET": SECRET, "VITRINA_SMTP": "smtp://localhost"}
    assert store.asked == [["/vitrina/shop/mail", "/vitrina/shop/secret"]]


@pytest.mark.parametrize("answer", [BUSY, BROKEN, (0, b"")])
def test_a_store_that_is_busy_is_asked_again(answer: Answer) -> None:
    store = Store(answer, answer, secret=SECRET)

    assert store.resolved(ASKED)["VITRINA_SECRET"] == SECRET
    assert store.waited == [0.1, 0.4]


@pytest.mark.parametrize(
    ("answer", "said"), [(BUSY, "ThrottlingException"), (BROKEN, "500"), ((0, b""), "no answer")]
)
def test_a_store_that_stays_so_is_unavailable(answer: Answer, said: str) -> None:
    store = Store(answer, answer, answer)

    with pytest.raises(Unavailable) as raised:
        store.resolved(ASKED)

    assert str(raised.value) == f"secret settings cannot be read: {said}"


@pytest.mark.parametrize(
    ("store", "settings", "sentence"),
    [
        (
            Store(),
            {"VITRINA_SECRET": SECRET},
            "VITRINA_SECRET and VITRINA_SECRET_FROM say the same thing twice; set one of them.",
        ),
        (
            Store(),
            {"VITRINA_SECRET_FROM": "arn:aws:ssm:x"},
            "VITRINA_SECRET_FROM must be ssm: and the name of a parameter, such as ssm:/shop/secret.",
        ),
        (
            Store(),
            {},
            "VITRINA_SECRET_FROM names the parameter /vitrina/shop/secret, and there is none.",
        ),
        (
            Store(GONE),
            {},
            "Secret settings cannot be read: this role may not read /vitrina/shop/secret.",
        ),
    ],
)
def test_what_is_wrong_is_one_clear_sentence(store: Store, settings: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        store.resolved({**ASKED, **settings})

    assert str(raised.value) == sentence
    assert store.waited == []


@pytest.mark.parametrize("lacking", ["AWS_REGION", "AWS_ACCESS_KEY_ID"])
def test_a_store_is_not_asked_without_region_and_credentials(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.delenv(lacking, raising=False)
    settings = {name: value for name, value in ASKED.items() if name != lacking}

    with pytest.raises(Misconfigured, match="need AWS_REGION and credentials of AWS beside them"):
        resolved(settings)


def test_the_root_key_is_read_from_a_real_store(endpoint: str, run: str, tmp_path: Path) -> None:
    name = f"/vitrina/{run}/secret"
    client = boto3.client("ssm", endpoint_url=endpoint, region_name="eu-central-1")
    client.put_parameter(Name=name, Value=SECRET, Type="SecureString")
    client.close()
    settings = {
        "VITRINA_PRICES": "dist", "VITRINA_STATE": str(tmp_path), "VITRINA_SECRET_FROM": f"ssm:{name}",
        "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": endpoint,
    }  # fmt: skip

    ports = from_environment(settings)
    ports.close()

    assert ports.root_key == SECRET.encode()


def test_a_store_that_cannot_be_reached_is_unavailable(endpoint: str) -> None:
    nobody = {**ASKED, "AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:9", "AWS_ENDPOINT_URL": endpoint}

    with pytest.raises(Unavailable, match="secret settings cannot be read: no answer"):
        resolved(nobody, sleep=lambda _: None)

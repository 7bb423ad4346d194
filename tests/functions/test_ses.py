"""Letters over SES: what is asked of its interface, and what each of its answers means."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any
from urllib.request import urlopen

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from botocore.stub import ANY, Stubber

from functions._ses import SesMailer, ses_client
from functions._smtp import SmtpMailer
from functions._wiring import mailer_from
from shop.errors import Throttled, Unavailable, Undeliverable


def letter() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Глина и лист", addr_spec="hello@shop.example")
    mail["To"] = Address(addr_spec="anna@example.org")
    mail["Subject"] = "Заказ получен"
    mail["X-Vitrina-Message"] = "one"
    mail.set_content("Спасибо\n")
    return mail


@pytest.fixture
def client() -> Any:
    return boto3.client("sesv2", region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")


def test_a_letter_is_handed_over_whole_with_its_id_as_a_tag(client: Any) -> None:
    expected = {
        "FromEmailAddress": "hello@shop.example",
        "Destination": {"ToAddresses": ["anna@example.org"]},
        "Content": {"Raw": {"Data": ANY}},
        "EmailTags": [{"Name": "vitrina-message", "Value": "one"}],
    }
    given: list[bytes] = []
    client.meta.events.register(
        "provide-client-params.sesv2.SendEmail",
        lambda params, **_: given.append(params["Content"]["Raw"]["Data"]),
    )
    with Stubber(client) as stub:
        stub.add_response("send_email", {"MessageId": "m"}, expected)
        stub.add_response("send_email", {"MessageId": "m"}, expected | {"ConfigurationSetName": "shop"})
        SesMailer(lambda: client).send("one", letter())
        SesMailer(lambda: client, "shop").send("one", letter())
        stub.assert_no_pending_responses()

    read = message_from_bytes(given[0], policy=default)
    assert read["Subject"] == "Заказ получен"
    assert read["X-Vitrina-Message"] == "one"


def test_a_service_that_knows_no_tags_is_sent_none(client: Any) -> None:
    expected = {
        "FromEmailAddress": "hello@shop.example",
        "Destination": {"ToAddresses": ["anna@example.org"]},
        "Content": {"Raw": {"Data": ANY}},
    }
    with Stubber(client) as stub:
        stub.add_response("send_email", {"MessageId": "m"}, expected)
        SesMailer(lambda: client, tagged=False).send("one", letter())
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "text", "error", "said"),
    [
        ("TooManyRequestsException", "Maximum sending rate exceeded.", Throttled, "30"),
        ("ThrottlingException", "Rate exceeded", Throttled, "30"),
        ("TooManyRequestsException", "Daily message quota exceeded.", Throttled, "600"),
        ("LimitExceededException", "Limit", Throttled, "600"),
        ("MessageRejected", "Address blacklisted.", Undeliverable, "refuses the recipient"),
        ("BadRequestException", "Illegal address", Undeliverable, "refuses the recipient"),
        ("BadRequestException", "Missing final '@domain'", Undeliverable, "refuses the recipient"),
        ("MessageRejected", "Email address is not verified. The following identities failed the check in"
         " region EU-CENTRAL-1: anna@example.org", Unavailable, "still in the sandbox"),
        ("MessageRejected", "Duplicate header 'From'.", Unavailable, "refused the letter: MessageRejected"),
        ("MailFromDomainNotVerifiedException", "x", Unavailable, "has not verified the domain"),
        ("SendingPausedException", "x", Unavailable, "paused sending"),
        ("AccountSuspendedException", "x", Unavailable, "suspended this account"),
        ("NotFoundException", "x", Unavailable, "VITRINA_SES_SET"),
        ("AccessDeniedException", "User: arn x", Unavailable, "ses:SendEmail"),
        ("InternalFailure", "x", Unavailable, "refused the letter: InternalFailure"),
    ],
)  # fmt: skip
def test_what_an_answer_means(client: Any, code: str, text: str, error: type[Exception], said: str) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("send_email", code, text, 400)
        with pytest.raises(Unavailable) as raised:
            SesMailer(lambda: client).send("one", letter())

    assert type(raised.value) is error
    assert said in str(raised.value)
    assert "anna" not in str(raised.value)


@pytest.mark.parametrize(
    "error",
    [ReadTimeoutError(endpoint_url="x"), EndpointConnectionError(endpoint_url="x"), NoCredentialsError()],
)
def test_a_lost_or_missing_connection_is_unavailable(error: Exception) -> None:
    class Lost:
        def send_email(self, **_: Any) -> None:
            raise error

    with pytest.raises(Unavailable, match=f"cannot be reached: {type(error).__name__}"):
        SesMailer(Lost).send("one", letter())


def test_a_letter_travels_over_a_real_connection(endpoint: str) -> None:
    service = ses_client("eu-central-1", endpoint)
    service().create_email_identity(EmailIdentity="shop.example")
    before = len(_arrived(endpoint))

    SesMailer(service).send("one", letter())

    (arrived,) = _arrived(endpoint)[before:]
    assert (arrived["Type"], arrived["Source"]) == ("v2.SendEmail", "hello@shop.example")
    assert arrived["To"] == ["anna@example.org"]
    assert str(make_header(decode_header(arrived["Subject"]))) == "Заказ получен"
    assert arrived["BodyText"].strip() == "Спасибо"


def test_a_real_refusal_says_that_the_shop_s_address_is_not_verified(endpoint: str) -> None:
    mail = letter()
    del mail["From"]
    mail["From"] = Address(addr_spec="hello@nobody-has-verified.example")
    before = len(_arrived(endpoint))

    with pytest.raises(Unavailable, match="SES has not verified the shop's e-mail address") as raised:
        SesMailer(ses_client("eu-central-1", endpoint)).send("one", mail)

    assert type(raised.value) is Unavailable
    assert _arrived(endpoint)[before:] == []


def test_nobody_at_the_other_end_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="cannot be reached: EndpointConnectionError"):
        SesMailer(ses_client("eu-central-1", "http://127.0.0.1:9")).send("one", letter())


def _arrived(endpoint: str) -> list[dict[str, Any]]:
    """The letters that ministack has taken, the newest last."""
    with urlopen(f"{endpoint}/_ministack/ses/messages", timeout=10) as answer:
        told = json.load(answer)
    return [each for account in told["messages"].values() for each in account]


@pytest.mark.parametrize("answer", [{}, {"MessageId": ""}])
def test_an_answer_without_the_id_of_a_letter_is_none_of_ses(answer: dict[str, str]) -> None:
    class Somebody:
        def send_email(self, **_: Any) -> dict[str, str]:
            return answer

    with pytest.raises(Unavailable, match="is not SES"):
        SesMailer(Somebody).send("one", letter())


def test_the_library_tries_once_and_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "7")
    make = ses_client("eu-central-1", "http://127.0.0.1:9")

    config = make().meta.config

    assert make() is make()
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout < 30


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({}, type(None)),
        ({"VITRINA_SMTP": "smtps://a:b@mail.example"}, SmtpMailer),
        ({"VITRINA_SES": "eu-central-1"}, SesMailer),
        ({"VITRINA_SES": "ru-central1", "VITRINA_SES_ENDPOINT": "https://mail.example"}, SesMailer),
    ],
)
def test_a_setting_chooses_the_mailer(settings: dict[str, str], kind: type) -> None:
    assert type(mailer_from(settings)) is kind

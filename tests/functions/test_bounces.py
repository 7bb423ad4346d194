"""What SES tells of letters through SNS, in the shape Amazon documents, and what the shop makes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import bounces
from functions._wiring import Ports
from functions.bounces import Heard, hear
from functions.outbox import Drained, drain
from shop.errors import Stale, Unavailable
from shop.letters import CUSTOMER, OWNER
from shop.numbers import contact_key
from shop.orders import Order
from tests.functions.browser import Client
from tests.functions.conftest import KEY, ROOT_KEY

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANNA = "anna@example.org"


def sns(message: Any) -> dict[str, Any]:
    """A record as SNS hands it to a function."""
    return {
        "EventVersion": "1.0",
        "EventSubscriptionArn": "arn:aws:sns:eu-central-1:123456789012:letters:2bcfbf39-05c3-41de",
        "EventSource": "aws:sns",
        "Sns": {
            "SignatureVersion": "1",
            "Timestamp": "2026-11-25T09:00:00.000Z",
            "Signature": "EXAMPLE",
            "SigningCertUrl": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService.pem",
            "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
            "Message": message if isinstance(message, str) else json.dumps(message),
            "MessageAttributes": {},
            "Type": "Notification",
            "UnsubscribeUrl": "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe",
            "TopicArn": "arn:aws:sns:eu-central-1:123456789012:letters",
            "Subject": "Amazon SES Email Event Notification",
        },
    }


def mail(id: str | None, to: str = ANNA) -> dict[str, Any]:
    """The part of an event that every kind has."""
    return {
        "timestamp": "2026-11-25T08:59:00.000Z",
        "source": "hello@shop.example",
        "sendingAccountId": "123456789012",
        "messageId": "0107018b1a2b3c4d-11111111-2222-3333-4444-555555555555-000000",
        "destination": [to],
        "headersTruncated": False,
        "headers": [{"name": "From", "value": "Clay & Leaf <hello@shop.example>"}],
        "commonHeaders": {"from": ["hello@shop.example"], "to": [to], "subject": "Order"},
        "tags": {"ses:configuration-set": ["shop"], **({"vitrina-message": [id]} if id else {})},
    }


def bounce(id: str | None, to: str = ANNA, kind: str = "Permanent", sub: str = "General") -> dict[str, Any]:
    return {
        "eventType": "Bounce",
        "mail": mail(id, to),
        "bounce": {
            "feedbackId": "0107018b1a2b3c4d-7d0a-000000",
            "bounceType": kind,
            "bounceSubType": sub,
            "bouncedRecipients": [
                {"emailAddress": to, "action": "failed", "status": "5.1.1",
                 "diagnosticCode": "smtp; 550 5.1.1 user unknown"},
            ],
            "timestamp": "2026-11-25T09:00:00.000Z",
            "reportingMTA": "dns; b224-11.smtp-out.eu-central-1.amazonses.com",
        },
    }  # fmt: skip


def complaint(id: str | None, to: str = ANNA, feedback: str | None = "abuse") -> dict[str, Any]:
    return {
        "eventType": "Complaint",
        "mail": mail(id, to),
        "complaint": {
            "complainedRecipients": [{"emailAddress": to}],
            "timestamp": "2026-11-25T09:00:00.000Z",
            "feedbackId": "0107018b1a2b3c4d-7d0a-000001",
            "complaintSubType": None,
            "userAgent": "Amazon SES Mailbox Simulator",
            **({"complaintFeedbackType": feedback} if feedback else {}),
            "arrivalDate": "2026-11-25T09:00:00.000Z",
        },
    }


def told(ports: Ports, *messages: Any) -> Heard:
    return hear(ports, {"Records": [sns(message) for message in messages]}, AT)


def why(ports: Ports, email: str) -> str | None:
    return ports.suppressions.suppressed(contact_key(ROOT_KEY, email))


def the_order(ports: Ports) -> Order:
    return ports.orders.recent(1)[0]


@pytest.fixture
def letters(ports: Ports, client: Client, order: dict[str, Any]) -> dict[str, str]:
    """The ids of the letters of an order that has been sent, by whom they were to."""
    assert client.post("/api/orders", order, KEY).status == 201
    at = datetime.now(UTC)
    assert drain(ports, at).sent == 2
    rows = ports.outbox._database.opened().execute(  # type: ignore[attr-defined]
        "SELECT recipient, message_id FROM outbox"
    )
    return dict(rows.fetchall())


@pytest.mark.parametrize(
    ("make", "flag"),
    [
        (bounce, "undeliverable"),
        (lambda id: bounce(id, sub="NoEmail"), "undeliverable"),
        (lambda id: bounce(id, sub="OnAccountSuppressionList"), "undeliverable"),
        (complaint, "complaint"),
        (lambda id: complaint(id, feedback=None), "complaint"),
    ],
)
def test_what_came_back_silences_the_customer_and_flags_the_order(
    ports: Ports, client: Client, order: dict[str, Any], letters: dict[str, str], make: Any, flag: str
) -> None:
    assert told(ports, make(letters[CUSTOMER])) == Heard(silenced=1)

    assert why(ports, ANNA) == flag
    assert the_order(ports).flags == (flag,)
    assert ports.orders.events(the_order(ports).id)[-1].data == {"flag": flag}
    client.post("/api/orders", order, "another-key-1")
    assert drain(ports, datetime.now(UTC)) == Drained(sent=1, kept=1)


def test_hearing_it_again_changes_nothing(ports: Ports, letters: dict[str, str]) -> None:
    event = bounce(letters[CUSTOMER])

    assert told(ports, event, event) == told(ports, event, event) == Heard(silenced=2)
    assert the_order(ports).flags == ("undeliverable",)


@pytest.mark.parametrize(
    "event",
    [
        bounce("x", kind="Transient", sub="MailboxFull"),
        bounce("x", kind="Transient", sub="General"),
        bounce("x", kind="Undetermined", sub="Undetermined"),
        complaint("x", feedback="not-spam"),
        {"eventType": "Delivery", "mail": mail("x"), "delivery": {"recipients": [ANNA]}},
        {"eventType": "Send", "mail": mail("x"), "send": {}},
        {"eventType": "Reject", "mail": mail("x"), "reject": {"reason": "Bad content"}},
        {"eventType": "DeliveryDelay", "mail": mail("x"), "deliveryDelay": {"delayType": "MailboxFull"}},
    ],
    ids=lambda event: f"{event['eventType']}",
)
def test_what_may_still_arrive_silences_nobody(ports: Ports, letters: dict[str, str], event: Any) -> None:
    event["mail"]["tags"]["vitrina-message"] = [letters[CUSTOMER]]

    assert told(ports, event) == Heard(ignored=1)
    assert why(ports, ANNA) is None
    assert the_order(ports).flags == ()


def test_a_notification_of_an_identity_names_the_letter_by_its_header(
    ports: Ports, letters: dict[str, str]
) -> None:
    event = bounce(None)
    event["notificationType"] = event.pop("eventType")
    del event["mail"]["tags"]
    event["mail"]["headers"].append({"name": "X-Vitrina-Message", "value": letters[CUSTOMER]})

    assert told(ports, event) == Heard(silenced=1)
    assert the_order(ports).flags == ("undeliverable",)


def test_an_address_is_silenced_even_where_nobody_knows_the_letter(ports: Ports) -> None:
    events = [bounce("0" * 40, "Boris <boris@example.org>"), complaint(None, "vera@example.org")]

    assert told(ports, *events) == Heard(silenced=2)
    assert (why(ports, "boris@example.org"), why(ports, "vera@example.org")) == (
        "undeliverable",
        "complaint",
    )


def test_the_shop_s_own_address_is_never_silenced(
    ports: Ports, letters: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    events = [bounce(letters[OWNER], "hello@shop.example"), bounce(None, "Hello@shop.example")]

    assert told(ports, *events) == Heard(ignored=2)
    assert why(ports, "hello@shop.example") is None
    assert "the owner's own letter" in caplog.text


MALFORMED = [
    None, 7, "text", [], {}, {"Sns": None}, {"Sns": {}}, {"Sns": {"Message": 7}},
    sns("Successfully validated SNS topic for Amazon SES event publishing."),
    sns('{"eventType": "Bounce"'), sns([]), sns({}), sns({"mail": None}),
    sns({"eventType": "Bounce", "mail": {"tags": {"vitrina-message": "anna@example.org"}}}),
    sns({"eventType": "Bounce", "mail": {}, "bounce": {"bounceType": "Permanent"}}),
    sns({"eventType": "Bounce", "mail": {},
         "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"email": ANNA}]}}),
    sns({"eventType": "Complaint", "mail": {}, "complaint": {"complainedRecipients": ANNA}}),
    sns("[" * 100_000),
]  # fmt: skip


def test_what_is_malformed_holds_up_nothing_and_no_address_is_logged(
    ports: Ports, letters: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    records = [*MALFORMED, sns(bounce(letters[CUSTOMER])), *MALFORMED]

    heard = hear(ports, {"Records": records}, AT)

    assert heard == Heard(silenced=1, malformed=2 * len(MALFORMED))
    assert why(ports, ANNA) == "undeliverable"
    assert "anna" not in caplog.text.lower()
    assert "record 1 is none of SES" in caplog.text


@pytest.mark.parametrize("event", [{}, {"Records": None}, {"Records": []}])
def test_an_event_without_records_is_nothing(ports: Ports, event: dict[str, Any]) -> None:
    assert hear(ports, event, AT) == Heard()


def test_a_store_that_fails_is_told_again_after_the_others_were_heard(
    ports: Ports, letters: dict[str, str]
) -> None:
    class Failing:
        def __init__(self) -> None:
            self.failures = 1

        def __getattr__(self, name: str) -> Any:
            return getattr(ports.outbox, name)

        def message(self, id: str) -> Any:
            if self.failures:
                self.failures -= 1
                raise Unavailable("the store cannot be used")
            return ports.outbox.message(id)

    broken = replace(ports, outbox=Failing())
    records = [sns(bounce(letters[CUSTOMER])), sns(bounce("0" * 40, "boris@example.org"))]

    with pytest.raises(Unavailable, match="1 records have to be told again"):
        hear(broken, {"Records": records}, AT)
    assert why(ports, "boris@example.org") == "undeliverable"
    assert hear(broken, {"Records": records}, AT) == Heard(silenced=2)
    assert the_order(ports).flags == ("undeliverable",)


def test_an_order_that_is_changed_all_the_time_is_told_again(ports: Ports, letters: dict[str, str]) -> None:
    class Busy:
        def __getattr__(self, name: str) -> Any:
            return getattr(ports.orders, name)

        def change(self, _change: Any) -> None:
            raise Stale("somebody was faster")

    with pytest.raises(Unavailable, match="1 records"):
        told(replace(ports, orders=Busy()), bounce(letters[CUSTOMER]))
    assert why(ports, ANNA) is None


def test_the_deployed_function_answers_in_figures(
    ports: Ports, letters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._wiring.ports", lambda: ports)

    answer = bounces.handler({"Records": [sns(bounce(letters[CUSTOMER]))]}, None)

    assert answer == {"silenced": 1, "ignored": 0, "malformed": 0}


def test_of_two_thousand_events_every_one_silences_and_no_letter_follows(
    ports: Ports, client: Client, order: dict[str, Any]
) -> None:
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    makes = [bounce, complaint]
    records = [sns(makes[number % 2](None, f"person-{number}@example.org")) for number in range(2000)]

    heard = [hear(ports, {"Records": records[start : start + 10]}, AT) for start in range(0, 2000, 10)]

    assert sum(each.silenced for each in heard) == 2000
    assert all(why(ports, f"person-{number}@example.org") for number in range(2000))
    order |= {"lines": [{"sku": "TEA-1", "quantity": 1}], "expected_total": None}
    for number in range(0, 2000, 100):
        order["contact"]["email"] = f"Person-{number}@EXAMPLE.org"
        assert client.post("/api/orders", order, f"some-key-{number}").status == 201
    drained = drain(ports, datetime.now(UTC) + timedelta(seconds=1))
    assert (drained.kept, drained.sent) == (20, 20)
    assert {flag for each in ports.orders.recent(20) for flag in each.flags} == {"undeliverable"}

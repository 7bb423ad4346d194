"""The door to boto3: what becomes of a request, for everything that can happen to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from functions import _dynamo
from functions._dynamo import Dynamo, Garbled, Lost, Refused
from functions._dynamo_items import expressed, packed, unpacked
from shop.errors import Unavailable

FAILED, CONFLICT, NONE = "ConditionalCheckFailed", "TransactionConflict", "None"


class Clock:
    """Stands still but for what is slept."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


class Client:
    """Does what the script says, one entry for each request; then the last one for ever."""

    def __init__(self, *script: Exception | dict[str, Any]) -> None:
        self.script, self.asked = list(script), list[Mapping[str, Any]]()

    def __getattr__(self, operation: str) -> Callable[..., dict[str, Any]]:
        def call(**request: Any) -> dict[str, Any]:
            self.asked.append({"operation": operation, **request})
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if isinstance(step, Exception):
                raise step
            return step

        return call


def dynamo(*script: Exception | dict[str, Any]) -> tuple[Dynamo, Client, Clock]:
    clock, client = Clock(), Client(*script)
    made = Dynamo("t-", clock=clock, sleep=clock.sleep)
    made._made = client
    return made, client, clock


def refusal(code: str, status: int = 400, *reasons: str) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(response, "TransactWriteItems")


LOST = [
    ReadTimeoutError(endpoint_url="x"), ConnectTimeoutError(endpoint_url="x"),
    EndpointConnectionError(endpoint_url="x"), Garbled("x"),
    refusal("InternalServerError", 500), refusal("", 502), refusal("ServiceUnavailable", 503),
]  # fmt: skip
BUSY = [
    refusal("ProvisionedThroughputExceededException"), refusal("ThrottlingException"),
    refusal("RequestLimitExceeded"), refusal("TransactionConflictException"),
    refusal("TransactionInProgressException"),
    refusal("TransactionCanceledException", 400, NONE, CONFLICT),
    refusal("TransactionCanceledException", 400, "ThrottlingError", NONE),
    refusal("TransactionCanceledException", 400, "ProvisionedThroughputExceeded", CONFLICT),
]  # fmt: skip
HOPELESS = [
    refusal("ValidationException"), refusal("AccessDeniedException"), refusal("ResourceNotFoundException"),
    refusal("IdempotentParameterMismatchException"), NoCredentialsError(),
    refusal("TransactionCanceledException", 400, NONE, "ValidationError"),
    refusal("TransactionCanceledException", 400, "ItemCollectionSizeLimitExceeded", CONFLICT),
]  # fmt: skip


def named(error: Exception) -> str:
    if not isinstance(error, ClientError):
        return type(error).__name__
    reasons = [reason["Code"] for reason in error.response.get("CancellationReasons", ())]
    return "-".join((error.response["Error"]["Code"] or "502", *reasons))


@pytest.mark.parametrize("failure", [*LOST, *BUSY], ids=named)
def test_what_may_be_otherwise_in_a_moment_is_sent_again(failure: Exception) -> None:
    made, client, clock = dynamo(failure, failure, {"Item": {}})

    assert made.call("put_item", Item={}) == {"Item": {}}
    assert client.asked == [{"operation": "put_item", "Item": {}}] * 3
    assert len(clock.slept) == 2


@pytest.mark.parametrize("failure", HOPELESS, ids=named)
def test_what_cannot_get_better_is_not_sent_again(failure: Exception) -> None:
    made, client, clock = dynamo(failure)

    with pytest.raises(Unavailable) as raised:
        made.call("put_item", written=lambda: pytest.fail("there is nothing to ask"))
    assert not isinstance(raised.value, Lost)
    assert (len(client.asked), clock.slept) == (1, [])


@pytest.mark.parametrize("failure", [*LOST, *BUSY], ids=named)
def test_trying_ends_when_time_is_up(failure: Exception) -> None:
    made, client, clock = dynamo(failure)

    with pytest.raises(Unavailable) as raised:
        made.call("put_item")

    assert not isinstance(raised.value, Lost)
    assert clock.now - 100 <= _dynamo.SECONDS
    assert len(client.asked) > 8
    assert "t-" not in str(raised.value)


@pytest.mark.parametrize("failure", LOST, ids=named)
def test_after_a_lost_answer_the_store_is_asked_before_anything_is_sent_again(failure: Exception) -> None:
    made, client, clock = dynamo(failure)

    assert made.call("put_item", written=lambda: True) == {}
    assert (len(client.asked), clock.slept) == (1, [])


@pytest.mark.parametrize("failure", LOST, ids=named)
def test_what_may_have_been_written_is_not_called_failed(failure: Exception) -> None:
    made, *_ = dynamo(failure)

    with pytest.raises(Lost):
        made.call("put_item", written=lambda: False)


@pytest.mark.parametrize("failure", BUSY, ids=named)
def test_what_was_never_written_is_never_asked_about(failure: Exception) -> None:
    made, *_ = dynamo(failure, {})

    made.call("put_item", written=lambda: pytest.fail("there is nothing to ask"))


@pytest.mark.parametrize("then", [*BUSY, *HOPELESS], ids=named)
def test_a_lost_answer_is_remembered_whatever_comes_after_it(then: Exception) -> None:
    made, *_ = dynamo(LOST[0], then)

    with pytest.raises(Lost):
        made.call("put_item", written=lambda: False)


def test_a_refusal_that_our_own_write_has_caused_is_none() -> None:
    answers = iter((False, True))
    made, client, _ = dynamo(LOST[0], refusal("ConditionalCheckFailedException"))

    assert made.call("put_item", written=lambda: next(answers)) == {}
    assert len(client.asked) == 2


def test_a_store_that_cannot_be_asked_is_sent_the_request_again() -> None:
    def unreachable() -> bool:
        raise Unavailable("still away")

    made, client, _ = dynamo(LOST[0], {})

    assert made.call("put_item", written=unreachable) == {}
    assert len(client.asked) == 2


def positions() -> Iterator[tuple[str, ...]]:
    """Each reason at each place among up to four parts, the others fine or in conflict."""
    for parts in range(1, 5):
        for place in range(parts):
            for other in (NONE, CONFLICT):
                yield tuple(FAILED if each == place else other for each in range(parts))


@pytest.mark.parametrize("reasons", list(positions()), ids="-".join)
def test_a_failed_condition_is_told_with_its_place(reasons: tuple[str, ...]) -> None:
    made, client, _ = dynamo(refusal("TransactionCanceledException", 400, *reasons))

    with pytest.raises(Refused) as raised:
        made.call("transact_write_items")
    assert raised.value.reasons == reasons
    assert len(client.asked) == 1


def test_waits_are_random_and_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_dynamo.random, "random", lambda: 1.0)
    made, _, clock = dynamo(BUSY[0])

    with pytest.raises(Unavailable):
        made.call("put_item")

    assert clock.slept == [0.05, 0.1, 0.2, 0.4, 0.8, *[1.0] * 6]


def test_rows_that_were_not_read_at_once_are_asked_for_again() -> None:
    first = {
        "Responses": {"t-x": [{"a": {"S": "1"}}]},
        "UnprocessedKeys": {"t-x": {"Keys": [{"a": {"S": "2"}}]}},
    }
    second = {"Responses": {"t-x": [{"a": {"S": "2"}}]}}
    made, client, _ = dynamo(first, second)

    assert made.get_all("x", [{"a": "1"}, {"a": "2"}]) == [{"a": "1"}, {"a": "2"}]
    assert client.asked[1]["RequestItems"]["t-x"]["Keys"] == [{"a": {"S": "2"}}]


def test_rows_that_are_never_read_are_not_taken_for_missing() -> None:
    left = {"Responses": {}, "UnprocessedKeys": {"t-x": {"Keys": [{"a": {"S": "1"}}]}}}
    made, *_ = dynamo(left)

    with pytest.raises(Unavailable):
        made.get_all("x", [{"a": "1"}])


def test_pages_are_read_as_far_as_they_are_asked_for() -> None:
    pages = [
        {"Items": [{"a": {"S": "1"}}], "LastEvaluatedKey": {"a": {"S": "1"}}},
        {"Items": [], "LastEvaluatedKey": {"a": {"S": "2"}}},
        {"Items": [{"a": {"S": "3"}}]},
    ]
    made, client, _ = dynamo(*pages)
    rows = made.query("x")

    assert next(rows) == {"a": "1"}
    assert len(client.asked) == 1
    assert list(rows) == [{"a": "3"}]
    assert client.asked[2]["ExclusiveStartKey"] == {"a": {"S": "2"}}


def test_services_that_say_nothing_with_an_empty_object_are_understood() -> None:
    made, client, _ = dynamo({"Item": {}, "Items": [], "LastEvaluatedKey": {}})

    assert made.get("t", {"id": "a"}) is None
    assert list(made.query("t")) == []
    assert [asked["operation"] for asked in client.asked] == ["get_item", "query"]


def test_the_path_of_another_service_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    made, sent = Dynamo("t-", "https://docapi.example/ru-central1/b1g/etn", "ru-central1"), list[str]()

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request.url)
        return AWSResponse(request.url, 200, {}, Said(b"{}"))

    made.client.meta.events.register("before-send.dynamodb", answer)

    assert made.get("t", {"id": "a"}) is None
    assert [url.rstrip("/") for url in sent] == ["https://docapi.example/ru-central1/b1g/etn"]


class Said:
    """What came over a connection that there is not."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self) -> Iterator[bytes]:
        yield self.content


def test_rows_go_out_and_come_back_the_same() -> None:
    row = {"text": "ж", "empty": "", "number": -7, "large": 10**20, "set": frozenset({"b", "a"})}

    assert packed(row)["set"] == {"SS": ["a", "b"]}
    assert unpacked(packed(row)) == row


def test_expressions_name_what_they_use() -> None:
    made = expressed({"x": 1}, ConditionExpression="attribute_not_exists(#a) OR (#b < :x AND #c_d > :x)")

    assert made["ExpressionAttributeNames"] == {"#a": "a", "#b": "b", "#c_d": "c_d"}
    assert made["ExpressionAttributeValues"] == {":x": {"N": "1"}}
    assert "ExpressionAttributeValues" not in expressed(ConditionExpression="attribute_not_exists(#a)")


def test_nothing_is_connected_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_dynamo, "_client", lambda *_: pytest.fail("too early"))

    made = Dynamo("t-", "http://127.0.0.1:9", "eu-north-1")

    made.close()

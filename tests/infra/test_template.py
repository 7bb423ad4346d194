"""infra/template.yaml holds what the code expects, and what a shop must be able to rely on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from functions import desk, feedback, orders, tickets
from functions._dynamo_dialect import AMAZON
from functions._dynamo_tables import LIMITS, tables
from functions._wiring import Ports, from_environment
from tests.infra.template import Stack

ROOT = Path(__file__).resolve().parents[2]
STACK, URLS = Stack(), Stack(parameters={"Front": "urls"})
HTTP = {"orders": orders, "tickets": tickets, "feedback": feedback, "desk": desk}
DEPLOYED = [*HTTP, "outbox", "bounces"]
TABLES = tables(AMAZON)


def _told() -> dict[str, dict[str, Any]]:
    found = STACK.resources("AWS::DynamoDB::Table").values()
    return {each["TableName"].removeprefix("shop-"): each for each in found}


def test_all_deployed_functions_are_there_and_no_other() -> None:
    deployed = {
        file.stem
        for file in (ROOT / "functions").glob("*.py")
        if not file.stem.startswith("_") and "\ndef handler(" in file.read_text()
    }

    assert set(STACK.functions()) == deployed == {*DEPLOYED}
    assert {each["Handler"] for each in STACK.functions().values()} == {
        f"functions.{n}.handler" for n in deployed
    }


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_as_the_code_makes_them(name: str) -> None:
    told, expected = _told()[name], TABLES[name]

    assert told["KeySchema"] == expected["KeySchema"]
    assert told["AttributeDefinitions"] == expected["AttributeDefinitions"]
    assert told.get("GlobalSecondaryIndexes", []) == expected.get("GlobalSecondaryIndexes", [])
    assert ("TimeToLiveSpecification" in told) == (name == LIMITS)


def test_what_has_ended_is_removed_by_the_database() -> None:
    assert _told()[LIMITS]["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


@pytest.mark.parametrize("name", TABLES)
def test_no_table_goes_with_the_stack_or_by_a_slip(name: str) -> None:
    table = _told()[name]
    (resource,) = (
        each
        for each in STACK.template["Resources"].values()
        if each["Type"] == "AWS::DynamoDB::Table" and STACK.value(each["Properties"]) == table
    )

    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert table["DeletionProtectionEnabled"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("name", HTTP)
def test_the_gateway_leads_every_call_to_its_function(name: str) -> None:
    integrations = STACK.template["Resources"]
    routes = {}
    for each in STACK.resources("AWS::ApiGatewayV2::Route").values():
        logical = each["Target"].removeprefix("integrations/shop-")
        function = STACK.value(integrations[logical]["Properties"])["IntegrationUri"]
        routes[each["RouteKey"].removeprefix("ANY ")] = (
            function.rpartition("-")[2].removesuffix("Function").lower()
        )

    for route in HTTP[name].application(_no_ports).routes:
        assert _led(route.path, routes) == name, route.path  # type: ignore[attr-defined]


def _led(path: str, routes: dict[str, str]) -> str:
    """Where API Gateway leads it: the whole path first, else the longest that goes on in any way."""
    path = re.sub(r"\{\w+\}", "x", path)
    greedy = [
        each
        for each in routes
        if each.endswith("{proxy+}") and path.startswith(each.removesuffix("{proxy+}"))
    ]
    return routes[path] if path in routes else routes[max(greedy, key=len)]


def _no_ports() -> Ports:
    raise AssertionError("nothing is asked for")


@pytest.mark.parametrize("name", DEPLOYED)
def test_the_functions_settings_are_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = STACK.functions()[name]["Environment"]
    settings = {each: str(value) for each, value in told.items()}
    monkeypatch.setattr("functions._secret._sent", lambda *_: (200, _SECRETS))

    ports = from_environment({**settings, "AWS_REGION": "eu-west-3"})

    kinds = [type(each).__name__ for each in (ports.orders, ports.tickets, ports.outbox, ports.limits)]
    assert kinds == ["DynamoOrders", "DynamoCases", "DynamoOutbox", "DynamoLimits"]
    assert (type(ports.mailer).__name__ == "SesMailer") == (name == "outbox")
    assert ports.proxies == 2
    assert ports.root_key == b"s" * 32


_SECRETS = json.dumps({"Parameters": [{"Name": "/vitrina/shop/secret", "Value": "s" * 32}]}).encode()


@pytest.mark.parametrize("name", DEPLOYED)
def test_no_secret_stands_among_the_settings(name: str) -> None:
    stack = Stack(parameters={"Smtp": "yes", "Webhooks": "yes"})

    told = stack.functions()[name]["Environment"]

    assert {"VITRINA_SECRET", "VITRINA_SMTP", "VITRINA_WEBHOOKS"}.isdisjoint(told)
    assert told["VITRINA_WEBHOOKS_FROM"] == "ssm:/vitrina/shop/webhooks"
    assert ("VITRINA_SMTP_FROM" in told) == ("VITRINA_SES" not in told) == (
        name == "outbox"
    ) or name != "outbox"


def test_behind_addresses_of_their_own_functions_believe_no_header() -> None:
    assert {each["Environment"]["VITRINA_PROXIES"] for each in URLS.functions().values()} == {"0"}
    assert len(URLS.resources("AWS::Lambda::Url")) == len(HTTP)
    assert not URLS.resources("AWS::ApiGatewayV2::Api")
    assert not STACK.resources("AWS::Lambda::Url")


def test_what_may_be_asked_at_once_is_limited() -> None:
    (stage,) = STACK.resources("AWS::ApiGatewayV2::Stage").values()

    assert stage["DefaultRouteSettings"] == {"ThrottlingRateLimit": 20, "ThrottlingBurstLimit": 40}


def test_concurrency_is_reserved_only_where_it_is_asked_for() -> None:
    reserved = Stack(parameters={"Reserved": "50"}).functions()

    assert all("ReservedConcurrentExecutions" not in each for each in STACK.functions().values())
    assert [reserved[name]["ReservedConcurrentExecutions"] for name in DEPLOYED] == ["50"] * 4 + [2] * 2


def test_logs_are_kept_for_thirty_days_and_hold_no_visitor() -> None:
    for stack in (STACK, URLS):
        logs = stack.resources("AWS::Logs::LogGroup")
        assert {each["RetentionInDays"] for each in logs.values()} == {30}
    (stage,) = STACK.resources("AWS::ApiGatewayV2::Stage").values()
    noted = set(json.loads(stage["AccessLogSettings"]["Format"]).values())
    assert noted == {"$context.requestId", "$context.routeKey", "$context.status", "$context.responseLatency"}


def test_alarms_listen_for_what_the_outbox_says() -> None:
    said = (ROOT / "functions" / "outbox.py").read_text(encoding="utf-8")

    for each in STACK.resources("AWS::Logs::MetricFilter").values():
        assert each["LogGroupName"] == "shop-OutboxLog"
        assert each["FilterPattern"].strip('"') in said
    metrics = {
        each["MetricTransformations"][0]["MetricName"]
        for each in STACK.resources("AWS::Logs::MetricFilter").values()
    }
    alarms = {each.get("MetricName") for each in STACK.resources("AWS::CloudWatch::Alarm").values()}
    assert metrics < alarms


@pytest.mark.parametrize("front", ["gateway", "urls"])
def test_whoever_is_to_be_told_is_told_of_every_alarm(front: str) -> None:
    stack = Stack(parameters={"Front": front, "AlarmEmail": "friend@shop.example", "MonthlyBudget": "5"})

    alarms = stack.resources("AWS::CloudWatch::Alarm")

    assert all(each["AlarmActions"] == ["shop-AlarmTopic"] for each in alarms.values())
    assert ("OrdersUrlFailsAlarm" in alarms, "GatewayFailsAlarm" in alarms) == (
        front == "urls",
        front == "gateway",
    )
    assert {"GivenUpAlarm", "OverdueAlarm", "TimerStoppedAlarm", "LostNoticesAlarm"} < set(alarms)
    (subscribed,) = stack.resources("AWS::SNS::Subscription").values()
    assert subscribed["Endpoint"] == "friend@shop.example"
    assert stack.resources("AWS::Budgets::Budget")["Budget"]["Budget"]["BudgetLimit"] == {
        "Amount": "5",
        "Unit": "USD",
    }


def test_without_an_address_nobody_is_told_and_nothing_is_budgeted() -> None:
    assert not STACK.resources("AWS::Budgets::Budget")
    assert all("AlarmActions" not in each for each in STACK.resources("AWS::CloudWatch::Alarm").values())


def test_letters_that_come_back_reach_the_function_that_hears_of_them() -> None:
    (back,) = STACK.resources("AWS::SES::ConfigurationSetEventDestination").values()
    functions = STACK.functions()

    assert back["EventDestination"]["MatchingEventTypes"] == ["bounce", "complaint"]
    topic = back["EventDestination"]["SnsDestination"]["TopicARN"]
    assert functions["bounces"]["Events"]["Notices"]["Properties"]["Topic"] == topic
    assert (
        functions["outbox"]["Environment"]["VITRINA_SES_SET"]
        == back["ConfigurationSetName"]
        == "shop-letters"
    )


def test_the_timer_calls_every_minute() -> None:
    assert STACK.functions()["outbox"]["Events"]["EveryMinute"]["Properties"]["Schedule"] == "rate(1 minute)"


def test_every_exception_for_checkov_has_its_reason() -> None:
    lines = (ROOT / "infra" / "checkov.yaml").read_text(encoding="utf-8").splitlines()
    first = lines.index("skip-check:") + 1

    groups = re.split(r"(?<=\d)\n(?=  #)", "\n".join(lines[first:]))

    assert all(re.match(r"  # \S", group) for group in groups)
    assert sum(group.count("CKV_") for group in groups) == len(lines[first:]) - sum(
        "#" in each for each in lines[first:]
    )

"""Each function may do what it does, and nothing else.

What it does is heard while it does it: all journeys run against a real database. What it may is decided by
the policies of infra/template.yaml. Everything else that could be asked of those services must be denied.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import boto3
import pytest

from tests.infra import duties, journeys
from tests.infra.policies import about, allows, listed, needed_by_lambda, statements
from tests.infra.recording import Call, Recorder
from tests.infra.template import REGION, Stack
from tests.infra.universe import FUNCTIONS, everything, kinds_of
from tests.infra.world import opened


@pytest.fixture(scope="module")
def used(endpoint: str, run: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Call]]:
    """What each function has used, each call told by the kind of its row only."""
    stack, folder = Stack(f"i{run}"), tmp_path_factory.mktemp("infra")
    recorder = Recorder(f"{stack.name}-")
    with opened(folder, _environment(stack, endpoint), recorder) as world:
        for journey in (
            duties.send_and_remind, duties.hear, duties.act,
            journeys.place_and_follow, journeys.open_and_write, journeys.leave_and_vote,
        ):  # fmt: skip
            journey(world)
    return {
        name: {kind for call in calls for kind in kinds_of(call)} for name, calls in recorder.heard.items()
    }


def _environment(stack: Stack, endpoint: str) -> dict[str, str]:
    """As the template sets it, with this machine's services."""
    settings = {name: str(value) for name, value in stack.functions()["outbox"]["Environment"].items()}
    client = boto3.client("ssm", endpoint_url=endpoint, region_name=REGION)
    name = settings["VITRINA_SECRET_FROM"].removeprefix("ssm:")
    client.put_parameter(Name=name, Value="k" * 32, Type="SecureString")
    client.close()
    return {**settings, "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION}


STACK = Stack()
ALL = everything(STACK)


def superfluous(policy: Sequence[Mapping[str, Any]], needed: set[Call]) -> list[Call]:
    """What the policy allows and nobody needs."""
    return [
        call
        for action, calls in ALL.items()
        if (few := about(policy, action))
        for call in calls
        if call not in needed and allows(few, call, STACK)
    ]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_all_that_it_does(function: str, used: dict[str, set[Call]]) -> None:
    policy = statements(STACK, function)

    refused = [each for each in _needed(function, used) if not allows(policy, each, STACK)]

    assert refused == []
    assert len(used[function]) > 5


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_nothing_else(function: str, used: dict[str, set[Call]]) -> None:
    assert superfluous(statements(STACK, function), _needed(function, used)) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_statement_is_there_for_nothing(function: str, used: dict[str, set[Call]]) -> None:
    needed = _needed(function, used)

    idle = [
        each
        for each in statements(STACK, function)
        if not any(allows([each], call, STACK) for call in needed)
    ]

    assert idle == []


@pytest.mark.parametrize(
    ("name", "widen"),
    [
        ("another action", lambda each: {**each, "Action": [*listed(each["Action"]), "dynamodb:Scan"]}),
        ("all actions", lambda each: {**each, "Action": "dynamodb:*"}),
        ("actions that begin alike", lambda each: {**each, "Action": "dynamodb:Batch*"}),
        ("all resources", lambda each: {**each, "Resource": "*"}),
        ("all tables", lambda each: {**each, "Resource": "arn:aws:dynamodb:*:*:table/*"}),
        (
            "what belongs to the table",
            lambda each: {**each, "Resource": [each["Resource"], f"{each['Resource']}/*"]},
        ),
        ("no condition", lambda each: {name: value for name, value in each.items() if name != "Condition"}),
        ("any row", lambda each: _for(each, "*")),
        ("rows that end alike", lambda each: _for(each, "*key#*")),
        ("another row", lambda each: _for(each, "stock#*", "tally#*", "promo#*", "suppressed#*")),
    ],
)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_policy_that_is_too_wide_is_found(
    function: str, name: str, widen: Callable[[Any], Any], used: dict[str, set[Call]]
) -> None:
    policy = statements(STACK, function)
    place = next(
        number
        for number, each in enumerate(policy)
        if "Condition" in each and each["Action"] != "ssm:GetParameters"
    )
    wide = [*policy[:place], widen(copy.deepcopy(policy[place])), *policy[place + 1 :]]

    assert superfluous(wide, _needed(function, used)), name


@pytest.mark.parametrize(
    "action", ["dynamodb:DeleteTable", "ses:*", "ssm:*", "s3:GetObject", "iam:PassRole", "*"]
)
def test_a_statement_too_many_is_found(action: str, used: dict[str, set[Call]]) -> None:
    for function in FUNCTIONS:
        more = {"Effect": "Allow", "Action": action, "Resource": "*"}

        assert superfluous([*statements(STACK, function), more], _needed(function, used))


@pytest.mark.parametrize("parameter", ["Smtp", "Webhooks"])
def test_other_secrets_may_be_read_only_where_they_are_asked_for(parameter: str) -> None:
    stack = Stack(parameters={parameter: "yes"})
    secret = Call("ssm:GetParameters", f"/vitrina/shop/{parameter.lower()}")

    readers = {name for name in FUNCTIONS if allows(statements(stack, name), secret, stack)}

    asking = {name for name in FUNCTIONS if secret in needed_by_lambda(stack, name)}
    assert readers == asking == ({"outbox"} if parameter == "Smtp" else {*FUNCTIONS})


def test_whatever_cannot_be_decided_is_no_permission_but_an_error() -> None:
    call, allow = (
        Call("dynamodb:GetItem", "orders", ("order#",)),
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
    )

    for odd in (
        {**allow, "Effect": "Deny"},
        {**allow, "NotAction": "*"},
        {**allow, "Condition": {"Bool": {"x": "y"}}},
    ):
        with pytest.raises(AssertionError):
            allows([odd], call, STACK)


def _needed(function: str, used: dict[str, set[Call]]) -> set[Call]:
    return used[function] | {*needed_by_lambda(STACK, function)}


def _for(statement: Any, *rows: str) -> Any:
    ((operator, asked),) = statement["Condition"].items()
    ((key, _),) = asked.items()
    return {**statement, "Condition": {operator: {key: list(rows)}}}

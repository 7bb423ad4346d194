"""What the template's roles may do, as IAM decides it: all is denied but what a statement allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from tests.infra.recording import Call
from tests.infra.template import ACCOUNT, REGION, Stack

#: By which key of a condition the keys of a call are known.
_CONTEXT = {"dynamodb": "dynamodb:LeadingKeys", "ses": "ses:FromAddress"}


def statements(stack: Stack, function: str) -> list[Mapping[str, Any]]:
    """Those of the function's own role, which is nobody else's."""
    found = stack.functions()
    role = found[function]["Role"]
    assert [name for name, each in found.items() if each["Role"] == role] == [function]
    (properties,) = (
        properties
        for name, properties in stack.resources("AWS::IAM::Role").items()
        if role.endswith(f"-{name}")
    )
    assert not properties.get("ManagedPolicyArns"), "a managed policy is nowhere to be read"
    return [
        each for policy in properties["Policies"] for each in listed(policy["PolicyDocument"]["Statement"])
    ]


def allows(policy: Sequence[Mapping[str, Any]], call: Call, stack: Stack) -> bool:
    return any(_allows(each, call, arn(call, stack)) for each in policy)


def about(policy: Sequence[Mapping[str, Any]], action: str) -> list[Mapping[str, Any]]:
    """The statements that could allow the action."""
    return [each for each in policy if _acts(each, action)]


def listed(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else [thing]


def arn(call: Call, stack: Stack) -> str:
    service = call.action.partition(":")[0]
    if call.resource.startswith("arn:") or call.resource == "*":
        return call.resource
    if service == "dynamodb":
        return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{stack.name}-{call.resource}"
    resource = call.resource.replace("configuration-set/", f"configuration-set/{stack.name}-")
    sort = "parameter" if service == "ssm" else ""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{sort}{resource}"


def _allows(statement: Mapping[str, Any], call: Call, resource: str) -> bool:
    if statement.keys() - {"Sid"} not in (
        {"Effect", "Action", "Resource"},
        {"Effect", "Action", "Resource", "Condition"},
    ):
        raise AssertionError(f"cannot decide about {sorted(statement)}")
    assert statement["Effect"] == "Allow"
    return (
        _acts(statement, call.action)
        and any(_like(pattern, resource) for pattern in listed(statement["Resource"]))
        and all(_holds(name, asked, call) for name, asked in statement.get("Condition", {}).items())
    )


def _acts(statement: Mapping[str, Any], action: str) -> bool:
    return any(_like(pattern.lower(), action.lower()) for pattern in listed(statement.get("Action", ())))


def _holds(operator: str, asked: Mapping[str, Any], call: Call) -> bool:
    ((key, patterns),) = asked.items()
    assert key == _CONTEXT[call.action.partition(":")[0]], key
    if operator == "ForAllValues:StringLike":
        return all(any(_like(pattern, value) for pattern in listed(patterns)) for value in call.keys)
    assert operator == "StringEquals", operator
    return bool(call.keys) and all(value in listed(patterns) for value in call.keys)


def _like(pattern: str, value: str) -> bool:
    return _compiled(pattern).fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """`*` is anything and `?` one character, as IAM has it."""
    parts = (".*" if each == "*" else "." if each == "?" else re.escape(each) for each in pattern)
    return re.compile("".join(parts), re.DOTALL)


def needed_by_lambda(stack: Stack, function: str) -> Iterator[Call]:
    """What the service asks for in the function's name: its log, its secrets, what is put aside."""
    properties = stack.functions()[function]
    log = properties["LoggingConfig"]["LogGroup"]
    for action in ("CreateLogStream", "PutLogEvents"):
        yield Call(f"logs:{action}", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{log}")
    for name, place in properties["Environment"].items():
        if name.endswith("_FROM"):
            yield Call("ssm:GetParameters", str(place).removeprefix("ssm:"))
    if "DeadLetterQueue" in properties:
        yield Call("sqs:SendMessage", properties["DeadLetterQueue"]["TargetArn"])

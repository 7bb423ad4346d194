"""Everything that a function could ask of AWS: each action on each thing, for each kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import botocore.session

from tests.infra.recording import Call
from tests.infra.template import PARAMETERS, Stack

FUNCTIONS = ("orders", "tickets", "feedback", "desk", "outbox", "bounces")

#: All kinds of rows: those of functions/_dynamo_rows.py, of limits, of the outbox's indexes; and any other.
ROWS = (
    "order#", "key#", "number#", "secret#", "contact#", "stock#", "promo#", "counter#orders",
    "counter#ticket", "counter#post", "ticket#", "ticket.key#", "ticket.number#", "ticket.secret#",
    "ticket.contact#", "post#", "post.key#", "post.number#", "post.secret#", "post.contact#", "votes#",
    "voter#", "tally#", "limit#", "suppressed#", "letter#", "hook#", "pending#", "done#", "dead", "else",
)  # fmt: skip
TABLES = (
    "orders", "orders/index/listed", "orders/index/overdue", "outbox", "outbox/index/due",
    "outbox/index/watch", "outbox/index/about", "limits", "else", "orders/stream/2026", "orders/backup/1",
)  # fmt: skip
#: Whose ids say nothing of what they are.
PLAIN = ("outbox", "outbox/index/about")
SERVICES = {"sesv2": "ses", "ssm": "ssm", "sqs": "sqs", "sns": "sns", "logs": "logs"}


def everything(stack: Stack) -> dict[str, list[Call]]:
    """By actions; with what is not the shop's, too."""
    found: dict[str, list[Call]] = {}
    for call in _calls(stack):
        found.setdefault(call.action, []).append(call)
    return found


def _calls(stack: Stack) -> Iterator[Call]:
    for action, table in product((*_operations("dynamodb"), "ConditionCheckItem", "PartiQLSelect"), TABLES):
        for row in ("",) if table in PLAIN else ROWS:
            yield Call(f"dynamodb:{action}", table, (row,))
    for service, prefix in SERVICES.items():
        for action, resource in product((*_operations(service), "SendRawEmail"), _resources(stack, prefix)):
            yield Call(f"{prefix}:{action}", resource, (PARAMETERS["ShopEmail"],) * (prefix == "ses"))
    for action in ("s3:GetObject", "iam:PassRole", "lambda:InvokeFunction", "kms:Decrypt", "sts:AssumeRole",
                   "secretsmanager:GetSecretValue", "cloudformation:DeleteStack"):  # fmt: skip
        yield Call(action, "*")


def _resources(stack: Stack, service: str) -> list[str]:
    path = f"/vitrina/{stack.name}"
    logs = [stack._attribute(f"{name.capitalize()}Log", "Arn") for name in FUNCTIONS]
    return {
        "ses": ["identity/shop.example", "configuration-set/letters", "else/shop.example"],
        "ssm": [f"{path}/secret", f"{path}/webhooks", f"{path}/smtp", "/vitrina/else/secret", "/else"],
        "sqs": [stack._attribute("LostNotices", "Arn"), "else"],
        "sns": [f"{stack.name}-NoticesTopic", "else"],
        "logs": [*logs, "log-group:else"],
    }[service]


def kinds_of(call: Call) -> Iterable[Call]:
    if call.resource in PLAIN:
        return [Call(call.action, call.resource, ("",))]
    if call.action.startswith("ses:"):
        return [call]
    kinds = {key if key in ROWS else key.partition("#")[0] + "#" for key in call.keys}
    return [Call(call.action, call.resource, (kind,)) for kind in kinds]


@cache
def _operations(service: str) -> tuple[str, ...]:
    return tuple(botocore.session.get_session().get_service_model(service).operation_names)

"""The tables in DynamoDB: whether they are there, of this code, and can be brought back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions import _dynamo_tables
from functions._settings import Misconfigured
from shipping.checks_store import told
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient
from shop.errors import Unavailable
from shop.outbox import LATE

_MAKE = "Make it: python build.py tables, with these settings."
_RIGHTS = "Ask with credentials that may describe tables, and say the region: AWS_REGION."


def tables(patient: Patient) -> Findings:
    """Reads what the service says of them, and no row."""
    if not patient.set("VITRINA_TABLES"):
        return
    from functions._dynamo import FAILURES, Dynamo  # boto3 is loaded only where it is needed

    try:
        dynamo = Dynamo.of(patient.environment)
        client = dynamo.client
        for name, wanted in _dynamo_tables.tables(dynamo.dialect).items():
            yield from _table(client, dynamo.prefix + name, wanted, expires=name == _dynamo_tables.LIMITS)
        yield from _outbox(dynamo, patient)
    except Misconfigured:
        return  # the settings' own check tells it
    except FAILURES as failure:
        yield unseen("VITRINA_TABLES", f"the tables cannot be looked at: {_code(failure)}", _RIGHTS)


def _table(client: Any, name: str, wanted: Mapping[str, Any], *, expires: bool) -> Findings:
    try:
        there = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        yield error(name, "there is no such table", _MAKE)
        return
    if _sorted(there["KeySchema"]) != _sorted(wanted["KeySchema"]):
        what = "its keys are not those of this code; it was made for something else"
        yield error(name, what, "Set VITRINA_TABLES to another beginning of names, and make the tables.")
    lacking = _indexes(wanted) - _indexes(there)
    if lacking:
        yield error(name, f"lacks the index {', '.join(sorted(lacking))}", _MAKE)
    if expires and not _expires(client, name):
        what = "nothing in it expires: no time to live is set on `expires`, and it grows for good"
        fix = f"aws dynamodb update-time-to-live --table-name {name} --time-to-live-specification"
        yield warning(name, what, f"{fix} Enabled=true,AttributeName=expires")
    if not expires:
        yield from _safety(client, name, there)


def _safety(client: Any, name: str, there: Mapping[str, Any]) -> Findings:
    """Whether what is deleted by mistake can be had back."""
    described = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = described.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    if recovery != "ENABLED":
        what = "cannot be brought back to an earlier moment: point-in-time recovery is off"
        fix = f"aws dynamodb update-continuous-backups --table-name {name}"
        fix += " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
        yield error(name, what, fix)
    if not there.get("DeletionProtectionEnabled"):
        what = "one command deletes it with all its orders"
        fix = f"aws dynamodb update-table --table-name {name} --deletion-protection-enabled"
        yield warning(name, what, fix)


def _outbox(dynamo: Any, patient: Patient) -> Findings:
    from functions._dynamo_outbox import DynamoOutbox

    outbox = DynamoOutbox(dynamo)
    try:
        dead = len(outbox.dead(100))
        late = outbox.behind(patient.at - LATE, patient.at + timedelta(days=1))  # none was given up tomorrow
    except Unavailable:
        return  # what is missing has been told
    yield from told(f"{dynamo.prefix}{_dynamo_tables.OUTBOX}", dead, int(late))


def _expires(client: Any, name: str) -> bool:
    said = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    return said.get("TimeToLiveStatus") in ("ENABLED", "ENABLING") and said.get("AttributeName") == "expires"


def _indexes(table: Mapping[str, Any]) -> set[str]:
    return {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", ())}


def _sorted(keys: list[dict[str, str]]) -> list[tuple[str, str]]:
    return sorted((key["AttributeName"], key["KeyType"]) for key in keys)


def _code(failure: Exception) -> str:
    response = getattr(failure, "response", {})
    return str(response.get("Error", {}).get("Code") or type(failure).__name__)

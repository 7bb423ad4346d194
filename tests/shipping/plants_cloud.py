"""Faults of tables in DynamoDB, at a real server of it, and of an account of SES."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

from functions import _dynamo_tables
from functions._dynamo import Dynamo
from functions._dynamo_outbox import DynamoOutbox
from shop.outbox import LETTER, Message
from tests.shipping.clinic import Clinic
from tests.shipping.plants import ERROR, UNSEEN, WARNING, plant
from tests.shipping.ses import Ses

_LETTER = Message("m1", LETTER, "order_received", "customer", "en", "o1")


def _gone(dynamo: Dynamo, table: str) -> None:
    name = dynamo.prefix + table
    dynamo.client.update_table(TableName=name, DeletionProtectionEnabled=False)
    dynamo.client.delete_table(TableName=name)


def _made(dynamo: Dynamo, table: str, wanted: dict[str, Any]) -> None:
    name = dynamo.prefix + table
    dynamo.client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **wanted)
    dynamo.client.update_table(TableName=name, DeletionProtectionEnabled=True)
    dynamo.client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )


@plant("tables", ERROR, "outbox: there is no such table", "build.py tables")
def a_table_is_missing(clinic: Clinic) -> None:
    _gone(clinic.in_tables(), _dynamo_tables.OUTBOX)


@plant("tables", ERROR, "its keys are not those of this code", "another beginning of names")
def a_table_of_something_else(clinic: Clinic) -> None:
    dynamo = clinic.in_tables()
    wanted = _dynamo_tables.tables(dynamo.dialect)[_dynamo_tables.ORDERS]
    _gone(dynamo, _dynamo_tables.ORDERS)
    keys = [{"AttributeName": "what", "KeyType": "HASH"}, {"AttributeName": "due", "KeyType": "RANGE"}]
    kept = [each for each in wanted["AttributeDefinitions"] if each["AttributeName"] != "part"]
    _made(dynamo, _dynamo_tables.ORDERS, {**wanted, "KeySchema": keys, "AttributeDefinitions": kept})


@plant("tables", ERROR, "lacks the index overdue", "build.py tables")
def a_table_of_older_code(clinic: Clinic) -> None:
    dynamo = clinic.in_tables()
    wanted = _dynamo_tables.tables(dynamo.dialect)[_dynamo_tables.ORDERS]
    _gone(dynamo, _dynamo_tables.ORDERS)
    left = [each for each in wanted["GlobalSecondaryIndexes"] if each["IndexName"] != _dynamo_tables.OVERDUE]
    named = {"what", "part", "listed", "placed"}
    kept = [each for each in wanted["AttributeDefinitions"] if each["AttributeName"] in named]
    _made(
        dynamo, _dynamo_tables.ORDERS,
        {**wanted, "GlobalSecondaryIndexes": left, "AttributeDefinitions": kept},
    )  # fmt: skip


@plant("tables", WARNING, "nothing in it expires", "update-time-to-live")
def limits_that_stay_for_good(clinic: Clinic) -> None:
    dynamo = clinic.in_tables()
    dynamo.client.update_time_to_live(
        TableName=dynamo.prefix + _dynamo_tables.LIMITS,
        TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires"},
    )


@plant("tables", ERROR, "point-in-time recovery is off", "update-continuous-backups")
def orders_that_cannot_come_back(clinic: Clinic) -> None:
    dynamo = clinic.in_tables()
    dynamo.client.update_continuous_backups(
        TableName=dynamo.prefix + _dynamo_tables.ORDERS,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
    )


@plant("tables", WARNING, "one command deletes it", "--deletion-protection-enabled")
def orders_anybody_may_delete(clinic: Clinic) -> None:
    dynamo = clinic.in_tables()
    name = dynamo.prefix + _dynamo_tables.ORDERS
    dynamo.client.update_table(TableName=name, DeletionProtectionEnabled=False)


@plant("tables", ERROR, "wait for more than 15 minutes", "the timer that sends does not run")
def letters_that_wait_in_tables(clinic: Clinic) -> None:
    DynamoOutbox(clinic.in_tables()).put([_LETTER], clinic.at - timedelta(hours=1))


@plant("tables", WARNING, "were given up: 1", "--replay all")
def letters_given_up_in_tables(clinic: Clinic) -> None:
    outbox = DynamoOutbox(clinic.in_tables())
    outbox.put([_LETTER], clinic.at)
    leased = outbox.take(clinic.at, [LETTER])
    assert leased
    outbox.failed(leased, None, "no such mailbox")


@plant("tables", UNSEEN, "cannot be looked at: EndpointConnectionError", "AWS_REGION")
def tables_out_of_reach(clinic: Clinic) -> None:
    clinic.in_tables()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        clinic.settings["VITRINA_AWS_ENDPOINT"] = f"http://127.0.0.1:{free.getsockname()[1]}"


@plant("SES", ERROR, "in the sandbox", "Request production access")
def an_account_in_the_sandbox(clinic: Clinic) -> None:
    clinic.by_ses(Ses(ProductionAccessEnabled=False))


@plant("SES", ERROR, "sending is switched off", "SES console")
def an_account_that_was_paused(clinic: Clinic) -> None:
    clinic.by_ses(Ses(SendingEnabled=False))


@plant("SES", WARNING, "under review", "before sending is paused")
def an_account_under_review(clinic: Clinic) -> None:
    clinic.by_ses(Ses(EnforcementStatus="PROBATION"))


@plant("SES", ERROR, "has not verified the shop's domain", "DNS records")
def a_sender_nobody_has_verified(clinic: Clinic) -> None:
    ses = Ses()
    ses.identity = None
    clinic.by_ses(ses)


@plant("SES", ERROR, "not signed for the shop's domain (DKIM PENDING)", "three CNAME records")
def letters_that_are_not_signed(clinic: Clinic) -> None:
    ses = Ses()
    ses.identity = {"VerifiedForSendingStatus": True, "DkimAttributes": {"Status": "PENDING"}}
    clinic.by_ses(ses)


@plant("SES", WARNING, "nobody is told of letters that come back", "bounces and complaints")
def bounces_nobody_hears_of(clinic: Clinic) -> None:
    ses = Ses()
    ses.events = []
    clinic.by_ses(ses)


@plant("SES", ERROR, "knows no such configuration set", "Name one that is")
def a_configuration_set_that_is_not(clinic: Clinic) -> None:
    ses = Ses()
    ses.events = None
    clinic.by_ses(ses)


@plant("SES", UNSEEN, "cannot be looked at: AccessDeniedException", "ses:GetAccount")
def an_account_one_may_not_look_at(clinic: Clinic) -> None:
    ses = Ses()
    ses.failure = "AccessDeniedException"
    clinic.by_ses(ses)

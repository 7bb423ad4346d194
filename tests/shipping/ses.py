"""What SES says of an account that is well: botocore's own client, which holds each answer to its model."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.stub import Stubber

_EVENTS = [{"Name": "bounces", "Enabled": True, "MatchingEventTypes": ["BOUNCE", "COMPLAINT"]}]


class Ses:
    """An account, its sender and its events; each test changes what it needs."""

    def __init__(self, **account: Any) -> None:
        well = {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY"}
        self.account = well | account
        self.identity: dict[str, Any] | None = {
            "VerifiedForSendingStatus": True, "DkimAttributes": {"Status": "SUCCESS"},
        }  # fmt: skip
        self.events: list[dict[str, Any]] | None = _EVENTS
        self.failure = ""  #: the code that all is answered with

    def client(self) -> Any:
        """What makes the client, as for the functions."""
        client = boto3.client(
            "sesv2", region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        stub = Stubber(client)
        if self.failure:
            stub.add_client_error("get_account", self.failure)
        else:
            self._answer(stub)
        stub.activate()
        return lambda: client

    def _answer(self, stub: Stubber) -> None:
        stub.add_response("get_account", self.account)
        if self.identity is None:
            stub.add_client_error("get_email_identity", "NotFoundException")
            stub.add_client_error("get_email_identity", "NotFoundException")
        else:
            stub.add_response("get_email_identity", self.identity)
        asked = "get_configuration_set_event_destinations"
        if self.events is None:
            stub.add_client_error(asked, "NotFoundException")
        else:
            stub.add_response(asked, {"EventDestinations": self.events})

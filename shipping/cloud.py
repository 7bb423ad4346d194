"""What `deploy` asks of AWS itself, beside what Amazon's own tool does: the door to boto3 of this room."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from shipping.errors import NotShipped

_NOBODY = (
    "AWS does not know you: make an access key for yourself there, and put it into AWS_ACCESS_KEY_ID and"
    " AWS_SECRET_ACCESS_KEY, or its profile into AWS_PROFILE."
)


class Cloud:
    """One region of the owner's account. Everything raises NotShipped where AWS does not do it."""

    def __init__(self, region: str) -> None:
        self._region = region

    def known(self) -> None:
        """Whether AWS takes the owner for somebody."""
        try:
            self._client("sts").get_caller_identity()
        except (BotoCoreError, ClientError) as error:
            raise NotShipped(_NOBODY) from error

    def keep_secret(self, name: str) -> bool:
        """Makes the parameter with a root key where there is none; whether it was made.

        One that is there is never written over: all links in letters already sent come from it.
        """
        try:
            self._client("ssm").put_parameter(
                Name=name, Value=secrets.token_hex(32), Type="SecureString", Overwrite=False,
                Description="The root key of a Vitrina shop. Whoever has it can open every order.",
            )  # fmt: skip
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ParameterAlreadyExists":
                return False
            raise NotShipped(f"The parameter {name} cannot be made: {_code(error)}.") from error
        except BotoCoreError as error:
            raise NotShipped(f"The parameter {name} cannot be made: {type(error).__name__}.") from error
        return True

    def outputs(self, stack: str) -> Mapping[str, str]:
        """What the stack says of itself."""
        try:
            told = self._client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        except (BotoCoreError, ClientError) as error:
            raise NotShipped(f"The stack {stack} is up, but does not say its address.") from error
        return {each["OutputKey"]: each["OutputValue"] for each in told.get("Outputs", ())}

    def _client(self, service: str) -> Any:
        return boto3.session.Session().client(service, region_name=self._region)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", type(error).__name__))

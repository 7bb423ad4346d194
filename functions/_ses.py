"""A mailer that hands letters to Amazon SES, or to whatever speaks its second interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from email.message import EmailMessage
from typing import Any

from functions._once import once
from shop.errors import ShopError, Throttled, Unavailable, Undeliverable

#: The name of the tag that carries a message's id back with bounces and complaints.
TAG = "vitrina-message"

_SLOWER = ("TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException")
#: Over the quota of a day SES asks to wait up to ten minutes before looking again.
_RATE_SECONDS, _QUOTA_SECONDS = 30, 600

#: What is said of the recipient itself. A rejection for any other reason is no reason never to write there.
_NOBODY = re.compile(r"blacklisted|suppression list|illegal address|missing final '@domain'|recipient", re.I)
_REJECTED = ("MessageRejected", "BadRequestException")

_SENTENCES = {
    "MailFromDomainNotVerifiedException": "SES has not verified the domain of the shop's e-mail address",
    "AccountSuspendedException": "SES has suspended this account",
    "SendingPausedException": "SES has paused sending for this account or configuration set",
    "NotFoundException": "SES does not know the configuration set of VITRINA_SES_SET",
    "AccessDeniedException": "this function may not send by SES: it lacks the permission ses:SendEmail",
}
_UNVERIFIED = (
    "SES has not verified the shop's e-mail address;"
    " or the account is still in the sandbox, where recipients must be verified too"
)


class SesMailer:
    """The Mailer port."""

    def __init__(
        self, client: Callable[[], Any], configuration_set: str = "", *, tagged: bool = True
    ) -> None:
        """*tagged* where it knows tags of letters; a header of the letter says the same everywhere."""
        self._client, self._tagged = client, tagged
        self._more = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def send(self, id: str, message: EmailMessage) -> None:
        """At least once: where the answer is lost, the letter is sent again, with the same tag."""
        from email.policy import SMTP

        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        try:
            answer = self._client().send_email(
                FromEmailAddress=str(message["From"].addresses[0].addr_spec),
                Destination={"ToAddresses": [str(message["To"].addresses[0].addr_spec)]},
                Content={"Raw": {"Data": message.as_bytes(policy=SMTP)}},
                **({"EmailTags": [{"Name": TAG, "Value": id}]} if self._tagged else {}),
                **self._more,
            )
        except ClientError as error:
            refusal = error.response.get("Error", {})
            raise _meant(str(refusal.get("Code", "")), str(refusal.get("Message", ""))) from error
        except (BotoCoreError, ResponseParserError, ValueError) as error:
            raise Unavailable(f"SES cannot be reached: {type(error).__name__}") from error
        if not answer.get("MessageId"):
            # botocore takes whatever comes with a 200 for an answer, a login page of the network too.
            raise Unavailable("what answered in the place of SES is not SES")

    def forget(self, ids: Collection[str]) -> None:
        """Nothing of a letter is kept here."""


def ses_client(region: str, endpoint: str | None) -> Callable[[], Any]:
    """The client, made when the first letter leaves: orders must not wait for the library."""

    @once
    def client() -> Any:
        import boto3
        from botocore.config import Config

        # One try: the library would at once send again what may have arrived; the outbox does it slower.
        patience = Config(connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 1})
        return boto3.client("sesv2", region_name=region, endpoint_url=endpoint, config=patience)

    return client


def _meant(code: str, text: str) -> ShopError:
    """What an answer means for the letter. Its words may name a person: none is repeated."""
    if code in _SLOWER:
        over_quota = code == "LimitExceededException" or "daily" in text.lower()
        return Throttled(_QUOTA_SECONDS if over_quota else _RATE_SECONDS)
    if code in _REJECTED and "not verified" in text:
        return Unavailable(_UNVERIFIED)
    if code in _REJECTED and _NOBODY.search(text):
        return Undeliverable(f"SES refuses the recipient: {code}")
    return Unavailable(_SENTENCES.get(code, f"SES refused the letter: {code}"))

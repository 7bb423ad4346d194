"""All that the functions read from the environment, and what is wrong with it, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from shop import settings
from shop.errors import Unavailable
from shop.settings import Setting

_Read = TypeVar("_Read")


def _kept(name: str) -> Setting:
    """What says where a secret is kept, in the place of the setting that would say it."""
    return Setting(
        f"{name}_FROM",
        f"where a secret store keeps what `{name}` would say, instead of it",
        f"`{name}` says it",
        example="ssm:/vitrina/shop/" + name.removeprefix(settings.OURS).lower(),
    )


SETTINGS = (
    Setting(
        "VITRINA_PRICES",
        "the https address of the shop or the folder it was built into",
        example="https://clayandleaf.example",
    ),
    Setting("VITRINA_STATE", "a folder for orders and letters", example="/var/lib/vitrina"),
    Setting(
        "VITRINA_SECRET",
        "the root key of all links in letters, 32 characters or more",
        "made and kept in the file `secret` in the state folder",
        secret=True,
    ),
    _kept("VITRINA_SECRET"),
    Setting(
        "VITRINA_TABLES",
        "what the names of DynamoDB's tables begin with",
        "orders, tickets and posts are in `orders.sqlite3` in the state folder",
        example="shop-",
        beside=("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"),
    ),
    Setting(
        "VITRINA_AWS_ENDPOINT",
        "the address of another database with DynamoDB's interface",
        "Amazon's own",
        example="http://127.0.0.1:4566",
        beside=("VITRINA_TABLES",),
    ),
    Setting(
        "AWS_REGION",
        "the region of the tables",
        "`AWS_DEFAULT_REGION`, or that of `AWS_PROFILE`; functions on AWS have it set",
        example="eu-central-1",
    ),
    Setting(
        "VITRINA_SMTP",
        "the mail server that letters are handed to",
        "letters are files in the state folder",
        example="smtps://user:password@mail.example:465",
        secret=True,
        instead=("VITRINA_SES",),
        says="how letters leave",
    ),
    _kept("VITRINA_SMTP"),
    Setting(
        "VITRINA_SES",
        "the region of the Amazon SES that sends letters",
        "letters do not leave by SES",
        example="eu-central-1",
    ),
    Setting(
        "VITRINA_SES_ENDPOINT",
        "the address of another service with the interface of SES",
        "Amazon's own",
        example="https://mail.example",
        beside=("VITRINA_SES",),
    ),
    Setting(
        "VITRINA_SES_SET",
        "the configuration set whose events tell of letters that came back",
        "the one that SES has as default for the domain",
        example="shop",
        beside=("VITRINA_SES",),
    ),
    Setting(
        "VITRINA_WEBHOOKS",
        "which programs are told of events, one a line",
        "the file `webhooks` in the state folder, if there is one",
        example="https://address whsec_secret event,event",
        secret=True,
    ),
    _kept("VITRINA_WEBHOOKS"),
    Setting(
        "VITRINA_WEBHOOKS_LOCAL",
        "`1` where webhooks may go to this machine, over plain `http` too; for a laptop",
        "they may not",
        example="1",
    ),
    Setting(
        "VITRINA_DATA_IN",
        "the country that personal data must stay in: `ru`; nothing starts with what is plainly elsewhere",
        "nothing is looked at",
        example="ru",
    ),
    Setting(
        "VITRINA_PROXIES",
        "how many entries of `X-Forwarded-For`, counted from the right, your proxies write, 0 to 10",
        "0",
        example="1",
    ),
)


class Misconfigured(Unavailable):
    """Raised when settings are missing or wrong; each sentence says which and how to write it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Faults:
    """Collects what is wrong with the settings, so that all of it is said at once."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def of(self, read: Callable[[], _Read]) -> _Read | None:
        """What was read; None where that raised Misconfigured, which is remembered."""
        try:
            return read()
        except Misconfigured as error:
            self._found += error.sentences
            return None

    def settle(self, environment: Mapping[str, str]) -> None:
        """Raises Misconfigured where something was wrong, or where settings do not go together."""
        found = [*settings.mistakes(environment, SETTINGS), *self._found]
        if found:
            raise Misconfigured(*dict.fromkeys(found), *slips(environment))


def slips(environment: Mapping[str, str]) -> list[str]:
    """What is set under a name that is nearly one of ours. Names of other rooms are not near."""
    return settings.slips(environment, {each.name for each in SETTINGS}, near=True)


def switch(environment: Mapping[str, str], name: str) -> bool:
    """Raises Misconfigured for what is neither on nor off."""
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise Misconfigured(f"{name} must be 1 or 0.")
    return value == "1"

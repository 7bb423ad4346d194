"""From the environment to the adapters, once for each process.

VITRINA_PRICES   the shop's site: its https address, or the folder it was built into
VITRINA_STATE    a folder for orders, letters and the secret
VITRINA_SECRET   the root key of all links, 32 characters or more; without it, a file in the state folder
VITRINA_SECRET_FROM, VITRINA_SMTP_FROM, VITRINA_WEBHOOKS_FROM   where a secret store keeps what is so called
VITRINA_TABLES   what the names of DynamoDB's tables begin with (VITRINA_AWS_ENDPOINT: another service that
                 speaks like it); without it, orders are in SQLite in the state folder
VITRINA_SMTP     the mail server that letters are handed to; or
VITRINA_SES      the region of the SES that sends them (VITRINA_SES_ENDPOINT: another service that speaks
                 like it, VITRINA_SES_SET: a configuration set); without both, files in the state folder
VITRINA_WEBHOOKS who is told of events, one endpoint a line; without it, `webhooks` in the state folder
VITRINA_DATA_IN  the country that personal data must stay in: ru
VITRINA_PROXIES  how many entries of X-Forwarded-For, counted from the right, trusted proxies write; else 0
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from functions._contacts import Contacts
from functions._dynamo_dialect import at_amazon
from functions._folder import FolderMailer
from functions._hooks import hooks_from
from functions._once import once
from functions._pace import Pace
from functions._prices import prices_at
from functions._region import check_region
from functions._secret import resolved
from functions._ses import SesMailer, ses_client
from functions._settings import Misconfigured
from functions._smtp import SmtpMailer, server_at
from functions._sqlite import FILE, Database
from functions._sqlite_cases import SqliteCases
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from functions._sqlite_votes import SqliteVotes
from shop import outbox as about
from shop.ports import (
    Cases,
    ContactRules,
    Hooks,
    Limits,
    Mailer,
    Orders,
    Outbox,
    PriceList,
    Promos,
    Stock,
    Suppressions,
    Votes,
)
from shop.posts import Post
from shop.tickets import Ticket

SECRET_LENGTH = 32
_MOST_PROXIES = 10


def _nothing() -> None:
    """What a store does that keeps no trace."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that functions work with."""

    prices: PriceList
    orders: Orders
    tickets: Cases[Ticket]
    posts: Cases[Post]
    votes: Votes
    stock: Stock
    promos: Promos
    limits: Limits
    suppressions: Suppressions
    outbox: Outbox
    mailer: Mailer
    hooks: Hooks
    contacts: ContactRules
    root_key: bytes
    close: Callable[[], None]  #: lets go of the store
    #: Leaves no trace of what was erased where the store keeps one.
    scrub: Callable[[], None] = _nothing
    proxies: int = 0  #: that stand before the functions and are believed
    pace: Limits = field(default_factory=Pace)  #: for looks, which write nothing


@once
def ports() -> Ports:
    return from_environment(os.environ)


def from_environment(environment: Mapping[str, str]) -> Ports:
    """Raises Misconfigured for settings that are missing or cannot be, Unavailable where secrets are."""
    environment = resolved(environment)
    check_region(environment)
    place = _setting(
        environment, "VITRINA_PRICES", "the https address of the shop or the folder it was built into"
    )
    state = Path(_setting(environment, "VITRINA_STATE", "a folder for orders and letters"))
    secret = environment.get("VITRINA_SECRET")
    root_key = _checked(secret) if secret else None
    proxies = _proxies(environment.get("VITRINA_PROXIES", "0"))
    wired = embedded(place, state, root_key, environment)
    if environment.get("VITRINA_TABLES"):
        wired = _in_tables(wired, environment)
    return replace(wired, mailer=mailer_from(environment) or wired.mailer, proxies=proxies)


def embedded(
    place: str,
    state: Path,
    root_key: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ports:
    """Everything in one folder: orders in SQLite, letters as files, the secret and webhooks beside them."""
    database = Database(state / FILE)
    orders, limits = SqliteOrders(database), SqliteLimits(database)
    return Ports(
        prices=prices_at(place),
        orders=orders,
        tickets=SqliteCases(database, about.TICKET, Ticket),
        posts=SqliteCases(database, about.POST, Post),
        votes=SqliteVotes(database),
        stock=orders,
        promos=orders,
        limits=limits,
        suppressions=limits,
        outbox=SqliteOutbox(database),
        mailer=FolderMailer(letters_folder(state)),
        hooks=hooks_from(environment or {}, state / "webhooks"),
        contacts=Contacts(),
        root_key=root_key or secret_file(state / "secret"),
        close=database.close,
        scrub=database.scrub,
    )


def mailer_from(environment: Mapping[str, str]) -> Mailer | None:
    """The mailer that the settings name; None where they name none. Raises Misconfigured."""
    smtp, region = environment.get("VITRINA_SMTP", ""), environment.get("VITRINA_SES", "")
    endpoint = environment.get("VITRINA_SES_ENDPOINT") or None
    if smtp and (region or endpoint):
        raise Misconfigured("VITRINA_SMTP and VITRINA_SES both say how letters leave; set one of them.")
    if smtp:
        return SmtpMailer(server_at(smtp))
    if endpoint and not region:
        raise Misconfigured("VITRINA_SES_ENDPOINT needs VITRINA_SES beside it, the region to sign for.")
    if region:
        tagged = endpoint is None or at_amazon(endpoint)
        return SesMailer(ses_client(region, endpoint), environment.get("VITRINA_SES_SET", ""), tagged=tagged)
    return None


def _in_tables(wired: Ports, environment: Mapping[str, str]) -> Ports:
    """The same with DynamoDB instead of the file. Raises Misconfigured."""
    # boto3 is loaded only where it is needed.
    from functions._dynamo import Dynamo
    from functions._dynamo_cases import DynamoCases
    from functions._dynamo_limits import DynamoLimits
    from functions._dynamo_orders import DynamoOrders
    from functions._dynamo_outbox import DynamoOutbox
    from functions._dynamo_votes import DynamoVotes

    dynamo = Dynamo.of(environment)
    orders, limits = DynamoOrders(dynamo), DynamoLimits(dynamo)
    return replace(
        wired, orders=orders, stock=orders, promos=orders, outbox=DynamoOutbox(dynamo),
        limits=limits, suppressions=limits, close=dynamo.close, scrub=_nothing,
        tickets=DynamoCases(dynamo, about.TICKET, Ticket), posts=DynamoCases(dynamo, about.POST, Post),
        votes=DynamoVotes(dynamo),
    )  # fmt: skip


def letters_folder(state: Path) -> Path:
    return state / "letters"


def secret_file(file: Path) -> bytes:
    """The secret in that file, which is made, for its owner's eyes only, where it is missing."""
    try:
        if not file.exists():
            _make_secret(file)
        return _checked(file.read_text(encoding="ascii").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The secret {file} cannot be read or made: {type(error).__name__}.") from error


def _make_secret(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as new:
        new.write(secrets.token_hex(32))
        new.flush()
        os.fsync(new.fileno())
    # Linking fails where another process was faster; then its secret is the one.
    with suppress(FileExistsError):
        os.link(beside, file)
    beside.unlink()


def _checked(secret: str) -> bytes:
    if len(secret) < SECRET_LENGTH:
        raise Misconfigured(f"The secret must have {SECRET_LENGTH} characters or more.")
    return secret.encode()


def _setting(environment: Mapping[str, str], name: str, meaning: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise Misconfigured(f"{name} is not set; it must be {meaning}.")
    return value


def _proxies(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 2 or int(text) > _MOST_PROXIES:
        raise Misconfigured(f"VITRINA_PROXIES must be a whole number from 0 to {_MOST_PROXIES}.")
    return int(text)

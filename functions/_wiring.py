"""From the environment to the adapters, once for each process. What may be set is told in `_settings`."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from functions._contacts import Contacts
from functions._dynamo_dialect import at_amazon
from functions._folder import FolderMailer
from functions._hooks import hooks_from
from functions._once import once
from functions._pace import Pace
from functions._prices import is_site, prices_at
from functions._region import check_region
from functions._secret import resolved
from functions._ses import SesMailer, ses_client
from functions._settings import Faults, Misconfigured, slips
from functions._stores import Stores, in_file, in_tables, nothing
from shop.case_ports import Cases, Votes
from shop.ports import (
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
)
from shop.posts import Post
from shop.tickets import Ticket

if TYPE_CHECKING:
    from functions._dynamo import Dynamo

SECRET_LENGTH = 32
_MOST_PROXIES = 10

_log = logging.getLogger("vitrina.settings")


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
    scrub: Callable[[], None] = nothing
    proxies: int = 0  #: that stand before the functions and are believed
    pace: Limits = field(default_factory=Pace)  #: for looks, which write nothing


@once
def ports() -> Ports:
    for sentence in slips(os.environ):
        _log.warning(sentence)
    return from_environment(os.environ)


def from_environment(environment: Mapping[str, str]) -> Ports:
    """Raises Misconfigured, with a sentence for each setting that is wrong; Unavailable where secrets are."""
    faults = Faults()
    given = environment
    environment = faults.of(lambda: resolved(given)) or given
    place, state = environment.get("VITRINA_PRICES", ""), Path(environment.get("VITRINA_STATE", ""))
    faults.of(lambda: check_region(environment))
    faults.of(lambda: _check_place(place))
    faults.of(lambda: hooks_from(environment))
    root_key = faults.of(lambda: _root_key(environment))
    mailer = faults.of(lambda: mailer_from(environment))
    proxies = faults.of(lambda: _proxies(environment.get("VITRINA_PROXIES") or "0"))
    dynamo = faults.of(lambda: _dynamo(environment))
    faults.settle(environment)
    stores = in_tables(dynamo) if dynamo else in_file(state)
    wired = _wired(place, state, root_key, environment, stores)
    return replace(wired, mailer=mailer or wired.mailer, proxies=proxies or 0)


def embedded(
    place: str,
    state: Path,
    root_key: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ports:
    """Everything in one folder: orders in SQLite, letters as files, the secret and webhooks beside them."""
    return _wired(place, state, root_key, environment or {}, in_file(state))


def mailer_from(environment: Mapping[str, str]) -> Mailer | None:
    """The mailer that the settings name; None where they name none. Raises Misconfigured."""
    if smtp := environment.get("VITRINA_SMTP"):
        from functions._smtp import SmtpMailer, server_at

        return SmtpMailer(server_at(smtp))
    if region := environment.get("VITRINA_SES"):
        endpoint = environment.get("VITRINA_SES_ENDPOINT") or None
        tagged = endpoint is None or at_amazon(endpoint)
        return SesMailer(ses_client(region, endpoint), environment.get("VITRINA_SES_SET", ""), tagged=tagged)
    return None


def _dynamo(environment: Mapping[str, str]) -> Dynamo | None:
    """The tables that the settings name; None where they name none. Raises Misconfigured."""
    if not environment.get("VITRINA_TABLES"):
        return None
    # boto3 is loaded only where it is needed.
    from functions._dynamo import Dynamo

    return Dynamo.of(environment)


def _wired(
    place: str, state: Path, root_key: bytes | None, environment: Mapping[str, str], stores: Stores
) -> Ports:
    return Ports(
        prices=prices_at(place),
        orders=stores.orders,
        tickets=stores.tickets,
        posts=stores.posts,
        votes=stores.votes,
        stock=stores.stock,
        promos=stores.promos,
        limits=stores.limits,
        suppressions=stores.suppressions,
        outbox=stores.outbox,
        mailer=FolderMailer(letters_folder(state)),
        hooks=hooks_from(environment, state / "webhooks"),
        contacts=Contacts(),
        root_key=root_key or secret_file(state / "secret"),
        close=stores.close,
        scrub=stores.scrub,
    )


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


def _root_key(environment: Mapping[str, str]) -> bytes | None:
    """The secret that is set; None where it is to be found in the state folder. Raises Misconfigured."""
    secret = environment.get("VITRINA_SECRET")
    return _checked(secret) if secret else None


def _check_place(place: str) -> None:
    """Raises Misconfigured for an address that would be taken for a folder."""
    if "://" in place and not is_site(place):
        raise Misconfigured(
            "VITRINA_PRICES must be an https address, or a folder; plain http is for this machine."
        )


def _proxies(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 2 or int(text) > _MOST_PROXIES:
        raise Misconfigured(f"VITRINA_PROXIES must be a whole number from 0 to {_MOST_PROXIES}.")
    return int(text)

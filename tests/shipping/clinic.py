"""A shop that is well in every respect, on this machine; plants then make it ill."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest

from functions import _dynamo_tables
from functions._dynamo import Dynamo
from functions._sqlite import FILE
from functions._sqlite_backup import backup
from functions._wiring import Ports, embedded
from shipping import checks_ses
from shipping.names import Silent
from shipping.patient import Patient
from storefront import starter
from tests.certificates import AUTHORITY, HOOKS, trusting
from tests.functions.mailserver import GOOD, PASSWORD, USER, Kept, mail_server
from tests.functions.published import OFFERS, TERMS, publish
from tests.shipping.house import House, served
from tests.shipping.ses import Ses

_Running = TypeVar("_Running")

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DOMAIN = "clay-and-leaf.com"
URL = f"https://{DOMAIN}"
SECRET = "6f1b3c59a7e8d2046f1b3c59a7e8d204"
HOOK_KEY = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#: An RSA key of 2,048 bits as DNS has it: as long, and nobody's.
DKIM_KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA" + "u8" * 171 + "IDAQAB"


class Known:
    """The Names port: names and what stands there."""

    def __init__(self) -> None:
        self.silent = False
        self.mail: dict[str, list[str]] = {DOMAIN: [f"mx.{DOMAIN}"]}
        self.text: dict[str, list[str]] = {
            DOMAIN: ["v=spf1 include:_spf.mail-provider.net ~all", "some-site-verification=1"],
            "_spf.mail-provider.net": ["v=spf1 ip4:198.51.100.0/24 ~all"],
            f"default._domainkey.{DOMAIN}": [f"v=DKIM1; k=rsa; p={DKIM_KEY}"],
            f"_dmarc.{DOMAIN}": [f"v=DMARC1; p=none; rua=mailto:hello@{DOMAIN}"],
        }

    def texts(self, name: str) -> list[str]:
        if self.silent:
            raise Silent("LifetimeTimeout")
        return self.text.get(name, [])

    def exchangers(self, name: str) -> list[str]:
        return self.mail.get(name, [])

    def exists(self, name: str) -> bool:
        return any(each == name or each.endswith(f".{name}") for each in self.text)


@dataclass
class Servers:
    """What runs while all tests run; `fresh` undoes what a test did to them."""

    house: House
    port: int
    mail: Kept
    hooks: int
    ports: list[Ports] = field(default_factory=list)

    def fresh(self) -> None:
        self.house = House()
        self.mail.mail, self.mail.rcpt = "250 2.1.0 OK", GOOD
        for each in self.ports:
            each.close()
        self.ports.clear()


@contextmanager
def running() -> Iterator[Servers]:
    with ExitStack() as stack:
        servers = Servers(House(), 0, stack.enter_context(mail_server()), 0)
        servers.port = stack.enter_context(served(lambda: servers.house))
        servers.hooks = stack.enter_context(served(House))
        yield servers
        servers.fresh()


class Clinic:
    """The shop, its settings and its surroundings. Whatever is changed counts from `patient` on."""

    def __init__(self, folder: Path, servers: Servers, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
        self.folder, self.servers, self.patch, self.stack = folder, servers, patch, stack
        self.content, self.site, self.state = folder / "content", folder / "dist", folder / ".state"
        self.backups: Path | None = folder / "copies"
        self.house, self.names = servers.house, Known()
        self.house.site = self.site
        self.live = f"https://localhost:{servers.port}"
        self.resolve: Callable[[str, int], Sequence[str]] = lambda _host, _port: ["93.184.215.14"]
        self.hooks_port, self.trusted = servers.hooks, AUTHORITY
        self.at, self.endpoint = datetime.now(UTC), ""
        self.settings = {
            "VITRINA_PRICES": URL,
            "VITRINA_STATE": str(self.state),
            "VITRINA_SECRET": SECRET,
            "VITRINA_SMTP": f"smtp+starttls://{USER}:{quote(PASSWORD, '')}@localhost:{servers.mail.port}",
            "VITRINA_WEBHOOKS": f"https://{HOOKS} {HOOK_KEY}",
            "VITRINA_PROXIES": "1",
        }

    def open(self, **changed: object) -> None:
        """Lets the functions answer; the ports of theirs can be changed."""
        ports = embedded(str(self.site), self.state, SECRET.encode())
        self.servers.ports.append(ports)
        wired = replace(ports, **{"proxies": int(self.settings.get("VITRINA_PROXIES", "0")), **changed})  # type: ignore[arg-type]
        self.house.ports = lambda: wired

    def patient(self) -> Patient:
        if self.house.ports is None and "closed" not in self.settings:
            self.open()
        return Patient(
            content=self.content, templates=TEMPLATES, cache=self.folder / "cache", site=self.site,
            state=self.state, environment={k: v for k, v in self.settings.items() if k != "closed"},
            clock=lambda: datetime.now(UTC), live=self.live, backups=self.backups, root=self.folder,
            names=self.names, resolve=self.resolve, connect=self._connected, context=trusting(self.trusted),
        )  # fmt: skip

    def by_ses(self, ses: Ses) -> None:
        """Letters leave by that service instead."""
        del self.settings["VITRINA_SMTP"]
        self.settings |= {"VITRINA_SES": "eu-central-1", "VITRINA_SES_SET": "shop"}
        self.patch.setattr(checks_ses, "ses_client", lambda _region, _endpoint: ses.client())

    def in_tables(self) -> Dynamo:
        """Orders are in tables of its own instead, made and made safe."""
        prefix = f"shop{secrets.token_hex(4)}-"
        self.settings |= {
            "VITRINA_TABLES": prefix, "VITRINA_AWS_ENDPOINT": self.endpoint, "AWS_REGION": "eu-central-1",
        }  # fmt: skip
        dynamo = Dynamo.of(self.settings)
        _dynamo_tables.make(dynamo)
        for name in (_dynamo_tables.ORDERS, _dynamo_tables.OUTBOX):
            recovery = {"PointInTimeRecoveryEnabled": True}
            dynamo.client.update_continuous_backups(
                TableName=prefix + name, PointInTimeRecoverySpecification=recovery
            )
            dynamo.client.update_table(TableName=prefix + name, DeletionProtectionEnabled=True)
        return dynamo

    def enter(self, server: AbstractContextManager[_Running]) -> _Running:
        """A server of its own, until the test ends."""
        return self.stack.enter_context(server)

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=Shop", "-c", "user.email=shop@localhost", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(self.folder), *who, *words], check=True, capture_output=True)

    def keep(self, name: str, text: str) -> None:
        """A file that git keeps."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self.git("add", "--force", name)
        self.git("commit", "--quiet", "--message", name)

    def _connected(self, _address: str, _port: int, seconds: float) -> socket.socket:
        """Every public machine is this one."""
        return socket.create_connection(("127.0.0.1", self.hooks_port), timeout=seconds)


def founded(folder: Path) -> Path:
    """The folder of a shop that is well, to be copied for each test."""
    starter.create(folder / "content")
    shop = folder / "content" / "shop.yaml"
    shop.write_text(shop.read_text().replace("shop.example", DOMAIN))
    contact = replace(TERMS.contact, email=f"hello@{DOMAIN}")
    publish(folder / "dist", OFFERS, replace(TERMS, url=URL, contact=contact))
    (folder / "dist" / "_redirects").write_text("/api/* https://functions.example/api/:splat 200\n")
    ports = embedded(str(folder / "dist"), folder / ".state", SECRET.encode())
    ports.orders.recent(1)
    ports.close()
    (folder / "copies").mkdir()
    backup(folder / ".state", folder / "copies" / f"today-{FILE}")
    (folder / ".gitignore").write_text(".state/\ndist/\ncache/\ncopies/\n")
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "A shop")):
        who = ("-c", "user.name=Shop", "-c", "user.email=shop@localhost", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)
    return folder


@contextmanager
def moved_in(base: Path, folder: Path, servers: Servers) -> Iterator[Clinic]:
    """A copy of that shop, with nothing wrong."""
    servers.fresh()
    shutil.copytree(base, folder)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        yield Clinic(folder, servers, patch, stack)
    servers.fresh()

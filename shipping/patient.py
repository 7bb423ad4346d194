"""What the doctor looks at: folders, settings, and the ways to the world outside."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from functions import _post
from functions._post import Connect, Resolve
from shipping.asking import Site
from shipping.names import Names, NameServers
from shop.terms import Terms

ROOT = Path(__file__).resolve().parent.parent

#: Names that stand for no shop (RFC 2606), or for this machine alone.
_NOBODY = ("example", "test", "invalid", "localhost")


@dataclass(frozen=True, slots=True)
class Patient:
    """One shop, as it stands on this machine and in the net."""

    content: Path
    templates: Path
    cache: Path
    site: Path  #: the folder that is published
    state: Path
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    live: str = ""  #: a deployed shop to look at from outside; nothing else is looked at then
    backups: Path | None = None  #: the folder that copies of the store go to
    root: Path = ROOT
    terms: Terms | None = None  #: of the content, where it can be read
    names: Names = field(default_factory=NameServers)
    resolve: Resolve = _post.resolved
    connect: Connect = _post.connected
    context: ssl.SSLContext | None = None

    @property
    def at(self) -> datetime:
        return self.clock()

    def set(self, name: str) -> str:
        return self.environment.get(name, "")

    @property
    def deployed(self) -> bool:
        """Whether this is where functions run, or has their settings."""
        return bool(self.set("VITRINA_PRICES") or self.set("VITRINA_TABLES"))

    @property
    def address(self) -> str:
        """Where the shop is to be found; empty where it is nowhere yet."""
        url = self.live or (self.terms.url if self.terms and self.deployed else "")
        return "" if url and not self.live and is_nobody_s(url) else url

    def outside(self) -> Site:
        return Site(self.address, self.context)


def is_nobody_s(url: str) -> bool:
    """Whether no shop of the world can live at that address."""
    host = urlsplit(url).hostname or ""
    return host.rpartition(".")[2] in _NOBODY or host in ("127.0.0.1", "::1")

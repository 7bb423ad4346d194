"""A mail server on this machine, with TLS and a password, that keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.certificates import serving

USER, PASSWORD = "shop", "p@ss/word"
GOOD = "250 2.1.5 OK"


@dataclass
class Kept:
    """What the server was given, and what it is to answer."""

    letters: list[Envelope] = field(default_factory=list)
    helos: list[str] = field(default_factory=list)
    mail: str = "250 2.1.0 OK"
    rcpt: str = GOOD
    data: str = "250 2.0.0 OK"
    port: int = 0

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.helos.append(hostname)
        return responses

    async def handle_MAIL(self, _s: Any, _session: Any, envelope: Envelope, address: str, _o: Any) -> str:
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Envelope, address: str, _o: Any) -> str:
        if self.rcpt == GOOD:
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.letters.append(envelope)
        return self.data


class _AnyPort(Controller):
    """On whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(scheme: str = "smtp+starttls", password: bool = True) -> Iterator[Kept]:
    kept = Kept()
    if scheme == "smtps":
        secure: dict[str, Any] = {"ssl_context": serving(), "auth_require_tls": False}
    elif scheme == "smtp+starttls":
        secure = {"tls_context": serving(), "require_starttls": True}
    else:
        secure = {}
    if password:
        # The library warns of a password without STARTTLS even where all is inside TLS.
        secure |= {"authenticator": _known, "auth_required": scheme != "smtps"}
    controller = _AnyPort(kept, hostname="127.0.0.1", port=0, **secure)
    controller.start()
    kept.port = controller.port
    try:
        yield kept
    finally:
        controller.stop()


def _known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=known, handled=known)

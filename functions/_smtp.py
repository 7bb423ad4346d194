"""A mailer that hands letters to a mail server, over TLS whose certificate is checked."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

from functions._cutting import cut_after
from functions._settings import Misconfigured
from shop.errors import Throttled, Unavailable, Undeliverable

_STEP_SECONDS = 10.0  #: for one answer of the server
_SECONDS = 30.0  #: for a whole letter, so that its lease outlasts it

_PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
_HOW = "smtps://user:password@host or smtp+starttls://user:password@host"

#: Whatever can be answered to a letter in one part of seven-bit text, with no limit to a line.
_SEVEN_BIT = SMTP.clone(cte_type="7bit")

#: RFC 3463: the mailbox or its domain does not exist, has moved, takes no mail, or is closed.
_NOBODY = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)$")
#: The same by its code alone, from servers that give no other reason.
_NOBODY_CODES = (550, 551, 553)
_OUR_FAULT = re.compile(r"relay|auth|spf|dkim|dmarc|spam|block|black ?list|policy|reputation|denied", re.I)

_SLOWER = re.compile(r"gr[ae]y-?list|too (?:many|fast|much)|rate.?limit|throttl|^4\.7\.1\b", re.I)
_BUSY_SECONDS, _GREY_SECONDS = 60, 300


@dataclass(frozen=True, slots=True)
class Server:
    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


class SmtpMailer:
    """The Mailer port. One connection for each letter: a shop sends few, and none then waits for another."""

    def __init__(self, server: Server, context: ssl.SSLContext | None = None) -> None:
        self._server, self._context = server, context or ssl.create_default_context()

    def send(self, id: str, message: EmailMessage) -> None:
        """At least once: where the connection is lost after the letter, it is sent again, its id the same."""
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        content = message.as_bytes(policy=_SEVEN_BIT)
        try:
            with self._opened(sender.rpartition("@")[2]) as smtp:
                _accepted("MAIL", *smtp.mail(sender))
                _recipient_accepted(*smtp.rcpt(recipient))
                _accepted("DATA", *smtp.data(content))
                with suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
        except smtplib.SMTPAuthenticationError as error:
            _refuse("the user and password of VITRINA_SMTP", error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            _refuse("the letter", error.smtp_code, error.smtp_error)
        except ssl.SSLCertVerificationError as error:
            raise Unavailable(f"the mail server's certificate is not good: {error.verify_message}") from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Unavailable(f"the mail server cannot be used: {type(error).__name__}") from error

    def forget(self, ids: Collection[str]) -> None:
        """Nothing of a letter is kept here."""

    @contextmanager
    def _opened(self, name: str) -> Iterator[smtplib.SMTP]:
        server = self._server
        smtp: smtplib.SMTP
        if server.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(local_hostname=name, timeout=_STEP_SECONDS, context=self._context)
        else:
            smtp = smtplib.SMTP(local_hostname=name, timeout=_STEP_SECONDS)
        smtp._host = server.host  # type: ignore[attr-defined]  # whom the certificate must name
        with cut_after(_SECONDS, lambda: smtp.sock):
            try:
                _accepted("the connection", *smtp.connect(server.host, server.port))
                smtp.ehlo_or_helo_if_needed()
                if server.scheme == "smtp+starttls":
                    smtp.starttls(context=self._context)
                    smtp.ehlo()
                if server.user:
                    smtp.login(server.user, server.password)
                yield smtp
            finally:
                smtp.close()


def server_at(address: str) -> Server:
    """The server that VITRINA_SMTP names. Raises Misconfigured; no word of the password is in it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Misconfigured(f"VITRINA_SMTP is no address; write it as {_HOW}.") from None
    if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise Misconfigured(
            f"VITRINA_SMTP is no address of a mail server; write it as {_HOW},"
            " with %40 for an @ and %2F for a / in the password."
        )
    if bool(parts.username) != bool(parts.password):
        raise Misconfigured(f"VITRINA_SMTP names a user or a password without the other; write it as {_HOW}.")
    if parts.scheme == "smtp":
        _check_plain(parts, host)
    return Server(
        parts.scheme, host, port or _PORTS[parts.scheme], unquote(parts.username or ""),
        unquote(parts.password or ""),
    )  # fmt: skip


def _check_plain(parts: SplitResult, host: str) -> None:
    if host not in ("localhost", "127.0.0.1", "::1") or parts.username:
        raise Misconfigured(
            "VITRINA_SMTP may be smtp:// for a mail server on this machine only, without user and password;"
            f" write it as {_HOW}."
        )


def _recipient_accepted(code: int, reply: bytes) -> None:
    """Only what is said of the mailbox itself is final: a server may refuse everybody for our fault."""
    text = reply.decode("ascii", "replace")
    enhanced = _enhanced(text)
    nobody = _NOBODY.match(enhanced) if enhanced else code in _NOBODY_CODES and not _OUR_FAULT.search(text)
    if 500 <= code <= 599 and nobody:
        raise Undeliverable(f"the mail server knows no such mailbox: {code} {enhanced}".rstrip())
    _accepted("RCPT", code, reply)


def _accepted(step: str, code: int, reply: bytes) -> None:
    if not 200 <= code <= 299:
        _refuse(step, code, reply)


def _refuse(what: str, code: int, reply: bytes | str) -> NoReturn:
    """Raises Throttled or Unavailable. Of the reply only figures are told: its words may name a person."""
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    if code == 421:
        raise Throttled(_BUSY_SECONDS)
    if 450 <= code <= 452 and _SLOWER.search(text):
        raise Throttled(_GREY_SECONDS)
    raise Unavailable(f"the mail server refused {what}: {code} {_enhanced(text)}".rstrip())


def _enhanced(text: str) -> str:
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", text)
    return found[1] if found else ""

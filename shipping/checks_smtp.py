"""The mail server: reached, over TLS that can be believed, and willing to take letters. None is sent."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from functions._settings import Misconfigured
from functions._smtp import Server, server_at
from shipping.asking import why
from shipping.findings import Findings, error
from shipping.patient import Patient

_SECONDS = 10.0


def smtp(patient: Patient) -> Findings:
    """Up to the sender of a letter, and away again."""
    if not patient.set("VITRINA_SMTP"):
        return
    try:
        server = server_at(patient.set("VITRINA_SMTP"))
    except Misconfigured:
        return  # the settings' own check tells it
    where = f"{server.host}:{server.port}"
    sender = patient.terms.contact.email if patient.terms else ""
    try:
        with _connected(server, patient.context or ssl.create_default_context(), sender) as talk:
            if server.user:
                talk.login(server.user, server.password)
            code, _ = talk.mail(sender) if sender else (250, b"")
            if code != 250:
                what = f"the mail server does not take letters from the shop's address: {code}"
                fix = "Let contact: email: in shop.yaml be that mailbox, or one it may send as."
                yield error(where, what, fix)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        yield error(where, *_told(fault, server))


def _told(fault: Exception, server: Server) -> tuple[str, str]:
    """What is wrong, and what to do. Answers of a server are not repeated: they may name people."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        what = f"the mail server's certificate is not good: {fault.verify_message}"
        return what, "Use the name that your provider gives, or have the certificate renewed."
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        what = "the mail server offers no STARTTLS, or no login that is known here"
        return what, "Write smtps:// and the port 465 in VITRINA_SMTP, if your provider has that."
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        what = f"the mail server does not know the user or the password: {fault.smtp_code}"
        return what, "Set them anew in VITRINA_SMTP; many providers want a password made for programs."
    if isinstance(fault, smtplib.SMTPException):
        what = f"the mail server does not answer as one ({type(fault).__name__})"
        return what, f"Compare the port {server.port} and {server.scheme}:// with what your provider says."
    what = f"the mail server cannot be reached: {why(fault)}"
    return what, "Compare host and port with your provider's; some networks block port 25 and 465."


@contextmanager
def _connected(server: Server, context: ssl.SSLContext, sender: str) -> Iterator[smtplib.SMTP]:
    name = sender.rpartition("@")[2] or None
    talk: smtplib.SMTP
    if server.scheme == "smtps":
        talk = smtplib.SMTP_SSL(local_hostname=name, timeout=_SECONDS, context=context)
    else:
        talk = smtplib.SMTP(local_hostname=name, timeout=_SECONDS)
    talk._host = server.host  # type: ignore[attr-defined]  # whom the certificate must name
    try:
        talk.connect(server.host, server.port)
        talk.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+starttls":
            talk.starttls(context=context)
            talk.ehlo()
        yield talk
        with suppress(OSError, smtplib.SMTPException):
            talk.quit()
    finally:
        talk.close()

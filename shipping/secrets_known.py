"""The secrets that are set here, so that they can be looked for where nobody may read them."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import unquote, urlsplit

from shipping.patient import Patient

_SHORTEST = 8  #: what is shorter stands anywhere by chance


def values(patient: Patient) -> dict[str, str]:
    """Each value with what to call it. They are compared, never printed."""
    named = {
        patient.set("VITRINA_SECRET"): "the secret of all links, VITRINA_SECRET",
        _read(patient, "secret"): "the secret of all links, which is in the state folder",
        patient.set("AWS_SECRET_ACCESS_KEY"): "the key of Amazon Web Services, AWS_SECRET_ACCESS_KEY",
        patient.set("AWS_SESSION_TOKEN"): "the key of Amazon Web Services, AWS_SESSION_TOKEN",
    }
    for password in _passwords(patient.set("VITRINA_SMTP")):
        named[password] = "the password of the mail server, VITRINA_SMTP"
    for word in (patient.set("VITRINA_WEBHOOKS") + "\n" + _read(patient, "webhooks")).split():
        for secret in word.split(","):
            if secret.startswith("whsec_"):
                named[secret] = "the key of a webhook"
    return {value: label for value, label in named.items() if len(value) >= _SHORTEST}


def _passwords(address: str) -> list[str]:
    """As it is written in the address, and as it is."""
    with suppress(ValueError):
        written = urlsplit(address).password or ""
        return [written, unquote(written)]
    return []


def _read(patient: Patient, name: str) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return (patient.state / name).read_text(encoding="utf-8").strip()
    return ""

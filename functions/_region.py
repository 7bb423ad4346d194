"""Whether personal data stays in the country that the shop has to keep it in, as far as addresses tell.

VITRINA_DATA_IN=ru is the owner's word that it does. Then nothing starts with a store or a mail service that
is plainly elsewhere. Addresses are known here, no law: what passes may be elsewhere all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from functions._settings import Misconfigured

#: Services that have no machines in that country, by how the names of their hosts end.
_ELSEWHERE = {
    "ru": (
        "amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "azure.com", "brevo.com", "gmail.com",
        "google.com", "googleapis.com", "icloud.com", "mailersend.net", "mailgun.org", "mailjet.com",
        "mandrillapp.com", "messagingengine.com", "office365.com", "outlook.com", "postmarkapp.com",
        "resend.com", "sendgrid.net", "sendinblue.com", "sparkpostmail.com", "zoho.com", "zoho.eu",
    ),
}  # fmt: skip


def check_region(environment: Mapping[str, str]) -> None:
    """Raises Misconfigured with everything that is plainly elsewhere."""
    country = environment.get("VITRINA_DATA_IN", "")
    if not country:
        return
    if country not in _ELSEWHERE:
        raise Misconfigured(f"VITRINA_DATA_IN must be one of: {', '.join(_ELSEWHERE)}.")
    if found := list(_elsewhere(environment, _ELSEWHERE[country])):
        raise Misconfigured(
            f"VITRINA_DATA_IN={country} says that personal data stays in that country,"
            f" but {'; and '.join(found)}."
        )


def _elsewhere(environment: Mapping[str, str], hosts: tuple[str, ...]) -> Iterator[str]:
    if environment.get("AWS_EXECUTION_ENV", "").startswith("AWS_Lambda"):
        yield "this runs on AWS Lambda"
    for name, endpoint in (
        ("VITRINA_TABLES", "VITRINA_AWS_ENDPOINT"),
        ("VITRINA_SES", "VITRINA_SES_ENDPOINT"),
    ):
        if environment.get(name) and not environment.get(endpoint):
            yield f"{name} without {endpoint} is at Amazon"
    for name in ("VITRINA_AWS_ENDPOINT", "VITRINA_SES_ENDPOINT", "VITRINA_SMTP"):
        host = _host(environment.get(name, ""))
        if host.endswith(tuple(f".{each}" for each in hosts)) or host in hosts:
            yield f"{name} is at {host}"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""  # whoever reads the setting itself says what is wrong with it

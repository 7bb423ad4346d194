"""`doctor`: looks at a shop from all sides and says what is wrong, and what to do about it.

It changes nothing; only `--live` places one order, and takes it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from functions._secret import resolved
from shipping import (
    checks_calls,
    checks_certificate,
    checks_content,
    checks_libraries,
    checks_mail,
    checks_secrets,
    checks_settings,
    checks_site,
    checks_smtp,
    checks_store,
    checks_tables,
    checks_webhooks,
    live,
)
from shipping.checks_libraries import KNOWN_ON
from shipping.findings import ERROR, KINDS, UNSEEN, WARNING, Finding, Findings
from shipping.patient import Patient as Patient
from shop.errors import ShopError

Check = Callable[[Patient], Findings]


def _ses(patient: Patient) -> Findings:
    from shipping.checks_ses import ses  # boto3 is loaded only where it is needed

    return ses(patient)


#: In the order in which they are told.
CHECKS: dict[str, Check] = {
    "content": checks_content.content,
    "settings": checks_settings.settings,
    "secrets": checks_secrets.secrets,
    "permissions": checks_secrets.permissions,
    "libraries": lambda _: checks_libraries.libraries(),
    "store": checks_store.store,
    "disk": checks_store.disk,
    "backups": checks_store.backups,
    "tables": checks_tables.tables,
    "sender": checks_mail.mail,
    "mail server": checks_smtp.smtp,
    "SES": _ses,
    "webhooks": checks_webhooks.webhooks,
    "certificate": checks_certificate.certificate,
    "site": checks_site.site,
    "functions": checks_calls.calls,
}
#: What can be seen of a shop from outside.
OUTSIDE = ("certificate", "site", "functions")


def run(patient: Patient) -> int:
    """Prints what was found; 1 where something is wrong."""
    checks = {name: CHECKS[name] for name in OUTSIDE} if patient.live else CHECKS
    if not patient.live:
        patient = replace(patient, terms=checks_content.terms_of(patient), environment=_opened(patient))
    found = list(examine(patient, checks))
    if patient.live and not any(each.kind == ERROR for each in found):
        found += live.order(patient, print)
    return _told(found, checks)


def examine(patient: Patient, checks: dict[str, Check] = CHECKS) -> Iterator[Finding]:
    """What each of the checks finds. One that fails itself is told, not raised."""
    for name, check in checks.items():
        try:
            yield from check(patient)
        except Exception as fault:  # whatever it is, the other checks must go on
            what = f"this could not be looked at ({type(fault).__name__})"
            yield Finding(UNSEEN, name, what, "Please tell the makers of Vitrina, with this line.")


def _opened(patient: Patient) -> Mapping[str, str]:
    """The settings with what a secret store keeps; as they are where it cannot be read, which is told."""
    try:
        return resolved(patient.environment)
    except ShopError:
        return patient.environment


def _told(found: Iterable[Finding], checks: Iterable[str]) -> int:
    by_kind = sorted(dict.fromkeys(found), key=lambda each: KINDS.index(each.kind))
    for each in by_kind:
        print(each)
    print(f"Looked at: {', '.join(checks)}.")
    if "libraries" in checks:
        print(f"Holes of libraries are those known on {KNOWN_ON}.")
    counts = Counter(each.kind for each in by_kind)
    wrong, soon = _counted(counts[ERROR], "error"), _counted(counts[WARNING], "warning")
    print(f"{wrong}, {soon}, {counts[UNSEEN]} not seen." if by_kind else "All is well.")
    return 1 if counts[ERROR] else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

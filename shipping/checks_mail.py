"""What the net says of the sender of letters: SPF, DKIM, DMARC, and where answers go.

RFC 7208, RFC 6376, RFC 7489; what is asked of every sender: https://support.google.com/a/answer/81126
"""

from __future__ import annotations

import base64
import binascii
import re

from shipping.findings import Findings, error, unseen, warning
from shipping.names import Names, Silent
from shipping.patient import Patient, is_nobody_s

#: Under which names providers publish their keys. A key under another name is seen, but not read.
_SELECTORS = (
    "default", "mail", "dkim", "google", "selector1", "selector2", "s1", "s2", "k1", "k2", "k3", "fm1", "fm2",
    "key1", "mx", "smtp", "zoho", "pm", "mailru", "brevo1", "mandrill", "mxvault", "sig1", "protonmail",
)  # fmt: skip

_MOST_LOOKUPS = 10  #: RFC 7208, 4.6.4
_SMALLEST_KEY = 160  #: bytes of an RSA key of 1,024 bits

_COSTLY = re.compile(r"[+?~-]?(?:include:|a(?=[:/ ]|$)|mx(?=[:/ ]|$)|ptr(?=[: ]|$)|exists:)|redirect=")
_NEXT = re.compile(r"(?:include:|redirect=)(\S+)")
_ALL = re.compile(r"(?:^| )([+?~-]?)all(?: |$)")


def mail(patient: Patient) -> Findings:
    """Only where letters leave at all."""
    if not (patient.set("VITRINA_SMTP") or patient.set("VITRINA_SES")) or patient.terms is None:
        return
    domain = patient.terms.contact.email.rpartition("@")[2].lower()
    if is_nobody_s(f"//{domain}"):
        what = "contact: email: is nobody's address, so no letter of the shop gets through"
        yield error(domain, what, "Write the shop's own address in shop.yaml, and build again.")
        return
    own = not patient.set("VITRINA_SES")  # SES sends in its own name and is known by its signature
    try:
        yield from _spf(domain, patient.names, own)
        if own:
            yield from _dkim(domain, patient.names)
        yield from _dmarc(domain, patient.names)
        yield from _answers(domain, patient.names)
    except Silent as why:
        what = f"name servers do not answer ({why}), so SPF, DKIM and DMARC were not looked at"
        yield unseen(domain, what, "Try again later, or from another network.")


def _spf(domain: str, names: Names, own: bool) -> Findings:
    records = [text for text in names.texts(domain) if re.match(r"v=spf1(?: |$)", text, re.I)]
    if not records:
        if own:
            what = "no SPF record: nothing says who may send in the shop's name, and letters are refused"
            yield error(domain, what, 'Add the TXT record of your mail provider: "v=spf1 include:… ~all".')
        return
    if len(records) > 1:
        what = f"{len(records)} SPF records, which is as good as none"
        yield error(domain, what, "Make one of them: all include: parts in one record, then ~all.")
        return
    yield from _end(domain, records[0])
    if (count := _lookups(records[0], names, {domain})) > _MOST_LOOKUPS:
        what = f"the SPF record needs {count} lookups; after {_MOST_LOOKUPS} it counts as broken"
        yield error(domain, what, "Remove include: parts of services that do not send for you any more.")


def _end(domain: str, record: str) -> Findings:
    found = _ALL.search(record.lower())
    sign = (found[1] or "+") if found else ""
    if sign == "+":
        what = "the SPF record ends in +all: everybody may send in the shop's name"
        yield error(domain, what, "Write ~all in the place of +all.")
    elif sign == "?" or (not sign and "redirect=" not in record.lower()):
        what = "the SPF record does not say what to do with letters of others"
        yield warning(domain, what, "Write ~all at its end.")


def _lookups(record: str, names: Names, seen: set[str]) -> int:
    count = len([word for word in record.lower().split() if _COSTLY.match(word)])
    for name in _NEXT.findall(record.lower()):
        if name not in seen and len(seen) <= 2 * _MOST_LOOKUPS and "%" not in name:
            seen.add(name)
            below = [text for text in names.texts(name) if text.lower().startswith("v=spf1")]
            count += _lookups(below[0], names, seen) if below else 0
    return count


def _dkim(domain: str, names: Names) -> Findings:
    keys = {f"{each}._domainkey.{domain}": names.texts(f"{each}._domainkey.{domain}") for each in _SELECTORS}
    known = {name: record for name, texts in keys.items() for record in texts if "p=" in record}
    if not known:
        if not names.exists(f"_domainkey.{domain}"):
            what = "no DKIM key: letters are not signed, and more of them end in spam"
            yield warning(domain, what, "Switch DKIM on at your mail provider; add the record it names.")
        return
    for name, record in known.items():
        key = _key(record)
        if key == b"":
            yield error(name, "the DKIM key was withdrawn", "Take the record of your provider as it is now.")
        elif key is None or ("k=ed25519" not in record and len(key) < _SMALLEST_KEY):
            what = "the DKIM key is cut off or too short; signatures with it are not believed"
            yield error(name, what, "Copy the whole record again; a key of 2,048 bits has 392 letters.")


def _key(record: str) -> bytes | None:
    """The key itself: empty where it was withdrawn, None where it is none."""
    tags = dict(part.strip().split("=", 1) for part in record.split(";") if "=" in part)
    try:
        return base64.b64decode("".join(tags.get("p", "").split()), validate=True)
    except binascii.Error:
        return None


def _dmarc(domain: str, names: Names) -> Findings:
    """The policy of the domain, else of the domains it belongs to."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        name = "_dmarc." + ".".join(labels[start:])
        records = [text for text in names.texts(name) if re.match(r"v=DMARC1\s*(;|$)", text)]
        if len(records) > 1:
            what = f"{len(records)} DMARC records, which is as good as none"
            yield error(name, what, "Keep one of them.")
        elif records and not re.search(r";\s*p\s*=\s*(none|quarantine|reject)\b", records[0], re.I):
            what = "the DMARC record has no p=none, p=quarantine or p=reject, so it counts for nothing"
            yield error(name, what, 'Write it like "v=DMARC1; p=none; rua=mailto:you@…".')
        if records:
            return
    what = "no DMARC record: large mailboxes trust letters less"
    yield warning(f"_dmarc.{domain}", what, 'Add the TXT record "v=DMARC1; p=none" to begin with.')


def _answers(domain: str, names: Names) -> Findings:
    if not names.exchangers(domain):
        what = "no MX record: what customers answer, and what comes back, reaches nobody"
        yield error(domain, what, "Add the MX record of whoever keeps the shop's mailbox.")

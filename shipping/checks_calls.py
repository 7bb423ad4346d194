"""The functions behind the site: reached, of the same prices, with letters that leave, and whom they see."""

from __future__ import annotations

from functions._prices import Site as PricesSite
from shipping.asking import Answer, Site, Unreachable, Untrusted
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient
from shop.published import INDEX
from storefront.problems import shown

#: Somebody else's, and nobody who could ask a shop: it is a server of names.
FORGED = "9.9.9.9"

_PROXIES = "docs/explanation/abuse.md, “Who is asking”, tells more."


def calls(patient: Patient) -> Findings:
    if not patient.address:
        return
    asked = patient.outside()
    try:
        health, index = asked.get("/api/health"), asked.get(f"/{INDEX}")
        if not health.fields.get("status"):
            what = f"the site does not hand calls to the functions: /api/health is answered {health.status}"
            fix = "Set VITRINA_FUNCTIONS_URL for the build, or the proxy of your server, and publish again."
            yield error(asked.url, what, fix)
            return
        yield from _parts(asked, health)
        yield from _prices(patient, asked, health, index)
        yield from _proxies(patient, asked, health)
    except Untrusted:
        return
    except Unreachable as why:
        yield from _unreached(patient, asked, str(why))


def _unreached(patient: Patient, asked: Site, why: str) -> Findings:
    if not asked.url.startswith("https:"):
        return  # the page's check has told it
    what = f"the functions cannot be reached through the site: {why}"
    yield unseen(asked.url, what, "Put the site right first, then run doctor again.")


def _parts(asked: Site, health: Answer) -> Findings:
    if health.fields.get("store") != "ok":
        what = "the functions cannot use their store, so no order is taken"
        yield error(asked.url, what, "Look into their log; python build.py doctor there tells more.")
    elif health.fields.get("mailer") != "ok":
        what = "letters wait too long or were given up"
        yield error(asked.url, what, "Run python build.py outbox where the functions run; it tells why.")


def _prices(patient: Patient, asked: Site, health: Answer, index: Answer) -> Findings:
    """One list for the pages and for the orders."""
    digest, used = index.fields.get("digest"), health.fields.get("prices")
    if index.status != 200 or not digest:
        what = f"the price list is not there: {INDEX} is answered {index.status}"
        yield error(asked.url, what, "Publish all of dist/, prices/ included.")
        return
    if used is None:
        what = "the functions cannot read the price list, so no order is taken"
        yield error(asked.url, what, f"Set VITRINA_PRICES to {asked.url}, and see that they may reach it.")
    elif used != digest:
        keeps = f"{PricesSite.keeps:.0f} seconds"
        what = "the functions price orders from another list than the pages show"
        fix = f"After a publication wait {keeps}; if it stays, set VITRINA_PRICES to {asked.url}."
        yield error(asked.url, what, fix)
    else:
        yield from _built(patient, str(digest))


def _built(patient: Patient, digest: str) -> Findings:
    """Whether what was built here is what is published."""
    file = patient.site / INDEX
    if patient.terms is None or not file.is_file():
        return
    if digest not in file.read_text(encoding="utf-8", errors="replace"):
        what = "is another build than the one that is published: prices differ"
        yield warning(shown(patient.site), what, "Publish what was built here, or build again.")


def _proxies(patient: Patient, asked: Site, health: Answer) -> Findings:
    """Whom the functions take us for, and whether we can choose it."""
    if "visitor" not in health.fields:
        return
    seen, came = health.fields["visitor"], int(health.fields.get("forwarded") or 0)
    believed = patient.set("VITRINA_PROXIES") or "0"
    forged = asked.get("/api/health", {"X-Forwarded-For": FORGED})
    if forged.fields.get("visitor") == FORGED != seen:
        what = "visitors choose the address they are counted by: a made-up X-Forwarded-For is believed"
        yield error("VITRINA_PROXIES", what, _count(came))
    elif seen is None and came and not (patient.deployed and believed == str(came)):
        what = "all visitors look like one, the proxy on the machine of the functions"
        yield error("VITRINA_PROXIES", what, _count(came))
    elif came > 1 and believed == "0" and patient.deployed:
        what = f"{came} proxies stand before the functions and none is believed, so visitors share an address"
        yield warning("VITRINA_PROXIES", what, _count(came))


def _count(came: int) -> str:
    return f"Set it to {came}: so many entries your proxies write. {_PROXIES}"

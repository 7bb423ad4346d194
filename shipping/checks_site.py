"""The published site from outside: pages, headers, what must not be there, and the time."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime

from shipping.asking import Answer, Site, Unreachable, Untrusted
from shipping.findings import Findings, error, warning
from shipping.patient import Patient, is_nobody_s
from storefront.hosting import SECURITY

_APART, _FAR_APART = timedelta(seconds=60), timedelta(minutes=4)

#: What a folder that is published by mistake would show, and how that begins.
_PRIVATE = {
    "/.env": b"VITRINA_",
    "/.git/config": b"[core]",
    "/orders.sqlite3": b"SQLite format 3",
    "/.state/content/orders.sqlite3": b"SQLite format 3",
    "/.state/content/secret": b"",
    "/content/shop.yaml": b"",
}

_HOW = "docs/how-to/publish-the-site.md tells how for each host."


def site(patient: Patient) -> Findings:
    if not patient.address:
        return
    asked = patient.outside()
    if not asked.url.startswith("https:") and not is_nobody_s(asked.url):
        what = "is looked at without https, so what customers type can be read on the way"
        yield error(asked.url, what, "Let the host make a certificate, and give people the https address.")
    try:
        home = asked.get("/")
        if home.status != 200:
            what = f"the home page is answered {home.status}"
            yield error(asked.url, what, f"Publish what python build.py build has written into dist/; {_HOW}")
            return
        yield from _headers(asked, home)
        yield from _clock(patient, asked, home)
        yield from _lost(asked)
        yield from _private(asked)
        yield from _plain(patient, asked)
    except Untrusted:
        return  # the certificate's own check tells it
    except Unreachable as why:
        if not patient.address.startswith("https:"):  # else the certificate's check has told it
            yield error(asked.url, f"the site cannot be reached: {why}", "See that its server runs.")


def _headers(asked: Site, home: Answer) -> Findings:
    """Those that the build writes for every host."""
    wanted = dict(SECURITY)
    if not asked.url.startswith("https:"):
        del wanted["Strict-Transport-Security"]
    missing = [name for name in wanted if home.headers.get(name) is None]
    other = [name for name, value in wanted.items() if home.headers.get(name) not in (None, value)]
    fix = f"Let the host send what dist/_headers says; {_HOW}"
    if missing:
        yield error(asked.url, f"pages lack headers that protect them: {', '.join(missing)}", fix)
    if other:
        yield warning(asked.url, f"pages have other headers than the build wrote: {', '.join(other)}", fix)


def _clock(patient: Patient, asked: Site, home: Answer) -> Findings:
    """This machine's, by the moment that the site says; a cache has added how old its answer is."""
    try:
        said = parsedate_to_datetime(home.headers.get("Date", ""))
        age = timedelta(seconds=int(home.headers.get("Age", "0")))
    except (ValueError, TypeError, OverflowError):
        return
    apart = abs(patient.clock() - said - age)
    if apart > _APART:
        what = f"this clock and that of {asked.host} are {apart.total_seconds():.0f} seconds apart"
        fix = "Let the clock be set by the net: timedatectl set-ntp true."
        yield (error if apart > _FAR_APART else warning)("the clock of this machine", what, fix)


def _lost(asked: Site) -> Findings:
    if (status := asked.get("/there-is-no-such-page/").status) != 404:
        what = f"a page that does not exist is answered {status}, not 404"
        yield warning(asked.url, what, f"Let the host answer with 404.html and the status 404; {_HOW}")


def _private(asked: Site) -> Findings:
    for path, beginning in _PRIVATE.items():
        answer = asked.get(path)
        page = answer.body.lstrip()[:1] == b"<"
        if answer.status == 200 and not page and answer.body.startswith(beginning):
            what = "everybody can read this, and with it what nobody may"
            yield error(asked.url + path, what, "Publish dist/ alone, and change every secret that was seen.")


def _plain(patient: Patient, asked: Site) -> Findings:
    """Whoever types the address without https must come to it all the same."""
    if asked.port != 443:
        return
    try:
        answer = Site(f"http://{asked.host}", patient.context).get("/")
    except Unreachable:
        return  # nothing listens there, which is safe
    if answer.status == 200:
        what = "the site is shown without https, too, and what is typed there can be read on the way"
        yield error(f"http://{asked.host}", what, "Let the host answer there with a redirect to https.")

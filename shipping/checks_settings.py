"""The settings of the functions: missing, contradictory, or not those of this shop."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from functions import _hooks, _wiring
from functions._settings import SETTINGS as FUNCTIONS
from functions._settings import Misconfigured
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient
from shop.errors import ShopError
from shop.settings import slips
from storefront import environment
from storefront.problems import shown

#: Of characters in a secret; what chance makes has more.
_FEWEST_KINDS = 8

_KNOWN = {each.name for each in (*FUNCTIONS, *environment.SETTINGS)}

_FIX = "Set it right and start the functions anew."


def settings(patient: Patient) -> Findings:
    if not patient.deployed:
        what = "not set, so letters, the store's service and the published site were not looked at"
        yield unseen("VITRINA_PRICES", what, "Run doctor where the functions run, or with their settings.")
        return
    for sentence in dict.fromkeys(_mistakes(patient)):
        yield error("settings", sentence.rstrip("."), _FIX)
    for sentence in slips(patient.environment, _KNOWN):
        yield warning("settings", sentence.rstrip("."), "Correct its name, or remove it: nothing reads it.")
    yield from _prices(patient)
    yield from _secret(patient)
    yield from _state(patient)
    yield from _functions(patient)
    if patient.set("VITRINA_WEBHOOKS_LOCAL") == "1":
        what = "webhooks may go to this machine, over plain http, too"
        yield warning("VITRINA_WEBHOOKS_LOCAL", what, "Remove it: it is for trying things on a laptop.")


def _mistakes(patient: Patient) -> Iterator[str]:
    """What the functions would say at their start; nothing is made that stays."""
    with tempfile.TemporaryDirectory(prefix="vitrina-doctor-") as folder:
        tried = dict(patient.environment)
        if tried.get("VITRINA_STATE"):
            tried["VITRINA_STATE"] = folder
        try:
            _wiring.from_environment(tried).close()
        except Misconfigured as mistake:
            yield from mistake.sentences
        except ShopError as why:
            yield str(why)
    try:
        _hooks.hooks_from(patient.environment, patient.state / "webhooks")
    except Misconfigured as mistake:
        yield from mistake.sentences


def _prices(patient: Patient) -> Findings:
    place, terms = patient.set("VITRINA_PRICES"), patient.terms
    if "://" not in place:
        if place and not Path(place).is_dir():
            fix = "Build the shop into it, or write the https address of the site."
            yield error("VITRINA_PRICES", "there is no such folder, so no order can be priced", fix)
        return
    if terms and _origin(place) != _origin(terms.url):
        what = f"is another site than url: of the shop, {terms.url}; orders are priced from there"
        yield error("VITRINA_PRICES", what, f"Set it to {terms.url}, or change url: and build again.")


def _secret(patient: Patient) -> Findings:
    secret = patient.set("VITRINA_SECRET")
    if len(secret) >= _wiring.SECRET_LENGTH and len(set(secret)) < _FEWEST_KINDS:
        fix = "Take another one: python -c 'import secrets; print(secrets.token_hex(32))'"
        yield error("VITRINA_SECRET", "can be guessed: it is made of very few different characters", fix)
    if patient.set("VITRINA_TABLES") and not secret and not patient.set("VITRINA_SECRET_FROM"):
        what = "not set, and with tables there is no folder that all copies of the functions share:"
        fix = "Set it to 32 or more characters by chance, the same everywhere, and keep it."
        yield error("VITRINA_SECRET", f"{what} each makes links that others do not know", fix)


def _state(patient: Patient) -> Findings:
    for folder, why in ((patient.site, "is published"), (patient.content, "is published and in git")):
        if patient.state.resolve().is_relative_to(folder.resolve()):
            what = f"the orders are inside {shown(folder)}, which {why}"
            fix = "Move the folder elsewhere, with the server stopped, and set VITRINA_STATE to it."
            yield error(shown(patient.state), what, fix)


def _functions(patient: Patient) -> Findings:
    """Where calls go, as the site that was built here says."""
    try:
        wanted = environment.read(patient.environment).forwarding
    except environment.Misset as mistake:
        for sentence in mistake.sentences:
            yield error("settings", sentence.rstrip("."), "Set it right and build the site anew.")
        return
    redirects = patient.site / "_redirects"
    if redirects.is_file():
        written = redirects.read_text(encoding="utf-8", errors="replace").splitlines()
        if missing := [line for line in wanted.lines() if line not in written]:
            what = f"lacks {missing[0]}, so the built site hands orders to somewhere else"
            yield error(shown(redirects), what, "Run python build.py build with this setting, and publish.")


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port

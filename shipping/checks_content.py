"""The content, as `check` reads it, and the address that it gives the shop."""

from __future__ import annotations

from urllib.parse import urlsplit

from shipping.findings import Findings, error
from shipping.patient import Patient, is_nobody_s
from shop.terms import Terms
from storefront import words
from storefront.images import FOLDER as IMAGES
from storefront.pictures import PictureCache
from storefront.problems import ContentProblems, shown
from storefront.site import load

_MOST_TOLD = 20


def terms_of(patient: Patient) -> Terms | None:
    """What the content says; None where it cannot be read, which `content` tells."""
    try:
        return _read(patient)
    except (ContentProblems, OSError):
        return None


def content(patient: Patient) -> Findings:
    """Every mistake, and an address nobody can come to."""
    if not patient.content.is_dir():
        fix = "Say where the shop's folder is: doctor --content FOLDER."
        yield error(shown(patient.content), "there is no such folder", fix)
        return
    try:
        terms = patient.terms or _read(patient)
    except ContentProblems as problems:
        for each in problems.problems[:_MOST_TOLD]:
            fix = each.hint or "Change it; python build.py check says whether all is well."
            yield error(f"{each.path}:{each.line}:{each.column}", each.message, fix)
        if len(problems.problems) > _MOST_TOLD:
            what = f"{len(problems.problems) - _MOST_TOLD} mistakes more"
            yield error(shown(patient.content), what, "python build.py check lists all.")
        return
    yield from _address(patient, terms)


def _address(patient: Patient, terms: Terms) -> Findings:
    where = shown(patient.content / "shop.yaml")
    if is_nobody_s(terms.url):
        if patient.deployed:
            what = f"url: is {terms.url}, where no shop can be; links in letters and pages lead nowhere"
            yield error(where, what, "Write the shop's real address, with https://, and build again.")
    elif urlsplit(terms.url).scheme != "https":
        what = "url: begins with http://, so what customers type can be read on the way"
        yield error(where, what, "Write https://, and let the host make a certificate.")


def _read(patient: Patient) -> Terms:
    pictures = PictureCache(patient.content / IMAGES, patient.cache / "pictures")
    site = load(patient.content, patient.templates, pictures.made, patient.at.date())
    words.load(patient.templates, site.terms.languages)
    return site.terms

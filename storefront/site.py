"""The whole shop as records, or every mistake in it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from shop.bundles import stocked
from shop.catalog import Category, Product
from shop.money import Money
from shop.terms import Terms
from shop.text import Text
from storefront import answers, catalog, pages, promos, settings
from storefront.checks import Checks, ordered
from storefront.feedback import Button
from storefront.files import Folder
from storefront.findings import Findings
from storefront.images import FOLDER as IMAGES
from storefront.images import Images
from storefront.pages import Page
from storefront.problems import ContentProblems, Place
from storefront.said import Said
from storefront.sections import Sections
from storefront.signatures import signatures
from storefront.wording import near

_FOLDERS = (catalog.FOLDER, pages.FOLDER, IMAGES, "schema")
_WHOLE = "content is shop.yaml, promos.yaml, answers.yaml, catalog/, pages/ and images/"
_NOTES = ("README.md", "README.txt", "README")


@dataclass(frozen=True, slots=True)
class Site:
    """Everything pages are made from."""

    terms: Terms
    tagline: Text
    announcement: Text
    description: Text
    categories: tuple[Category, ...]  #: parents before children, neighbours in the owner's order
    products: tuple[Product, ...]  #: by category, then as they are written
    pages: tuple[Page, ...]
    hours: Mapping[str, str] = field(default_factory=dict)  #: by day or span of days, as written
    text_pictures: tuple[str, ...] = ()  #: picture files shown inside Markdown texts
    lowest: Mapping[str, Money] = field(default_factory=dict)  #: before each reduction, by SKU
    notes: tuple[str, ...] = ()  #: what is no mistake, and still worth knowing
    button: Button | None = None  #: for feedback; None where the shop wants none
    said: Said = field(default_factory=Said)  #: by visitors, as the shop has published it


def load(
    content: Path,
    templates: Path,
    proven: Callable[[Path], bool] = lambda _: False,
    today: date | None = None,
    url: str | None = None,
) -> Site:
    """The shop described in *content*; pictures *proven* good need not be read whole once more.

    *url* stands in for the shop's own address. Raises ContentProblems with every mistake found, in order
    of place.
    """
    with _uncollected():
        return _load(content, templates, proven, today, url)


def _load(
    content: Path,
    templates: Path,
    proven: Callable[[Path], bool],
    today: date | None,
    url: str | None,
) -> Site:
    findings = Findings()
    folder = Folder(content, findings.problems)
    if not _usable(folder, findings):
        raise ContentProblems(findings.problems)
    _check_names(folder)
    read, context = settings.read(folder, findings, today)
    offered = Sections(signatures(templates, findings.problems))
    goods = catalog.read(folder, context, findings)
    texts = pages.read(folder, offered, context, findings)
    discounts = promos.read(folder, context, findings)
    canned = answers.read(folder, context, findings)
    checks = Checks(folder, context, findings, goods, texts, Images(folder, findings, proven))
    checks.run()
    if findings.problems or read is None:
        raise ContentProblems(findings.problems)
    categories = ordered(goods.categories)
    places = {category.slug: place for place, category in enumerate(categories)}
    products = sorted((product for product, _, _ in goods.products), key=lambda p: places[p.category])
    terms = replace(read.terms, url=url or read.terms.url)
    return Site(
        terms=replace(terms, promos=promos.promos(discounts, terms, products), canned=canned),
        tagline=read.tagline,
        announcement=read.announcement,
        description=read.description,
        categories=categories,
        products=stocked(products),
        pages=tuple(sorted(texts.pages, key=lambda page: (page.order, page.slug))),
        hours=read.hours,
        text_pictures=tuple(sorted(checks.text_pictures)),
        notes=tuple(findings.notes),
        button=read.button,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading makes many objects and throws few away; looking for garbage among them doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _usable(folder: Folder, findings: Findings) -> bool:
    place = Place(folder.shown(), 1, 1)
    if not folder.is_folder():
        findings.note(place, "not_a_folder" if folder.exists() else "no_content")
    elif not folder.names():
        findings.note(place, "empty_content")
    return not findings.problems


def _check_names(folder: Folder) -> None:
    """Nothing in the folder is passed over in silence."""
    for name in folder.names():
        if name in (settings.FILE, promos.FILE, answers.FILE, *_NOTES, *_FOLDERS):
            continue
        if name in ("shop.yml", "promos.yml", "answers.yml"):
            folder.report((name,), "rename_yaml", name=name.replace(".yml", ".yaml"))
        elif folder.is_folder(name):
            folder.report((name,), "unknown_folder", near=_folders_near(name))
        else:
            folder.report(
                (name,),
                "unknown_file",
                expected=_WHOLE,
            )


def _folders_near(name: str) -> str:
    return near(name, _FOLDERS) or _WHOLE

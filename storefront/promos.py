"""promos.yaml: discounts and codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop.catalog import Product
from shop.promos import Promo, code_hash, folded_code
from shop.terms import Terms
from shop.text import EVERY
from storefront import slugs
from storefront.fields import Context
from storefront.files import Folder
from storefront.findings import Findings
from storefront.names import is_misspelt, is_sku
from storefront.nodes import Mapping, Scalar, Way
from storefront.problems import quoted
from storefront.promo_models import PromoKeys
from storefront.source import ITEMS, Source, read_list
from storefront.validation import validate

FILE = "promos.yaml"

_KINDS = ("percent", "amount", "free_delivery")


def read(folder: Folder, context: Context, findings: Findings) -> list[PromoKeys]:
    """The promos as written, with the mistakes in and among them noted."""
    text = folder.text(FILE) if folder.exists(FILE) else None
    source = read_list(folder.shown(FILE), text, findings.problems) if text is not None else None
    if source is None:
        return []
    seen = _Seen({}, {})
    read = []
    for index in range(source.size((ITEMS,))):
        way: Way = (ITEMS, index)
        _note_references(source, way, findings)
        _note_names(source, way, (context.languages or (EVERY,))[0], seen, findings)
        keys = validate(PromoKeys, source, context, findings.problems, at=way)
        if keys is not None:
            _check(keys, source, way, findings)
            read.append(keys)
    return read


def promos(read: Iterable[PromoKeys], terms: Terms, products: Iterable[Product]) -> tuple[Promo, ...]:
    """The records; a product stands for every variant of it."""
    variants: dict[str, tuple[str, ...]] = {}
    for product in products:
        own = tuple(variant.sku for variant in product.variants)
        variants |= {sku: (sku,) for sku in own} | {product.sku: own}
    return tuple(_promo(keys, terms, variants) for keys in read)


@dataclass(slots=True)
class _Seen:
    """The lines on which names stand that must be unique."""

    codes: dict[str, int]
    ids: dict[str, int]


def _promo(keys: PromoKeys, terms: Terms, variants: dict[str, tuple[str, ...]]) -> Promo:
    zone = ZoneInfo(terms.timezone)
    code = code_hash(keys.code, terms.url) if keys.code else None
    return Promo(
        id=keys.id or (f"code-{code[:12]}" if code else _named(keys.name[terms.languages[0]])),
        name=keys.name,
        code=code,
        percent=keys.percent,
        amount=keys.amount,
        free_delivery=bool(keys.free_delivery),
        categories=keys.categories or (),
        products=tuple(dict.fromkeys(sku for each in keys.products or () for sku in variants[each])),
        starts=_utc(_begin(keys.from_), zone) if keys.from_ else None,
        ends=_utc(_end(keys.until), zone) if keys.until else None,
        minimum=keys.minimum,
        uses=keys.uses,
        uses_per_contact=keys.uses_per_contact,
        stacks=keys.stacks,
    )


def _note_references(source: Source, way: Way, findings: Findings) -> None:
    """What a promo is about, even where the rest of it is wrong."""
    for key, kind in (("categories", "category"), ("products", "sku")):
        for index in range(source.size((*way, key))):
            name = source.said((*way, key, index))
            if name and (is_sku(name) if kind == "sku" else not is_misspelt(name)):
                findings.refer(kind, name, source, (*way, key, index))


def _note_names(source: Source, way: Way, language: str, seen: _Seen, findings: Findings) -> None:
    """Codes and ids that another promo has already."""
    code, id = source.said((*way, "code")), source.said((*way, "id"))
    if code:
        _once(source, (*way, "code"), folded_code(code), seen.codes, "code_twice", findings)
    if id:
        _once(source, (*way, "id"), id, seen.ids, "id_twice", findings)
    elif not code:
        name = source.said((*way, "name")) or source.said((*way, "name", language))
        if name:
            _once(source, (*way, "name"), _named(name), seen.ids, "promo_name_twice", findings)


def _once(
    source: Source, way: Way, name: str, seen: dict[str, int], problem: str, findings: Findings
) -> None:
    place = source.place(way)
    if name in seen:
        findings.note(place, problem, id=quoted(source.said(way) or name), line=seen[name])
    seen.setdefault(name, place.line)


def _check(keys: PromoKeys, source: Source, way: Way, findings: Findings) -> None:
    written = [key for key in _KINDS if getattr(keys, key)]
    if keys.amount is not None and not keys.amount:
        findings.note(source.place((*way, "amount")), "promo_amount_zero")
    elif not written:
        findings.note(source.place(way), "promo_takes_nothing")
    for key in written[1:]:
        findings.note(source.place((*way, key)), "promo_takes_twice", first=written[0])
    if keys.from_ and keys.until and _end(keys.until) <= _begin(keys.from_):
        findings.note(source.place((*way, "until")), "promo_until")
    if keys.code:
        for key in ("name", "id"):
            if folded_code(keys.code) in _tokens(source, (*way, key)):
                findings.note(source.place((*way, key)), "promo_shows_code", code=quoted(keys.code))


def _tokens(source: Source, way: Way) -> set[str]:
    """The words of a text, in each of its languages, as codes are compared."""
    node = source.find(way)
    nodes = [value for _, value in node.entries] if isinstance(node, Mapping) else [node]
    texts = [each.text for each in nodes if isinstance(each, Scalar)]
    return {folded_code(part) for text in texts for part in (text, *re.split(r"[^\w-]+", text))}


def _begin(written: date | datetime) -> datetime:
    return written if isinstance(written, datetime) else datetime.combine(written, time())


def _end(written: date | datetime) -> datetime:
    """The first moment that is too late; a day is over when the next one begins."""
    return written if isinstance(written, datetime) else datetime.combine(written + timedelta(days=1), time())


def _utc(clock: datetime, zone: ZoneInfo) -> datetime:
    return clock.replace(tzinfo=zone).astimezone(UTC)


def _named(name: str) -> str:
    return slugs.slug(name) or "promo"

"""A small shop as its site publishes it: two things and one of them in two sizes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec

from shop.catalog import Offer, Part
from shop.money import Money
from shop.published import FOLDER, INDEX, Index, Shard, digest_of, shard_of
from shop.terms import Contact, DeliveryMethod, PaymentMethod, Rates, Tax, Terms
from shop.text import Text

SHARDS = 3


def euros(amount: str) -> Money:
    return Money.parse(amount, "EUR")


TERMS = Terms(
    name=Text({"en": "Clay & Leaf", "ru": "Глина и лист"}),
    url="https://shop.example",
    currency="EUR",
    languages=("en", "ru"),
    timezone="Europe/Berlin",
    contact=Contact("hello@shop.example", "+49 30 901820", Text.plain("Berlin")),
    delivery=(
        DeliveryMethod(
            "courier", Text({"en": "Courier", "ru": "Курьер"}), euros("4.90"), euros("60"), ("DE", "AT")
        ),
        DeliveryMethod("parcel", Text.plain("Parcel"), euros("9.50"), countries=("FR",)),
        DeliveryMethod("pickup", Text({"en": "Pick up", "ru": "Самовывоз"}), euros("0"), address=False),
    ),
    payment=(
        PaymentMethod("cash", Text({"en": "On receipt", "ru": "При получении"})),
        PaymentMethod("invoice", Text({"en": "Invoice", "ru": "По счёту"}), Text.plain("14 days")),
    ),
    tax=Tax(Decimal(19), included=True),
    answer_within=30,
    rates=Rates(0, 0, 0),
    countries={"DE": Text.plain("Germany"), "AT": Text.plain("Austria"), "FR": Text.plain("France")},
)


def offer(sku: str, name: str, price: str, stock: int | None = None, option: str = "") -> Offer:
    return Offer(
        sku=sku,
        name=Text({"en": name, "ru": f"{name} (ru)"}),
        option=Text.plain(option) if option else Text({}),
        price=euros(price),
        parts=() if stock is None else (Part(sku, 1, stock),),
        weight=None,
        path=Text({"en": f"/{sku.lower()}/", "ru": f"/ru/{sku.lower()}/"}),
        picture=None,
    )


OFFERS = (
    offer("TP-01-S", "Gaiwan", "48.00", stock=7, option="S"),
    offer("TP-01-L", "Gaiwan", "56.00", stock=2, option="L"),
    offer("TEA-1", "Sencha", "7.45"),
)


def publish(site: Path, offers: tuple[Offer, ...] = OFFERS, terms: Terms = TERMS) -> Index:
    """Writes the price list into a site's folder, as the storefront does."""
    shards: list[dict[str, Offer]] = [{} for _ in range(SHARDS)]
    for each in offers:
        shards[shard_of(each.sku, SHARDS)][each.sku] = each
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    names = [_write(site, number, Shard(held)) for number, held in enumerate(shards)]
    digest = digest_of("".join(names).encode() + msgspec.json.encode(terms))
    index = Index(digest, terms, tuple(names), "/assets/abc/")
    beside = site / f"{INDEX}.new"
    beside.write_bytes(msgspec.json.encode(index))
    beside.replace(site / INDEX)
    return index


def _write(site: Path, number: int, shard: Shard) -> str:
    content = msgspec.json.encode(shard)
    name = f"{number:04x}-{digest_of(content)[:16]}.json"
    (site / FOLDER / name).write_bytes(content)
    return name

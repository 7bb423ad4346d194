from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from shop.money import Money
from shop.promos import Promo, code_hash
from tests.storefront.conftest import Shop, build


def read(shop: Shop, text: str) -> tuple[Promo, ...]:
    shop.write("promos.yaml", text)
    return shop.load().terms.promos


def test_a_promo_is_read_whole_and_its_code_is_kept_to_itself(shop: Shop) -> None:
    (promo,) = read(
        shop,
        "- {code: SPRING 10, name: {en: Spring, ru: Весна}, percent: 7.5, categories: [pots], minimum: 30,\n"
        "   from: 2026-03-01, until: 2026-03-31, uses: 100, uses_per_contact: 1, stacks: yes}\n",
    )

    assert promo.code == code_hash("spring10", "https://clay.example")
    assert promo.id == f"code-{promo.code[:12]}"
    assert (promo.name["ru"], promo.percent, promo.categories) == ("Весна", Decimal("7.5"), ("pots",))
    assert (promo.minimum, promo.uses, promo.uses_per_contact) == (Money(3000, "EUR"), 100, 1)
    assert promo.stacks


def test_days_and_moments_are_those_of_the_shop_s_clock(shop: Shop) -> None:
    days, hours = read(
        shop,
        "- {name: March, percent: 10, from: 2026-03-01, until: 2026-03-31}\n"
        "- {name: Night, percent: 5, from: 2026-07-01 20:00, until: 2026-07-02T06:30}\n",
    )

    assert days.starts == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert days.ends == datetime(2026, 3, 31, 22, tzinfo=UTC)  # summer time has begun in between
    assert hours.starts == datetime(2026, 7, 1, 18, tzinfo=UTC)
    assert hours.ends == datetime(2026, 7, 2, 4, 30, tzinfo=UTC)


def test_a_product_stands_for_all_its_variants_and_a_variant_for_itself(shop: Shop) -> None:
    product, variant, plain = read(
        shop,
        "- {name: A, percent: 10, products: [TP-01]}\n"
        "- {name: B, percent: 10, products: [TP-01-L]}\n"
        "- {name: C, percent: 10, products: [TP-02, TP-02]}\n",
    )

    assert product.products == ("TP-01-S", "TP-01-L")
    assert variant.products == ("TP-01-L",)
    assert plain.products == ("TP-02",)


def test_an_id_is_made_from_the_name_or_written(shop: Shop) -> None:
    made, written, gift = read(
        shop,
        "- {name: {en: Весна!, ru: Осень}, free_delivery: yes}\n"
        "- {id: two, name: Spring, percent: 5}\n"
        "- {name: Gift, amount: 5}\n",
    )

    assert [made.id, written.id, gift.id] == ["vesna", "two", "gift"]
    assert (made.free_delivery, gift.amount) == (True, Money(500, "EUR"))


def test_a_shop_may_have_no_promos(shop: Shop) -> None:
    assert shop.load().terms.promos == ()
    assert read(shop, "[]\n") == ()


def test_the_price_list_has_fingerprints_for_the_address_it_stands_at_and_no_code(
    content: Path, tmp_path: Path
) -> None:
    (content / "promos.yaml").write_text("- {code: SPRING10, name: Spring, percent: 10}\n")

    build(content, tmp_path / "dist")

    published = [file.read_text() for file in (tmp_path / "dist" / "prices").iterdir()]
    assert not any("spring10" in text.lower() for text in published)
    index = json.loads((tmp_path / "dist" / "prices" / "index.json").read_text())
    (promo,) = index["terms"]["promos"]
    assert promo["code"] == code_hash("SPRING10", index["terms"]["url"])
    pages = [file.read_text() for file in (tmp_path / "dist").rglob("*.html")]
    assert not any("spring10" in page.lower() for page in pages)


def test_an_offer_names_its_category_and_all_above_it(content: Path, tmp_path: Path) -> None:
    (content / "catalog" / "cups.yaml").write_text(
        "category: {slug: cups, name: Cups, parent: pots}\nproducts: [{sku: CUP, name: Cup, price: 9}]\n"
    )

    build(content, tmp_path / "dist")

    shards = [json.loads(f.read_text()) for f in (tmp_path / "dist" / "prices").iterdir()]
    offers = {sku: offer for shard in shards for sku, offer in shard.get("offers", {}).items()}
    assert offers["CUP"]["categories"] == ["cups", "pots"]
    assert offers["POT-L"]["categories"] == ["pots"]

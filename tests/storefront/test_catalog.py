from __future__ import annotations

from shop.catalog import Image, OptionValue
from shop.money import Money
from shop.text import Text
from tests.storefront.conftest import Shop

EUR = "EUR"


def test_a_product_without_options_has_one_variant(shop: Shop) -> None:
    kyusu = next(product for product in shop.load().products if product.sku == "TP-02")

    (only,) = kyusu.variants
    assert (only.sku, only.price, only.stock, only.options) == ("TP-02", Money(8600, EUR), None, {})
    assert kyusu.related == ("TP-01",)
    assert kyusu.description == Text.plain("Holds *two* cups.\n")


def test_variants_take_from_the_product_what_they_do_not_say(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "price: 48.00", "price: 48.00\n    weight: 350\n    was: 52")
    shop.change("catalog/pots.yaml", "options: {Size: S}", "options: {Size: S}, stock: 0, weight: 300")

    small, large = shop.load().products[0].variants

    assert (small.price, small.stock, small.weight, small.was) == (Money(4800, EUR), 0, 300, Money(5200, EUR))
    assert (large.price, large.stock, large.weight) == (Money(5600, EUR), None, 350)
    assert large.was is None, "52 is no higher price of something that costs 56"


def test_a_product_may_cost_nothing_while_a_variant_does(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "price: 56.00", "price: 0")

    assert shop.load().products[0].variants[1].price == Money(0, EUR)


def test_a_product_needs_no_price_where_every_variant_has_one(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "    price: 48.00\n", "")
    shop.change("catalog/pots.yaml", "options: {Size: S}", "options: {Size: S}, price: 48")

    assert shop.load().products[0].from_price == Money(4800, EUR)


def test_options_in_the_long_form_have_names_by_language(shop: Shop) -> None:
    shop.change(
        "catalog/pots.yaml",
        "{Size: [S, L]}",
        "[{id: size, name: {en: Size, ru: Размер}, values: [{id: s, name: {en: Small, ru: Малый}}, L]}]",
    )
    shop.change("catalog/pots.yaml", "{Size: S}", "{size: s}")
    shop.change("catalog/pots.yaml", "{Size: L}", "{size: L}")

    product = shop.load().products[0]

    assert product.options[0].name["ru"] == "Размер"
    assert product.options[0].values == (
        OptionValue("s", Text({"en": "Small", "ru": "Малый"})),
        OptionValue("L", Text.plain("L")),
    )
    assert product.variant_label(product.variants[0], "ru") == "Малый"


def test_values_that_look_like_numbers_or_yes_stay_words(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "{Size: [S, L]}", "{Size: [010, no]}")
    shop.change("catalog/pots.yaml", "{Size: S}", "{Size: 010}")
    shop.change("catalog/pots.yaml", "{Size: L}", "{Size: no}")

    assert [value.id for value in shop.load().products[0].options[0].values] == ["010", "no"]


def test_a_picture_without_words_shows_the_product(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "[gaiwan.jpg]", "[gaiwan.jpg, {file: hero.png, alt: From above}]")

    assert shop.load().products[0].images == (
        Image("gaiwan.jpg", Text({"en": "Gaiwan", "ru": "Гайвань"})),
        Image("hero.png", Text.plain("From above")),
    )


def test_attributes_are_given_in_every_language(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "price: 48.00", "price: 48.00\n    attributes: {Volume: 120 ml}")

    assert shop.load().products[0].attributes == {
        "en": (("Volume", "120 ml"),),
        "ru": (("Volume", "120 ml"),),
    }


def test_a_product_in_markdown_has_its_text_in_every_language(shop: Shop) -> None:
    bowl = next(product for product in shop.load().products if product.sku == "CU-01")

    assert bowl.category == "pots"
    assert bowl.description == Text({"en": "A [bowl](/delivery/).\n", "ru": "Пиала.\n"})


def test_one_text_serves_every_language(shop: Shop) -> None:
    (shop.content / "catalog" / "bowl.ru.md").unlink()

    bowl = next(product for product in shop.load().products if product.sku == "CU-01")

    assert bowl.description["ru"] == "A [bowl](/delivery/).\n"


def test_addresses_are_made_from_names_in_each_language(shop: Shop) -> None:
    assert shop.load().products[0].slug == Text({"en": "gaiwan", "ru": "gayvan"})


def test_a_name_that_cannot_be_spelled_gives_way_to_the_sku(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "{en: Kyusu, ru: Кюсу}", "急須")

    assert shop.load().products[1].slug == Text.plain("tp-02")


def test_a_category_may_be_split_over_files(shop: Shop) -> None:
    shop.write("catalog/a-more.yaml", "category: pots\nproducts: [{sku: M-1, name: Mug, price: 5}]\n")
    same = (
        "category: {slug: pots, name: {en: Pots, ru: Чайники}}\nproducts: [{sku: M-2, name: Cup, price: 5}]\n"
    )
    shop.write("catalog/z-more.yaml", same)

    site = shop.load()

    assert [category.slug for category in site.categories] == ["pots"]
    assert {product.category for product in site.products} == {"pots"}
    assert len(site.products) == 5


def test_categories_stand_in_the_owners_order_with_children_below(shop: Shop) -> None:
    for line in (
        "all, order: 2",
        "tea, order: 1",
        "green, parent: tea, order: 2",
        "black, parent: tea, order: 1",
    ):
        slug = line.partition(",")[0]
        shop.write(f"catalog/{slug}.yaml", f"category: {{name: Some, slug: {line}}}\n")

    assert [category.slug for category in shop.load().categories] == ["pots", "tea", "black", "green", "all"]


def test_a_count_of_the_product_is_that_of_each_variant_with_a_number(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "price: 48.00", "price: 48.00\n    counted: 2026-11-20")
    shop.change("catalog/pots.yaml", "options: {Size: S}", "options: {Size: S}, stock: 3")
    shop.change(
        "catalog/pots.yaml", "options: {Size: L}", "options: {Size: L}, counted: 2026-11-21 9:30, stock: 1"
    )

    small, large = shop.load().products[0].variants

    assert (small.counted, large.counted) == ("2026-11-20", "2026-11-21 09:30")


def test_a_bundle_is_stocked_by_what_is_in_it(shop: Shop) -> None:
    shop.change("catalog/pots.yaml", "options: {Size: S}", "options: {Size: S}, stock: 3")
    shop.write(
        "catalog/sets.yaml",
        "category: {slug: sets, name: {en: Sets, ru: Наборы}}\n"
        "products: [{sku: S-1, name: Set, price: 60, bundle: {CU-01: 4, TP-01-S: 2}}]\n",
    )

    (bundle,) = next(product for product in shop.load().products if product.sku == "S-1").variants

    assert (bundle.contents, bundle.stock) == ({"CU-01": 4, "TP-01-S": 2}, 1)

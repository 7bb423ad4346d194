from __future__ import annotations

import json
from pathlib import Path

import html5lib
import msgspec
import pytest

from shop.catalog import Part
from shop.published import INDEX, Index, Shard, shard_of
from storefront.forwarding import Forwarding
from storefront.generator import Generator
from storefront.problems import ContentProblems
from tests.storefront.conftest import TEMPLATES, build, quiet

MANY = 200


def test_every_page_exists_in_every_language(content: Path, tmp_path: Path) -> None:
    report = build(content, tmp_path / "dist")

    pages = {str(file.relative_to(tmp_path / "dist")) for file in (tmp_path / "dist").rglob("*.html")}
    english = {page for page in pages if not page.startswith("ru/")}
    assert english == {
        "index.html",
        "about/index.html",
        "catalog/index.html",
        "catalog/pots/index.html",
        "catalog/things/index.html",
        "product/pot/index.html",
        "product/the-first-thing/index.html",
        "basket/index.html",
        "checkout/index.html",
        "thanks/index.html",
        "feedback/index.html",
        "feedback/widget/index.html",
        "find/index.html",
        "ideas/index.html",
        "ideas/roadmap/index.html",
        "support/index.html",
        "support/ticket/index.html",
        "order/index.html",
        "404.html",
    }
    assert {f"ru/{page}" for page in english} == pages - english
    assert report.pages == len(pages)


def test_a_name_that_looks_like_markup_stays_a_name(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")

    page = (tmp_path / "dist/product/pot/index.html").read_text(encoding="utf-8")
    document = html5lib.parse(page, namespaceHTMLElements=False)
    assert document.find(".//h1").text == "Pot </script><b>"
    records = [
        json.loads(script.text)
        for script in document.iter("script")
        if script.get("type") == "application/ld+json"
    ]
    assert records[0]["name"] == "Pot </script><b>"


def test_structured_data_offers_each_variant_at_its_own_price(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")

    page = (tmp_path / "dist/product/pot/index.html").read_text(encoding="utf-8")
    document = html5lib.parse(page, namespaceHTMLElements=False)
    group = next(json.loads(s.text) for s in document.iter("script") if "ProductGroup" in (s.text or ""))
    offers = [variant["offers"] for variant in group["hasVariant"]]
    assert [(offer["price"], offer["availability"].rsplit("/", 1)[1]) for offer in offers] == [
        ("48.00", "OutOfStock"),
        ("56.00", "InStock"),
    ]


def test_links_in_texts_lead_to_the_page_in_the_same_language(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")

    russian = (tmp_path / "dist/ru/product/pot/index.html").read_text(encoding="utf-8")
    assert '<a href="/ru/catalog/things/">Вещи</a>' in russian


def test_a_link_to_a_product_finds_its_address_in_each_language(content: Path, tmp_path: Path) -> None:
    pots = content / "catalog" / "pots.yaml"
    text = pots.read_text("utf-8").replace("    slug: pot\n", "").replace('"Pot </script><b>"', "Pot")
    pots.write_text(text.replace("(/catalog/things/)", "(/product/pot/#care)"), "utf-8")

    build(content, tmp_path / "dist")

    russian = (tmp_path / "dist/ru/product/chaynik/index.html").read_text("utf-8")
    assert '<a href="/ru/product/chaynik/#care">Вещи</a>' in russian
    assert (tmp_path / "dist/product/pot/index.html").exists()


def test_without_script_the_first_variant_that_can_be_had_is_chosen(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")

    page = html5lib.parse(
        (tmp_path / "dist/product/pot/index.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    radios = [field for field in page.iter("input") if field.get("name") == "lines.0.sku"]
    assert [(r.get("value"), "checked" in r.attrib, "disabled" in r.attrib) for r in radios] == [
        ("POT-S", False, True),
        ("POT-L", True, False),
    ]


def test_the_price_list_holds_every_variant_and_nothing_disagrees(content: Path, tmp_path: Path) -> None:
    products = "".join(
        f"  - {{sku: N-{n}, slug: n-{n}, name: N {n}, price: {n}.50}}\n" for n in range(1, MANY)
    )
    (content / "catalog" / "many.yaml").write_text(
        f"category: {{slug: many, name: Many}}\nproducts:\n{products}"
    )
    report = build(content, tmp_path / "dist")

    index = msgspec.json.decode((tmp_path / "dist" / INDEX).read_bytes(), type=Index)
    shards = [
        msgspec.json.decode((tmp_path / "dist/prices" / name).read_bytes(), type=Shard)
        for name in index.shards
    ]
    assert index.digest == report.digest
    assert len(shards) > 1
    assert sum(len(shard.offers) for shard in shards) == MANY - 1 + 3
    for number, shard in enumerate(shards):
        assert all(shard_of(sku, len(shards)) == number for sku in shard.offers)
    pot = shards[shard_of("POT-L", len(shards))].offers["POT-L"]
    assert (pot.price.decimal(), pot.parts[0].published, pot.option["ru"]) == ("56.00", 2, "L")
    assert (tmp_path / "dist" / (pot.picture or "").lstrip("/")).is_file()


def test_the_digest_changes_with_a_price_and_with_nothing_else(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path / "dist")
    again = build(content, tmp_path / "dist")
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("price: 56.00", "price: 56.10"), "utf-8")

    dearer = build(content, tmp_path / "dist")

    assert first.digest == again.digest != dearer.digest


def test_two_builds_of_the_same_content_are_the_same_to_the_byte(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "one")
    build(content, tmp_path / "two")

    def files(folder: Path) -> dict[str, bytes]:
        return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_mistake_leaves_the_published_site_untouched(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")
    before = {f: f.read_bytes() for f in (tmp_path / "dist").rglob("*") if f.is_file()}
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("price: 56.00", "prise: 56.00"), "utf-8")

    with pytest.raises(ContentProblems):
        build(content, tmp_path / "dist")

    assert {f: f.read_bytes() for f in (tmp_path / "dist").rglob("*") if f.is_file()} == before


def test_hosts_are_told_headers_redirects_and_the_map(content: Path, tmp_path: Path) -> None:
    Generator(content, TEMPLATES, tmp_path / "dist", tmp_path / "cache").build(
        quiet, Forwarding.of("https://api.example.org/stage/")
    )

    dist = tmp_path / "dist"
    headers = (dist / "_headers").read_text()
    assert "script-src 'self'" in headers
    assert "unsafe" not in headers
    for shared in ("/widget.js", "/widget/*"):
        assert (
            f"{shared}\n  Access-Control-Allow-Origin: *\n  Cache-Control: public, max-age=3600\n"
        ) in headers
    assert headers.count("Access-Control-Allow-Origin") == 2
    assert (dist / "_redirects").read_text().splitlines() == [
        "/api/* https://api.example.org/stage/api/:splat 200",
        "/desk/* https://api.example.org/stage/desk/:splat 200",
        "/ru/* /ru/404.html 404",
    ]
    sitemap = (dist / "sitemap.xml").read_text()
    assert "<loc>https://shop.example/ru/product/pot/</loc>" in sitemap
    assert "checkout" not in sitemap
    assert "Sitemap: https://shop.example/sitemap.xml" in (dist / "robots.txt").read_text()


def test_opening_hours_are_set_in_print_and_in_the_language(content: Path, tmp_path: Path) -> None:
    with (content / "shop.yaml").open("a") as shop:
        shop.write('hours: {mon-fri: "10:00-13:00, 14:00 - 19:00", sun: closed}\n')

    build(content, tmp_path / "dist")

    english = (tmp_path / "dist/index.html").read_text("utf-8")
    russian = (tmp_path / "dist/ru/index.html").read_text("utf-8")
    assert "<dt>Mon–Fri</dt><dd>10:00–13:00, 14:00–19:00</dd>" in english
    assert "<dt>Sun</dt><dd>closed</dd>" in english
    assert "<dt>вс</dt><dd>закрыто</dd>" in russian


def test_the_phone_number_is_a_link_that_dials_it(content: Path, tmp_path: Path) -> None:
    shop = content / "shop.yaml"
    shop.write_text(
        shop.read_text().replace("hello@shop.example}", 'hello@shop.example, phone: "+49 (30) 90-18"}')
    )

    build(content, tmp_path / "dist")

    assert '<a href="tel:+49309018">+49 (30) 90-18</a>' in (tmp_path / "dist/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["кружкаи\u0306.jpg", "кружкай.jpg"], ids=["apart", "together"])
def test_a_picture_is_found_however_its_name_is_composed(content: Path, tmp_path: Path, name: str) -> None:
    (content / "images" / "pot.jpg").rename(content / "images" / name)
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("pot.jpg", "кружкай.jpg"), "utf-8")

    assert build(content, tmp_path / "dist").pictures == 1


def test_the_same_picture_under_two_endings_is_published_once(content: Path, tmp_path: Path) -> None:
    (content / "images" / "pot.jpeg").write_bytes((content / "images" / "pot.jpg").read_bytes())
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace("images: [", "images: [pot.jpeg, "), "utf-8")

    assert build(content, tmp_path / "dist").pictures == 2


def test_a_bundle_is_published_with_the_shelves_it_takes_from(content: Path, tmp_path: Path) -> None:
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(
        pots.read_text("utf-8").replace("stock: 2", "stock: 2, counted: 2026-11-20")
        + "  - {sku: SET, name: Set, price: 100, bundle: {POT-L: 2, FIRST-1: 1}}\n",
        "utf-8",
    )

    build(content, tmp_path / "dist")

    index = msgspec.json.decode((tmp_path / "dist" / INDEX).read_bytes(), type=Index)
    (shard,) = index.shards
    offers = msgspec.json.decode((tmp_path / "dist" / "prices" / shard).read_bytes(), type=Shard).offers
    assert offers["SET"].parts == (Part("POT-L", 2, 2, "2026-11-20"), Part("FIRST-1", 1, 3))
    assert offers["POT-L"].parts == (Part("POT-L", 1, 2, "2026-11-20"),)


def test_a_page_says_how_long_what_is_kept(content: Path, tmp_path: Path) -> None:
    with (content / "shop.yaml").open("a") as shop:
        shop.write("retention: {orders: 96, tickets: 1, posts: 18, letters: 0}\n")
    (content / "pages" / "privacy.md").write_text("---\ntitle: Privacy\nsections: [retention]\n---\nText.\n")

    build(content, tmp_path / "dist")

    english = (tmp_path / "dist/privacy/index.html").read_text("utf-8")
    russian = (tmp_path / "dist/ru/privacy/index.html").read_text("utf-8")
    for said in ("How long we keep what", "Orders: 8 years after", "1 month after", "18 months after",
                 "for good, until you ask"):  # fmt: skip
        assert said in english, said
    for said in ("Заказы: 8 лет после", "1 месяц после", "18 месяцев после", "бессрочно"):
        assert said in russian, said

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from shop.money import Money
from shop.statuses import DEFAULTS, OWNER, PACKER, Status
from shop.terms import Rates, Retention, Support, Tax
from shop.text import Text
from storefront import starter
from storefront.site import load
from tests.storefront.conftest import Shop

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def test_terms_are_what_the_file_says(shop: Shop) -> None:
    site = shop.load()
    terms = site.terms

    assert terms.name == Text({"en": "Clay", "ru": "Глина"})
    assert (terms.url, terms.currency, terms.timezone) == ("https://clay.example", "EUR", "Europe/Berlin")
    assert terms.languages == ("en", "ru")
    assert terms.contact.phone == "+49 30 901820"
    assert terms.delivery[0].price == Money(490, "EUR")
    assert terms.delivery[0].free_from == Money(6000, "EUR")
    assert terms.countries == {"DE": Text({"en": "Germany", "ru": "Германия"})}
    assert site.hours == {"mon-fri": "10:00-19:00"}


def test_an_address_is_asked_for_where_countries_are_listed(shop: Shop) -> None:
    courier, pickup = shop.load().terms.delivery

    assert courier.address
    assert not pickup.address


def test_a_method_may_ask_for_an_address_without_countries(shop: Shop) -> None:
    shop.change("shop.yaml", "price: 0}", "price: 0, address: yes, note: Anywhere}")

    pickup = shop.load().terms.delivery[1]

    assert pickup.address
    assert pickup.note == Text.plain("Anywhere")


def test_what_is_absent_has_its_default(shop: Shop) -> None:
    site = shop.load()

    assert site.terms.tax == Tax(Decimal(0), True)
    assert site.terms.rates == Rates(20, 5, 500)
    assert site.terms.answer_within == 0
    assert not site.tagline
    assert site.terms.holidays == ()


def test_what_is_written_is_read(shop: Shop) -> None:
    shop.change(
        "shop.yaml",
        "timezone: Europe/Berlin\n",
        "timezone: Europe/Berlin\nanswer_within: 2h\ntax: {rate: 7.5, included: no}\n"
        "limits: {per_contact: 0}\nholidays: [2026-12-26, 2026-12-25]\n"
        "tagline: Tea\nannouncement: {en: New, ru: Новое}\ndescription: Shop\n",
    )

    site = shop.load()

    assert site.terms.answer_within == 120
    assert site.terms.tax == Tax(Decimal("7.5"), False)
    assert site.terms.rates == Rates(20, 0, 500)
    assert site.terms.holidays == (date(2026, 12, 25), date(2026, 12, 26))
    assert site.announcement["ru"] == "Новое"


def test_a_delivery_to_everywhere_names_every_country(tmp_path: Path) -> None:
    starter.create(tmp_path / "shop")
    file = tmp_path / "shop" / "shop.yaml"
    file.write_text(file.read_text().replace("price: 4.90, countries: [DE]", "price: 4.90, address: yes"))

    terms = load(tmp_path / "shop", TEMPLATES).terms

    assert len(terms.countries) > 240
    assert terms.countries["NZ"]["en"] == "New Zealand"


def test_hours_travel_as_minutes_of_every_weekday(shop: Shop) -> None:
    shop.change(
        "shop.yaml",
        'hours: {mon-fri: "10:00-19:00"}',
        'hours: {mon-wed: "10:00-14:00, 15:00 – 19:30", FRI: "0:00-24:00", sat: closed}',
    )

    hours = shop.load().terms.hours

    day = ((600, 840), (900, 1170))
    assert hours == (day, day, day, (), ((0, 1440),), (), ())


def test_a_shop_without_hours_tells_none(shop: Shop) -> None:
    shop.change("shop.yaml", 'hours: {mon-fri: "10:00-19:00"}\n', "")

    assert shop.load().terms.hours == ()


def test_statuses_are_the_defaults_until_the_owner_decides(shop: Shop) -> None:
    assert shop.load().terms.statuses == DEFAULTS

    shop.change(
        "shop.yaml",
        "timezone: Europe/Berlin\n",
        "timezone: Europe/Berlin\nstatuses:\n  new: {limit: 0}\n  assembling:\n"
        "    {label: {en: In the oven, ru: В печи}, limit: 90m, letter: no, who: [packer, packer]}\n",
    )
    statuses = shop.load().terms.statuses

    assert statuses["assembling"] == Status(
        Text({"en": "In the oven", "ru": "В печи"}), limit=90, letter=False, who=(OWNER, PACKER)
    )
    assert statuses["new"] == Status(limit=0, who=())
    assert statuses["delivery"] == DEFAULTS["delivery"]


def test_a_shop_has_reasons_of_its_own_to_cancel(shop: Shop) -> None:
    shop.change(
        "shop.yaml",
        "timezone: Europe/Berlin\n",
        "timezone: Europe/Berlin\n"
        "cancel_reasons: {broken: {en: It broke, ru: Разбилось}, no_call: No answer}\n",
    )

    reasons = shop.load().terms.reasons

    assert reasons == {
        "broken": Text({"en": "It broke", "ru": "Разбилось"}),
        "no_call": Text.plain("No answer"),
    }


def test_what_time_does_with_tickets_is_the_owner_s_to_say(shop: Shop) -> None:
    assert shop.load().terms.support == Support(7, 14, 4, True)

    shop.change(
        "shop.yaml",
        "timezone: Europe/Berlin\n",
        "timezone: Europe/Berlin\nsupport: {remind_after: 3, solve_after: 0, rating: no}\n",
    )

    assert shop.load().terms.support == Support(3, 0, 4, False)


def test_how_long_what_is_known_of_people_is_kept_is_decided_in_months(shop: Shop) -> None:
    assert shop.load().terms.retention == Retention(120, 24, 24, 3)

    shop.change(
        "shop.yaml",
        "timezone: Europe/Berlin\n",
        "timezone: Europe/Berlin\nretention: {orders: 96, letters: 0}\n",
    )

    assert shop.load().terms.retention == Retention(96, 24, 24, 0)

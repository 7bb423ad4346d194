"""The models of shop.yaml and of pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from storefront.feedback_models import FeedbackKeys
from storefront.keys import Keys
from storefront.kinds import (
    Count,
    Country,
    Currency,
    Day,
    Email,
    Heaviest,
    Hours,
    Id,
    Language,
    Menu,
    Minutes,
    Order,
    Percent,
    Phone,
    Price,
    Reasons,
    SiteAddress,
    Text,
    Timezone,
    YesNo,
)
from storefront.retention_models import RetentionKeys
from storefront.status_models import StatusesKeys
from storefront.support_models import SupportKeys


class ContactKeys(Keys):
    """How customers reach the shop."""

    email: Email = Field(description="Where customers write to.", examples=["hello@shop.example"])
    phone: Phone | None = Field(None, description="With its country code.", examples=["+49 30 901820"])
    address: Text | None = Field(
        None, description="Street, postcode and city, on one line.", examples=["Töpfergasse 7, 10999 Berlin"]
    )


class RateKeys(Keys):
    """Another price of a way of delivery, for some countries, up to a weight, or both. The first rate that
    fits counts; where none does, the price of the way of delivery itself."""

    price: Price = Field(description="What it costs then.", examples=["6.90"])
    countries: tuple[Country, ...] | None = Field(
        None, min_length=1, description="Where it holds; everywhere when absent.", examples=[["AT"]]
    )
    up_to: Heaviest | None = Field(
        None, description="The weight of all goods, in grams, up to which it holds.", examples=["2000"]
    )
    free_from: Price | None = Field(
        None,
        description="The value of goods, after discounts, from which it costs nothing; that of the way of"
        " delivery does not count for a rate.",
        examples=["80.00"],
    )


class DeliveryKeys(Keys):
    """One way to get the goods."""

    id: Id = Field(
        description="Its short name, unique and never changed: orders refer to it.", examples=["courier"]
    )
    name: Text = Field(description="What customers choose.", examples=[{"en": "Courier", "ru": "Курьер"}])
    note: Text | None = Field(
        None, description="A line of explanation beside it.", examples=["1–2 working days"]
    )
    price: Price = Field(description="What it costs; 0 when it is free.", examples=["4.90"])
    free_from: Price | None = Field(
        None, description="The value of goods, after discounts, from which it costs nothing.",
        examples=["60.00"],
    )  # fmt: skip
    countries: tuple[Country, ...] | None = Field(
        None, min_length=1, description="Where it goes; everywhere when absent.", examples=[["DE", "AT"]]
    )
    address: YesNo | None = Field(
        None, examples=["yes"],
        description="Whether customers must give an address; yes when `countries` are listed, here or in a"
        " rate, else no.",
    )  # fmt: skip
    rates: tuple[RateKeys, ...] | None = Field(
        None, min_length=1, description="Other prices by country and weight; the first that fits counts.",
        examples=[[{"up_to": "2000", "price": "3.90"}, {"countries": ["AT"], "price": "8.90"}]],
    )  # fmt: skip
    max_weight: Heaviest | None = Field(
        None,
        description="The most it carries, in grams; for a heavier basket it is not offered. A product"
        " without a weight weighs nothing.",
        examples=["30000"],
    )


class PaymentKeys(Keys):
    """One way to pay."""

    id: Id = Field(description="Its short name, unique and never changed.", examples=["cash"])
    name: Text = Field(description="What customers choose.", examples=["Cash on delivery"])
    note: Text | None = Field(
        None, description="A line of explanation beside it.", examples=["Within 14 days"]
    )


class TaxKeys(Keys):
    """Sales tax."""

    rate: Percent = Field(default_factory=Decimal, description="In percent.", examples=["19"])
    included: YesNo = Field(default=True, description="Whether prices already contain it.", examples=["yes"])


class LimitsKeys(Keys):
    """How many orders and posts may come in an hour; 0 means no limit."""

    per_address: Count = Field(
        default=20,
        examples=["20"],
        description="From one network address; what comes on top is turned away until the hour is over.",
    )
    per_contact: Count = Field(
        default=5,
        examples=["5"],
        description="From one e-mail address or phone number; what comes on top is marked as doubtful.",
    )
    per_shop: Count = Field(
        default=500,
        examples=["500"],
        description="In the whole shop; what comes on top is marked as doubtful, with one letter an hour.",
    )


class ShopKeys(Keys):
    """The shop: content/shop.yaml."""

    name: Text = Field(description="The shop's name.", examples=["Clay & Leaf"])
    tagline: Text | None = Field(
        None, description="What it is, in a few words.", examples=["Tea and pottery"]
    )
    announcement: Text | None = Field(
        None, description="A line at the top of every page.", examples=["Free courier from €60"]
    )
    description: Text | None = Field(
        None, description="One or two sentences for search engines.", examples=["A small tea shop in Berlin."]
    )
    url: SiteAddress = Field(
        description="Where the shop lives, without a path.", examples=["https://shop.example"]
    )
    currency: Currency = Field(description="The currency of every price, by ISO 4217.", examples=["EUR"])
    languages: tuple[Language, ...] = Field(
        min_length=1,
        description="The first is the default and lives at `/`, the others at `/<code>/`.",
        examples=[["en", "ru"]],
    )
    timezone: Timezone = Field(description="Where the shop's clock stands.", examples=["Europe/Berlin"])
    contact: ContactKeys = Field(
        description="How customers reach the shop.", examples=[{"email": "hello@shop.example"}]
    )
    hours: Hours | None = Field(
        None,
        description="Opening hours by day or span of days, several spans a day with commas; a day that is"
        " absent is closed. Working time is counted by them; without hours the shop never closes.",
        examples=[{"mon-fri": "10:00-14:00, 15:00-19:00", "sat": "11:00-16:00"}],
    )
    holidays: tuple[Day, ...] | None = Field(
        None,
        description="Days on which the shop is closed: they are no working time.",
        examples=[["2026-12-25", "2026-12-26"]],
    )
    delivery: tuple[DeliveryKeys, ...] = Field(
        min_length=1, description="The ways to get the goods.",
        examples=[[{"id": "pickup", "name": "Pick up in the shop", "price": "0"}]],
    )  # fmt: skip
    payment: tuple[PaymentKeys, ...] = Field(
        min_length=1, description="The ways to pay.", examples=[[{"id": "cash", "name": "Cash on delivery"}]]
    )
    tax: TaxKeys = Field(default_factory=TaxKeys, description="Sales tax.", examples=[{"rate": "19"}])
    answer_within: Minutes | None = Field(
        None, description="How soon customers are answered, in working time.", examples=["30m"]
    )
    limits: LimitsKeys = Field(
        default_factory=LimitsKeys,
        description="How many orders and posts may come in an hour.",
        examples=[{"per_contact": "5"}],
    )
    statuses: StatusesKeys | None = Field(
        None,
        description="What you decide about the statuses of an order.",
        examples=[{"approval": {"limit": "4h"}}],
    )
    cancel_reasons: Reasons | None = Field(
        None,
        description="Reasons of your own to cancel an order, as customers are told them.",
        examples=[{"broken": {"en": "It broke in our hands.", "ru": "Разбилось у нас."}}],
    )
    feedback: FeedbackKeys = Field(
        default_factory=FeedbackKeys,
        description="The feedback button, and what becomes of what visitors write.",
        examples=[{"button": "no"}],
    )
    support: SupportKeys = Field(
        default_factory=SupportKeys,
        description="What time does with the tickets of customers.",
        examples=[{"close_after": "4"}],
    )
    retention: RetentionKeys = Field(
        default_factory=RetentionKeys,
        description="How long what is known of people is kept.",
        examples=[{"letters": "6"}],
    )


class PageKeys(Keys):
    """A page: the keys at the start of content/pages/<slug>.md; the text below them is Markdown."""

    title: Text = Field(description="The heading, and the name in menus.", examples=["Delivery"])
    description: Text | None = Field(
        None, description="One or two sentences for search engines.", examples=["How we deliver."]
    )
    menu: Menu | None = Field(None, description="The menu that links to the page.", examples=["footer"])
    order: Order = Field(0, description="Its place in the menu; smaller comes first.", examples=["10"])
    sections: tuple[dict[str, Any] | str, ...] = Field(
        (), description="Parts of the page in their order, each with its settings.",
        examples=[[{"hero": {"title": "Tea and pottery", "picture": "hero.jpg"}}]],
    )  # fmt: skip


class PageTranslationKeys(Keys):
    """A page in another language: the keys of content/pages/<slug>.<language>.md."""

    title: Text | None = Field(None, description="The heading in this language.", examples=["Доставка"])
    description: Text | None = Field(None, description="For search engines.", examples=["Как мы доставляем."])

"""The model of promos.yaml."""

from __future__ import annotations

from pydantic import Field

from storefront.keys import Keys
from storefront.kinds import Code, Id, KnownSlug, Moment, Price, Share, Sku, Text, Times, YesNo


class PromoKeys(Keys):
    """A promo: one item of the list in content/promos.yaml. It takes off one thing: `percent`, `amount`,
    or what delivery costs. An order gets the promo that is best for it, or all together that stack."""

    id: Id | None = Field(
        None,
        description="Its short name, which its uses are counted by; made from the code or the name when"
        " absent, and then counted anew when those are changed.",
        examples=["spring"],
    )
    code: Code | None = Field(
        None,
        description="What customers type at the checkout; case and spaces do not matter. Without one the"
        " promo applies by itself. The site publishes no code, only a slow fingerprint of it: one that can"
        " be guessed can be found all the same.",
        examples=["SPRING10"],
    )
    name: Text = Field(
        description="What customers read beside what it takes off; must not show the code.",
        examples=[{"en": "Spring sale", "ru": "Весенняя скидка"}],
    )
    percent: Share | None = Field(None, description="Off the goods it is about.", examples=["10"])
    amount: Price | None = Field(
        None,
        description="Off the goods it is about, once an order, and never more than they cost.",
        examples=["5.00"],
    )
    free_delivery: YesNo | None = Field(
        None, description="Delivery costs nothing, whichever way is chosen.", examples=["yes"]
    )
    categories: tuple[KnownSlug, ...] | None = Field(
        None,
        min_length=1,
        description="Categories it is about, with all inside them; without these and `products`, everything.",
        examples=[["tea"]],
    )
    products: tuple[Sku, ...] | None = Field(
        None,
        min_length=1,
        description="SKUs of products, with all their variants, or of single variants.",
        examples=[["TP-01"]],
    )
    from_: Moment | None = Field(
        None,
        alias="from",
        description="The first day, or moment, by the shop's clock.",
        examples=["2026-03-01"],
    )
    until: Moment | None = Field(
        None, description="The last day, or the moment at which it ends.", examples=["2026-03-31 18:00"]
    )
    minimum: Price | None = Field(
        None, description="What all goods together must cost, before any discount.", examples=["30"]
    )
    uses: Times | None = Field(None, description="How many orders may use it.", examples=["100"])
    uses_per_contact: Times | None = Field(
        None, description="How many orders from one e-mail address or phone number may.", examples=["1"]
    )
    stacks: YesNo = Field(
        default=False,
        description="Whether it may come together with others that say so; each then takes its part of what"
        " those before it in this file have left.",
        examples=["yes"],
    )

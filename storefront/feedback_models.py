"""The models of `feedback:` in shop.yaml: the button on every page, and what becomes of what is written."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator
from pydantic import WithJsonSchema as Schema

from shop.terms import ALWAYS, MODERATION
from storefront import amounts, colours, feedback
from storefront.keys import Keys, Kind, form, one_of_forms
from storefront.kinds import YES_NO, SiteAddress, Text

Side = Annotated[
    str, PlainValidator(feedback.side), Schema({"enum": list(feedback.SIDES)}), Kind("left, right or bottom")
]
Colour = Annotated[
    str,
    PlainValidator(colours.ground),
    Schema({"type": "string", "pattern": "^#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"}),
    Kind("colour"),
]
Moderation = Annotated[
    str,
    PlainValidator(feedback.moderation),
    Schema({"enum": list(MODERATION)}),
    Kind("always, unverified or never"),
]
Label = Annotated[Text, AfterValidator(feedback.label)]
Origin = Annotated[SiteAddress, AfterValidator(feedback.origin)]
Days = Annotated[
    int,
    PlainValidator(amounts.days),
    Schema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^\d{1,3}$"}]}),
    Kind("whole number"),
]


Shown = Annotated[bool, PlainValidator(feedback.is_shown), YES_NO, Kind("yes or no")]


class ButtonKeys(Keys):
    """The button on every page that opens the form for feedback."""

    text: Label | None = Field(
        None, description="What it says; the interface's own word when absent.",
        examples=[{"en": "Tell us", "ru": "Скажите нам"}],
    )  # fmt: skip
    side: Side = Field(
        feedback.RIGHT,
        description="Where it is on a wide screen: at an edge, or at the end of the page, as on a phone.",
        examples=["left"],
    )
    colour: Colour | None = Field(
        None,
        description="What its white words stand on, in quotes; the accent of the page when absent.",
        examples=["#2f5747"],
    )


Button = Annotated[
    Annotated[Shown, form("plain")] | Annotated[ButtonKeys, form("keys")], one_of_forms("plain", "keys")
]


class FeedbackKeys(Keys):
    """What visitors tell you: ideas, problems, questions, thanks, reviews."""

    button: Button = Field(
        default=True, description="The button on every page.", examples=["no", {"side": "left"}]
    )
    moderation: Moderation = Field(
        default=ALWAYS,
        description="Whose words you look at before anybody sees them: everybody's, those of visitors who"
        " have not confirmed their e-mail address, or nobody's.",
        examples=["unverified"],
    )
    sites: tuple[Origin, ...] = Field(
        default=(),
        description="Your other sites, on whose pages the button may stand, too.",
        examples=[["https://blog.example"]],
    )
    review_after: Days = Field(
        default=0,
        description="Days after an order is complete until its customer is asked for a review; 0 is never.",
        examples=["10"],
    )

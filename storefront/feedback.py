"""Feedback as shop.yaml describes it: what its readers take, and the button that pages show."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.terms import MODERATION
from shop.text import EVERY, Text
from storefront import amounts
from storefront.fields import Fault, Faults, fault, words
from storefront.wording import near

LEFT, RIGHT, BOTTOM = "left", "right", "bottom"
SIDES = (LEFT, RIGHT, BOTTOM)
_PORTS = {"http": ":80", "https": ":443"}
_HERE = ("localhost", "127.0.0.1")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Button:
    """The button on every page."""

    text: Text = field(default_factory=lambda: Text({}))  #: empty: the interface's own word
    side: str = RIGHT
    colour: str = ""  #: empty: the accent of the page


def styles(button: Button | None) -> dict[str, str]:
    """The style sheet of a button whose colour the shop has chosen; words on it are white."""
    if button is None or not button.colour:
        return {}
    return {"css/button.css": f":root {{ --feedback: {button.colour}; --on-feedback: #fff; }}\n"}


def is_shown(value: object) -> bool:
    """Whether there is a button, where no more than that is written."""
    try:
        return amounts.yes_no(value)
    except Faults:
        raise Faults(Fault("button_shape")) from None


def side(value: object) -> str:
    written = words(value)
    if written not in SIDES:
        raise fault("button_side", written)
    return written


def moderation(value: object) -> str:
    written = words(value)
    if written not in MODERATION:
        raise fault(
            "moderation", written, near=near(written, MODERATION) or "write always, unverified or never"
        )
    return written


def label(text: Text) -> Text:
    """What the button says, no longer than an edge of the screen has room for."""
    faults = [
        Fault("button_long", {"length": len(said)}, () if language == EVERY else (language,))
        for language, said in text.by_language.items()
        if len(said) > _LONGEST
    ]
    if faults:
        raise Faults(*faults)
    return text


def origin(address: str) -> str:
    """A site as browsers name it when one of its pages asks for something; only one's own machine does
    without encryption."""
    scheme, host = address.split("://")
    if scheme == "http" and host.partition(":")[0] not in _HERE:
        raise fault("site_plain", address)
    return address.removesuffix(_PORTS[scheme])

"""What the owner asks for with a move of an order, read from a form of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop import limits
from shop.fields import Fields
from shop.labels import reason_label
from shop.requests import Sent
from shop.statuses import CANCEL, REASONS, STATUSES
from shop.terms import Terms

MOVE_FIELDS = ("version", "to", "tracking", "reason", "comment")


@dataclass(frozen=True, slots=True)
class Move:
    version: int  #: of the order, as it was on the page
    to: str
    tracking: str = ""
    reason: str = ""
    comment: str = ""


def read_move(sent: Sent, terms: Terms) -> Move:
    """The move in *sent*: nothing is chosen for whoever presses no button. Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(MOVE_FIELDS)
    to = fields.text("to", limits.ID)
    if to not in STATUSES:
        fields.refuse("to", "act_choose")
    reason = fields.text("reason", limits.ID)
    if to == CANCEL and reason not in reasons(terms, terms.languages[0]):
        fields.refuse("reason", "act_choose_reason")
    move = Move(
        version=read_version(fields),
        to=to,
        tracking=fields.text("tracking", limits.TRACKING),
        reason=reason if to == CANCEL else "",
        comment=fields.text("comment", limits.COMMENT),
    )
    fields.finish()
    return move


def read_version(fields: Fields) -> int:
    """Which version of a thing was on the page that a form was sent from."""
    text = fields.text("version", limits.ID, required=True)
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    fields.refuse("version", "act_choose")
    return 0


def reasons(terms: Terms, language: str) -> Mapping[str, str]:
    """Every reason to cancel, with what the customer reads."""
    return {
        reason: reason_label(reason, terms, language) for reason in dict.fromkeys((*REASONS, *terms.reasons))
    }

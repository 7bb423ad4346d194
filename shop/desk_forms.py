"""What the desk's forms for tickets and posts say: one thing to do, and the words that go with it.

A form says what to do by the button that is pressed, and by nothing else: whoever sends it without one has
asked for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from shop import limits, posts, tickets
from shop.fields import Fields
from shop.moves import read_version
from shop.requests import Sent

MOVE, ANSWER, NOTE, MERGE, FILL = "move", "answer", "note", "merge", "fill"

_POST_FIELDS = ("version", "do", "answer", "into")
_TICKET_FIELDS = ("version", "do", "message", "canned", "note", "into")


@dataclass(frozen=True, slots=True)
class Judging:
    """What is asked for with a post."""

    version: int  #: of the post, as it was on the page
    do: str  #: MOVE, ANSWER or MERGE
    to: str = ""  #: the state to move it to
    answer: str = ""
    into: str = ""  #: the id of the idea that it goes on in


@dataclass(frozen=True, slots=True)
class Handling:
    """What is asked for with a ticket."""

    version: int  #: of the ticket, as it was on the page
    do: str  #: ANSWER or MOVE, to a state; NOTE, MERGE, FILL
    to: str = ""
    message: str = ""  #: to the customer
    canned: int = -1  #: the place of an answer that is sent often
    note: str = ""  #: for the shop's own eyes
    into: str = ""  #: the number of the ticket that it goes on in


def read_judging(sent: Sent) -> Judging:
    """Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(_POST_FIELDS)
    do, to = _button(fields, {MOVE: posts.STATES, ANSWER: (), MERGE: ()})
    judging = Judging(
        version=read_version(fields),
        do=do,
        to=to,
        answer=fields.text("answer", limits.TEXT, required=do == ANSWER, paragraphs=True),
        into=fields.text("into", limits.ID),
    )
    if do == MERGE and not judging.into:
        fields.refuse("into", "act_choose_idea")
    fields.finish()
    return judging


def read_handling(sent: Sent) -> Handling:
    """Raises Invalid."""
    fields = Fields(sent)
    fields.refuse_others(_TICKET_FIELDS)
    do, to = _button(fields, {ANSWER: tickets.STATES, MOVE: tickets.STATES, NOTE: (), MERGE: (), FILL: ()})
    handling = Handling(
        version=read_version(fields),
        do=do,
        to=to,
        message=fields.text("message", limits.MESSAGE, required=do == ANSWER, paragraphs=True),
        canned=_place(fields.text("canned", limits.ID)),
        note=fields.text("note", limits.MESSAGE, required=do == NOTE, paragraphs=True),
        into=fields.text("into", limits.NUMBER),
    )
    if do == MERGE and not handling.into:
        fields.refuse("into", "act_choose_ticket")
    fields.finish()
    return handling


def _button(fields: Fields, known: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    """What to do, and to which state: `move.open`."""
    do, _, to = fields.text("do", limits.ID).partition(".")
    if do in known and (to in known[do] or (not to and not known[do])):
        return do, to
    fields.refuse("do", "act_choose")
    return "", ""


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1

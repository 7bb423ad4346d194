from __future__ import annotations

import pytest

from shop.errors import Invalid
from shop.moves import Move, read_move
from shop.statuses import STATUSES
from tests.shop.makers import TERMS

SENT = {"version": "3", "to": "approval"}


def refused(sent: dict[str, object]) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        read_move(sent, TERMS)
    return {error.field: error.code for error in invalid.value.errors}


def test_a_move_is_read_with_what_belongs_to_it() -> None:
    sent = {
        "version": "12",
        "to": "delivery",
        "tracking": " LX  123 ",
        "reason": "",
        "comment": "two parcels",
    }

    assert read_move(sent, TERMS) == Move(12, "delivery", "LX 123", "", "two parcels")


def test_only_what_is_cancelled_has_a_reason() -> None:
    assert read_move({**SENT, "reason": "spam"}, TERMS).reason == ""
    assert read_move({**SENT, "to": "cancel", "reason": "no_call"}, TERMS).reason == "no_call"


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"to": "act_choose", "version": "required"}),
        ({"version": "3"}, {"to": "act_choose"}),
        ({**SENT, "to": "gone"}, {"to": "act_choose"}),
        ({**SENT, "to": ["approval"]}, {"to": "not_text"}),
        ({**SENT, "to": "cancel"}, {"reason": "act_choose_reason"}),
        ({**SENT, "to": "cancel", "reason": "just so"}, {"reason": "act_choose_reason"}),
        ({**SENT, "version": "-1"}, {"version": "act_choose"}),
        ({**SENT, "version": "１"}, {"version": "act_choose"}),
        ({**SENT, "version": "9" * 10}, {"version": "act_choose"}),
        ({**SENT, "tracking": "x" * 65}, {"tracking": "too_long"}),
        ({**SENT, "tracking": "a\0b"}, {"tracking": "control_characters"}),
        ({**SENT, "comment": "x" * 1001}, {"comment": "too_long"}),
        ({**SENT, "who": "owner"}, {"who": "unknown_field"}),
    ],
)
def test_everything_that_is_wrong_with_a_move_is_told(
    sent: dict[str, object], errors: dict[str, str]
) -> None:
    assert refused(sent) == errors


def test_a_carrier_s_number_and_a_comment_stay_within_their_line() -> None:
    move = read_move({**SENT, "tracking": "LX\r\nBcc: a", "comment": "one\ntwo"}, TERMS)

    assert (move.tracking, move.comment) == ("LX Bcc: a", "one two")


def test_every_status_can_be_asked_for() -> None:
    read = [read_move({**SENT, "to": to, "reason": "other"}, TERMS).to for to in STATUSES]

    assert read == list(STATUSES)

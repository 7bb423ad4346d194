from __future__ import annotations

import pytest

from shop.settings import Setting, mistakes, slips

SETTINGS = (
    Setting("VITRINA_SHELF", "where the goods are"),
    Setting("VITRINA_LAMP", "the lamp", "it is dark", beside=("VITRINA_PLUG", "CANDLE")),
    Setting("VITRINA_PLUG", "a plug", "none", instead=("CANDLE",), says="what burns"),
    Setting("CANDLE", "a candle", "none"),
)
NAMES = {each.name for each in SETTINGS}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, ["VITRINA_SHELF is not set; it must be where the goods are."]),
        ({"VITRINA_SHELF": ""}, ["VITRINA_SHELF is not set; it must be where the goods are."]),
        ({"VITRINA_SHELF": "x", "VITRINA_LAMP": "x"}, ["VITRINA_LAMP needs VITRINA_PLUG beside it, a plug."]),
        ({"VITRINA_SHELF": "x", "VITRINA_LAMP": "x", "CANDLE": "x"}, []),
        (
            {"VITRINA_SHELF": "x", "VITRINA_PLUG": "x", "CANDLE": "x"},
            ["VITRINA_PLUG and CANDLE both say what burns; set one of them."],
        ),
        ({"VITRINA_SHELF": "x"}, []),
    ],
)
def test_what_is_missing_or_contradicts_is_said(environment: dict[str, str], said: list[str]) -> None:
    assert mistakes(environment, SETTINGS) == said


def test_a_variable_that_nothing_reads_is_named_with_the_one_that_was_meant() -> None:
    environment = {
        "VITRINA_SELF": "x",
        "VITRINA_Shelf": "x",
        "VITRINA_MOON": "x",
        "SHELF": "x",
        "VITRINA_SHELF": "x",
    }

    assert slips(environment, NAMES) == [
        "VITRINA_MOON is no setting.",
        "VITRINA_SELF is no setting; did you mean VITRINA_SHELF?",
        "VITRINA_Shelf is no setting; did you mean VITRINA_SHELF?",
    ]


def test_who_knows_only_some_names_takes_only_near_ones_for_slips() -> None:
    environment = {"VITRINA_MOON": "x", "VITRINA_LAPM": "x"}

    assert slips(environment, NAMES, near=True) == ["VITRINA_LAPM is no setting; did you mean VITRINA_LAMP?"]


def test_an_empty_variable_is_no_slip() -> None:
    assert slips({"VITRINA_LAPM": ""}, NAMES) == []

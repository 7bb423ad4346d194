from __future__ import annotations

import re
from pathlib import Path

import pytest

from functions import _settings as functions
from shipping.reference import FILE, notes, reference
from storefront import environment as builds

ROOT = Path(__file__).resolve().parents[2]
DECLARED = {each.name for each in (*functions.SETTINGS, *builds.SETTINGS)}


def test_the_reference_is_up_to_date() -> None:
    assert (ROOT / FILE).read_text(encoding="utf-8") == reference(), "run: make docs"


def test_every_variable_that_code_reads_is_declared() -> None:
    rooms = ("shop", "storefront", "functions", "server", "shipping")
    files = [ROOT / "build.py", *(file for room in rooms for file in (ROOT / room).rglob("*.py"))]
    read = {
        name
        for file in files
        for name in re.findall(r'"(VITRINA_[A-Z_]+)"', file.read_text(encoding="utf-8"))
    }

    assert "VITRINA_PRICES" in read
    assert read - DECLARED == {"VITRINA_"} & read


def test_every_declared_setting_has_its_row() -> None:
    for name in DECLARED:
        assert reference().count(f"| `{name}` |") == 1


def test_secrets_are_marked() -> None:
    marked = re.findall(r"\| `(\w+)` \| [^|]*\*\*secret\*\*", reference())

    assert {"VITRINA_SECRET", "VITRINA_SMTP", "VITRINA_WEBHOOKS"} <= set(marked)


def test_what_nobody_reads_is_pointed_out() -> None:
    environment = {
        "VITRINA_FUNCTION_URL": "x",
        "VITRINA_PROXY": "1",
        "VITRINA_HATS": "x",
        "VITRINA_STATE": "x",
    }

    assert notes(environment) == [
        "VITRINA_FUNCTION_URL is no setting; did you mean VITRINA_FUNCTIONS_URL?",
        "VITRINA_HATS is no setting.",
        "VITRINA_PROXY is no setting; did you mean VITRINA_PROXIES?",
    ]


@pytest.mark.parametrize("setting", builds.SETTINGS, ids=lambda setting: setting.name)
def test_no_setting_of_a_build_is_taken_for_a_slip_by_functions(setting: object) -> None:
    assert functions.slips({setting.name: "x"}) == []

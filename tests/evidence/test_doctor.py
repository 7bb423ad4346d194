"""Each fault planted in a shop that is otherwise well, among all that the doctor looks at.

VITRINA_PLANTS=all plants every one; else every tenth is, and tests/shipping holds each to its own check.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from shipping import doctor
from tests.evidence.figures import note
from tests.shipping import test_doctor
from tests.shipping.clinic import Clinic, Servers, founded, moved_in, running
from tests.shipping.looking import CHECKS, is_about, leaked, seen
from tests.shipping.plants import PLANTS, Plant
from tests.shipping.ses import Ses

#: So many at least are to be known; whoever plants fewer proves less.
FEWEST = 30
PLANTED = PLANTS if os.environ.get("VITRINA_PLANTS") == "all" else PLANTS[::10]


@dataclass
class _Count:
    found: int = 0
    missed: list[str] = field(default_factory=list)
    unsaid: int = 0  #: times that something was said which nobody may read


def test_every_planted_fault_is_found_with_the_right_advice(tmp_path: Path, endpoint: str) -> None:
    base, count = founded(tmp_path / "base" / "shop"), _Count()
    with running() as servers:
        well = [*_of_one_who_is_well(base, tmp_path / "well", servers, ""),
                *_of_one_who_is_well(base, tmp_path / "cloud", servers, endpoint)]  # fmt: skip
        for plant in PLANTED:
            with moved_in(base, tmp_path / plant.name, servers) as clinic:
                clinic.endpoint = endpoint
                _look(clinic, plant, count)
    note(
        "doctor", faults=len(PLANTED), found_with_the_right_advice=count.found, missed=count.missed,
        secrets_or_people_named=count.unsaid, shops_that_are_well=2, found_in_them=len(well),
    )  # fmt: skip

    assert test_doctor.PLOTS
    assert len(PLANTS) >= FEWEST
    assert count.missed == []
    assert count.unsaid == 0
    assert well == []


def _of_one_who_is_well(base: Path, folder: Path, servers: Servers, endpoint: str) -> list[str]:
    """What is found in a shop with nothing wrong: on its own server, or with an *endpoint* in the cloud."""
    with moved_in(base, folder, servers) as clinic:
        if endpoint:
            clinic.endpoint = endpoint
            clinic.in_tables()
            clinic.by_ses(Ses())
        return [str(each) for each in doctor.examine(seen(clinic), CHECKS)]


def _look(clinic: Clinic, plant: Plant, count: _Count) -> None:
    plant.make(clinic)
    found = list(doctor.examine(seen(clinic), CHECKS))
    count.unsaid += len(leaked(found))
    if any(is_about(each, plant) for each in found):
        count.found += 1
    else:
        count.missed.append(plant.name)

"""A shop that is well is called so; each fault that is planted is found, with what to do about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shipping import doctor
from shipping.checks_content import terms_of
from shipping.checks_libraries import libraries
from shipping.findings import Finding
from shipping.patient import Patient
from tests.shipping import plants_mail, plants_settings, plants_site, plants_store
from tests.shipping.clinic import Clinic
from tests.shipping.plants import PLANTS, Plant

#: Each has planted its own.
PLOTS = (plants_settings, plants_store, plants_mail, plants_site)

#: A Python without known holes; which one runs the tests is no fault of the shop's.
CHECKS = doctor.CHECKS | {"libraries": lambda _: libraries(python="3.13.12")}


def test_a_shop_that_is_well_has_nothing_to_be_told(clinic: Clinic) -> None:
    assert list(doctor.examine(seen(clinic), CHECKS)) == []


@pytest.mark.parametrize("plant", PLANTS, ids=repr)
def test_a_planted_fault_is_found_with_what_to_do(clinic: Clinic, plant: Plant) -> None:
    plant.make(clinic)

    found = list(doctor.examine(seen(clinic), {plant.check: CHECKS[plant.check]}))

    assert len(found) == 1, found
    assert is_about(found[0], plant), found


def seen(clinic: Clinic) -> Patient:
    patient = clinic.patient()
    return replace(patient, terms=terms_of(patient))


def is_about(finding: Finding, plant: Plant) -> bool:
    where = f"{finding.where}: {finding.what}"
    return finding.kind == plant.kind and plant.what in where and plant.fix in finding.fix

"""How tests and proofs let the doctor look, and what they hold a finding to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from shipping import doctor
from shipping.checks_content import terms_of
from shipping.checks_libraries import libraries
from shipping.findings import Finding
from shipping.patient import Patient
from tests.functions.mailserver import PASSWORD
from tests.shipping.clinic import HOOK_KEY, SECRET, Clinic
from tests.shipping.plants import AWS_KEY, Plant

#: A Python without known holes; which one runs the tests is no fault of the shop's.
CHECKS = doctor.CHECKS | {"libraries": lambda _: libraries(python="3.13.12")}

#: What no line may say: the secrets of the shop that is looked at, and who somebody is.
UNSAID = (SECRET, PASSWORD, HOOK_KEY, AWS_KEY, "word-of-mouth", "anna@example.org", "@clay-and-leaf.com")


def seen(clinic: Clinic) -> Patient:
    patient = clinic.patient()
    return replace(patient, terms=terms_of(patient))


def is_about(finding: Finding, plant: Plant) -> bool:
    """Whether it is that fault, as bad as it is, with the advice that helps."""
    where = f"{finding.where}: {finding.what}"
    return finding.kind == plant.kind and plant.what in where and plant.fix in finding.fix


def leaked(found: Iterable[Finding]) -> list[str]:
    """What was said that nobody may read."""
    return [word for word in UNSAID for each in found if word in str(each)]

"""Faults to plant, each with the check that is to find it and the words of the advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shipping.findings import ERROR, UNSEEN, WARNING
from tests.shipping.clinic import Clinic

#: Looks like a key of the cloud, and is none.
AWS_KEY = "AKIA" + "IOSFODNN7EXAMPLQ"

__all__ = ["AWS_KEY", "ERROR", "PLANTS", "UNSEEN", "WARNING", "Plant", "plant"]


@dataclass(frozen=True)
class Plant:
    """One fault: what makes the shop ill, and how the finding about it must read."""

    name: str
    make: Callable[[Clinic], None]
    check: str
    kind: str
    what: str  #: a part of what is found
    fix: str  #: a part of the advice

    def __repr__(self) -> str:
        return self.name


PLANTS: list[Plant] = []


Make = Callable[[Clinic], None]


def plant(check: str, kind: str, what: str, fix: str) -> Callable[[Make], Make]:
    """The function makes a shop ill so that this is found."""

    def planted(make: Make) -> Make:
        PLANTS.append(Plant(make.__name__, make, check, kind, what, fix))
        return make

    return planted

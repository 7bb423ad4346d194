from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from shop.statuses import (
    APPROVAL,
    ASSEMBLING,
    CANCEL,
    COMPLETE,
    DEFAULTS,
    DELIVERY,
    FINAL,
    MANAGER,
    NEW,
    OWNER,
    PACKER,
    ROLES,
    STATUSES,
    SUPPORT,
    choices,
    may,
)

#: Who may move an order from where to where until the owner decides otherwise; everything else is refused.
ALLOWED = {
    (NEW, APPROVAL): {OWNER, MANAGER},
    (NEW, CANCEL): {OWNER, MANAGER},
    (APPROVAL, ASSEMBLING): {OWNER, MANAGER, PACKER},
    (APPROVAL, CANCEL): {OWNER, MANAGER},
    (ASSEMBLING, DELIVERY): {OWNER, MANAGER, PACKER},
    (ASSEMBLING, APPROVAL): {OWNER, MANAGER},
    (ASSEMBLING, CANCEL): {OWNER, MANAGER},
    (DELIVERY, COMPLETE): {OWNER, MANAGER, PACKER},
    (DELIVERY, CANCEL): {OWNER, MANAGER},
}
PAIRS = list(product(STATUSES, STATUSES))


def test_every_pair_is_tried() -> None:
    assert len(PAIRS) * len(ROLES) == 144


@pytest.mark.parametrize(("status", "to"), PAIRS)
def test_a_move_is_for_the_roles_of_the_table_and_nobody_else(status: str, to: str) -> None:
    those = {role for role in ROLES if may(status, role, to, DEFAULTS)}

    assert those == ALLOWED.get((status, to), set())


@pytest.mark.parametrize(("status", "role"), list(product(STATUSES, ROLES)))
def test_the_choices_are_the_moves_that_are_allowed(status: str, role: str) -> None:
    assert set(choices(status, role, DEFAULTS)) == {
        to for (start, to), who in ALLOWED.items() if start == status and role in who
    }


def test_nothing_follows_what_is_done_or_cancelled() -> None:
    assert set(FINAL) == {COMPLETE, CANCEL}
    assert all(choices(status, role, DEFAULTS) == () for status in FINAL for role in ROLES)


def test_somebody_who_is_not_of_the_shop_may_nothing() -> None:
    assert not any(may(status, "visitor", to, DEFAULTS) for status, to in PAIRS)


def test_an_owner_decides_who_may_move_an_order() -> None:
    statuses = DEFAULTS | {CANCEL: replace(DEFAULTS[CANCEL], who=(OWNER, SUPPORT))}

    assert choices(NEW, SUPPORT, statuses) == (CANCEL,)
    assert choices(NEW, MANAGER, statuses) == (APPROVAL,)
    assert not may(COMPLETE, SUPPORT, CANCEL, statuses)


def test_a_status_that_is_not_decided_on_keeps_its_default() -> None:
    assert choices(DELIVERY, PACKER, {}) == (COMPLETE,)

"""Anything in any order: after each step the store says what a small model says.

VITRINA_MACHINE=10000 sets how many sequences are tried on SQLite, and a fifth of that in memory.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections import Counter
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.evidence import machine
from tests.evidence.figures import note

COUNT = int(os.environ.get("VITRINA_MACHINE", "60"))
STEPS = 40
SEED = int(os.environ.get("VITRINA_SEED", "20261125"))


#: What must have happened somewhere in all those sequences, or they say little.
HAPPENED = (
    "orders", "refused", "stale moves", "moves refused", "complete", "cancel", "returns", "crashes",
)  # fmt: skip


def run(kind: str, count: int) -> Counter[str]:
    """Sequences of up to 40 steps; what happened in them."""
    empty = machine.empty_store()

    class Shop(machine.Shop):
        """A class of its own for each run: Hypothesis keeps the seed in it."""

    Shop.kind, Shop.empty, Shop.counts = kind, empty, Counter()
    try:
        run_state_machine_as_test(
            seed(SEED)(Shop),
            settings=settings(
                max_examples=count, stateful_step_count=STEPS, deadline=None, database=None,
                phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    finally:
        shutil.rmtree(empty.parent)
    return Shop.counts


@pytest.mark.parametrize(("kind", "count"), [("sqlite", COUNT), ("memory", COUNT // 5)])
def test_whatever_happens_the_store_agrees_with_the_model(
    kind: str, count: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What letters say is tried elsewhere, and would be most of the time here.
    monkeypatch.setattr("functions._letters.message", lambda *_: EmailMessage())
    caplog.set_level(logging.CRITICAL, "vitrina.outbox")  # failures are the rule here
    start = time.monotonic()

    counts = run(kind, count)

    assert counts["sequences"] >= count
    assert counts["orders"] > count
    if count > 1000:
        assert set(HAPPENED) <= set(counts), counts
    note(f"machine-{kind}", **counts, seed=SEED, seconds=round(time.monotonic() - start, 1))


def test_a_store_that_forgets_to_give_back_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions._letters.message", lambda *_: EmailMessage())
    monkeypatch.setattr("shop.orders.stock.releasing", lambda held: ())

    with pytest.raises(AssertionError):
        run("memory", 300)

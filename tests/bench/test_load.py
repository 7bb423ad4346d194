"""A benchmark in miniature, and what its figures are made of."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
from pathlib import Path

import pytest

from bench import load
from bench.arrivals import NO_ANSWER, crowd, moments, press
from bench.home import free_port
from bench.load import SKUS
from bench.memory import resident, slope


def test_a_short_run_measures_both_journals_and_writes_its_results(tmp_path: Path) -> None:
    code = load.main(["--seconds", "1", "--rate", "8", "--out", str(tmp_path)])

    [results] = (tmp_path / "results").glob("*.json")
    record = json.loads(results.read_text(encoding="utf-8"))
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert code == record["long"]["lost"] == record["long"]["errors"] == 0
    assert record["long"]["orders"] > 0
    assert set(record["journals"]) == {"TRUNCATE", "WAL"}
    for side in record["journals"].values():
        assert 0 < side["warm"]["p50"] <= side["warm"]["p99"] <= side["warm"]["max"]
        assert side["ramp"]
    assert f"{record['long']['p50']} ms" in page
    assert "| write-ahead log |" in page


def test_buyers_come_at_the_rate_that_was_asked_for_and_as_drawn() -> None:
    drawn = moments(50, 100, random.Random("a"))

    assert 4700 < len(drawn) < 5300
    assert drawn == sorted(drawn) == moments(50, 100, random.Random("a"))
    assert 0 < drawn[0] < drawn[-1] < 100


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="not run: nothing stops a process here")
def test_a_wait_for_the_one_before_is_counted(tmp_path: Path) -> None:
    with load._served(tmp_path, "WAL") as home, crowd() as pool:
        os.kill(home.pid, signal.SIGSTOP)
        threading.Timer(1.5, os.kill, (home.pid, signal.SIGCONT)).start()
        pressed = press(pool, home.port, 100, 0.9, SKUS, "stalled")

    assert {each.status for each in pressed} == {201}
    assert max(each.late for each in pressed) > 0.05  # there were more buyers than connections
    assert min(each.at + each.seconds for each in pressed) > 0.9


def test_a_shop_that_does_not_answer_is_an_error_of_each_buyer() -> None:
    with crowd() as pool:
        pressed = press(pool, free_port(), 20, 0.5, ["TEA-1"], "nobody")

    assert pressed
    assert {each.status for each in pressed} == {NO_ANSWER}
    assert load._figures(pressed)["errors"] == len(pressed)


def test_of_a_hundred_the_fiftieth_and_the_ninety_ninth_are_told() -> None:
    assert load._spread([number / 1000 for number in range(101)]) == {"p50": 50.0, "p99": 99.0, "max": 100.0}


def test_growth_is_the_line_that_fits_best() -> None:
    assert slope([(0, 50.0), (1800, 51.0), (3600, 52.0)]) == pytest.approx(2.0)
    assert slope([(0, 50.0), (1, 60.0), (2, 50.0)]) == pytest.approx(0.0)
    assert slope([(0, 50.0)]) is None


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not run: there is no /proc here")
def test_the_memory_of_a_process_is_seen() -> None:
    held = resident(os.getpid())

    assert held is not None
    assert 10 < held < 10_000
    assert resident(2**30) is None

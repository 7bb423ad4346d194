from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions import _local, _sqlite
from functions._sqlite import Database
from tests.functions.browser import Client
from tests.functions.conftest import KEY


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    _local._at(tmp_path / "state").close()


def test_an_order_on_the_owner_s_machine_becomes_letters_in_a_folder(
    site: Path, state: Path, order: dict[str, Any]
) -> None:
    client = Client(_local.local(site, state))

    answer = client.post("/api/orders", order, KEY)

    assert answer.json["track"].startswith("https://shop.example/order/#V-10001-4.")
    assert _local.drain_local(site, state, datetime.now(UTC)) == 2
    letters = list(_local.letters_folder(state).glob("*.eml"))
    assert len(letters) == 2
    assert sorted(path.name for path in state.iterdir())[0] == "letters"


def test_one_state_is_one_store_whatever_site_it_serves(site: Path, state: Path) -> None:
    first, second = _local.ports(site, state), _local.ports(site.parent / "other", state)

    assert first.orders is second.orders
    assert first.outbox is second.outbox


def test_first_calls_at_the_same_moment_share_one_store(
    site: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers = 24
    made: list[Database] = []
    start, second = threading.Barrier(callers), threading.Event()

    class Slow(Database):
        def __init__(self, file: Path) -> None:
            made.append(self)
            if len(made) > 1:
                second.set()
            second.wait(0.2)  # as long as it takes another caller to come this far, were it let in
            super().__init__(file)

    def first_call(_: int) -> int:
        start.wait()
        return id(_local.ports(site, state).orders)

    monkeypatch.setattr(_sqlite, "Database", Slow)
    with ThreadPoolExecutor(callers) as threads:
        seen = set(threads.map(first_call, range(callers)))

    assert len(made) == 1
    assert len(seen) == 1

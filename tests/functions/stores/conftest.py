"""Every test in this folder is run on each kind of store: the same contract for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from functions._sqlite import FILE, Database
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from tests.functions.stores.makers import Store
from tests.shop.memory import Memory


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest) -> Store:
    return request.getfixturevalue(request.param)


@pytest.fixture
def memory() -> Store:
    memory = Memory()
    return Store(memory, memory, memory, memory, memory, memory)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with closing(Database(tmp_path / FILE)) as database:
        orders, limits = SqliteOrders(database), SqliteLimits(database)
        yield Store(orders, orders, orders, SqliteOutbox(database), limits, limits)

"""Every test in this folder is run on each kind of store: the same contract for all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from functions import _dynamo_tables
from functions._dynamo import Dynamo
from functions._dynamo_limits import DynamoLimits
from functions._dynamo_orders import DynamoOrders
from functions._dynamo_outbox import DynamoOutbox
from functions._sqlite import FILE, Database
from functions._sqlite_cases import SqliteCases
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from functions._sqlite_votes import SqliteVotes
from shop.outbox import POST, TICKET
from shop.posts import Post
from shop.tickets import Ticket
from tests.evidence import figures
from tests.functions.stores.makers import Store
from tests.shop.memory import Memory

_numbers = count()


@pytest.fixture(params=["memory", "sqlite", "dynamo"])
def store(request: pytest.FixtureRequest, cases: Counter[str]) -> Store:
    cases[request.param] += 1
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def cases() -> Iterator[Counter[str]]:
    """How many cases each store has been put through."""
    cases = Counter[str]()
    yield cases
    if os.environ.get("VITRINA_EVIDENCE"):
        figures.note("contract", **cases)


@pytest.fixture
def memory() -> Store:
    memory = Memory()
    return Store(memory, memory, memory, memory, memory, memory, memory.tickets, memory.posts, memory.votes)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with closing(Database(tmp_path / FILE)) as database:
        orders, limits = SqliteOrders(database), SqliteLimits(database)
        yield Store(
            orders, orders, orders, SqliteOutbox(database), limits, limits,
            SqliteCases(database, TICKET, Ticket), SqliteCases(database, POST, Post), SqliteVotes(database),
        )  # fmt: skip


@pytest.fixture
def dynamo(tables: Dynamo) -> Store:
    orders, limits = DynamoOrders(tables), DynamoLimits(tables)
    memory = Memory()
    return Store(
        orders, orders, orders, DynamoOutbox(tables), limits, limits,
        memory.tickets, memory.posts, memory.votes,
    )  # fmt: skip


@pytest.fixture
def tables(endpoint: str, run: str) -> Dynamo:
    """Empty tables of this test's own."""
    dynamo = Dynamo(f"t{run}-{next(_numbers)}-", endpoint, "eu-central-1")
    _dynamo_tables.make(dynamo)
    return dynamo

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
from functions._sqlite import FILE, Database
from tests.evidence import figures
from tests.functions.stores.adapters import in_dynamo, in_memory, in_sqlite
from tests.functions.stores.allowed import DIALECTS, watched
from tests.functions.stores.makers import Store

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
    return in_memory()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with closing(Database(tmp_path / FILE)) as database:
        yield in_sqlite(database)


@pytest.fixture
def dynamo(tables: Dynamo) -> Store:
    return in_dynamo(tables)


@pytest.fixture
def tables(endpoint: str, run: str) -> Iterator[Dynamo]:
    """Empty tables of this test's own, in the dialect that is asked for; Amazon's where none is."""
    name = os.environ.get("VITRINA_DIALECT", "amazon")
    prefix = f"t{run}-{next(_numbers)}-"
    dynamo = Dynamo(prefix, endpoint, "eu-central-1", dialect=DIALECTS[name])
    with watched(dynamo, tokens=name == "amazon"):
        _dynamo_tables.make(dynamo)
        yield dynamo

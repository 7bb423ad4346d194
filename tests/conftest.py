"""What tests of several rooms share: their order, how Hypothesis runs, and a DynamoDB to talk to.

A busy machine is no failure, so no example of Hypothesis has a deadline. What it tries is the same each time:
nobody is told of an old mistake while working on something else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.functions.stores.ministack import NotStarted, started

settings.register_profile(
    "vitrina", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("vitrina")

#: What takes longest is begun first, so that no worker is left with it at the end.
_FIRST = ("tests/browser/", "tests/evidence/", "tests/functions/stores/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    turns = {folder: turn for turn, folder in enumerate(_FIRST)}
    items.sort(key=lambda item: next((turns[each] for each in _FIRST if item.nodeid.startswith(each)), 9))


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Where DynamoDB answers: ministack, or the peer that VITRINA_DYNAMO_PEER names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, os.environ.get(name, "local"))
        if peer := os.environ.get("VITRINA_DYNAMO_PEER"):
            yield peer
            return
        try:
            with started() as address:
                yield address
        except NotStarted as error:
            pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def run() -> str:
    """Sets this run's tables apart from those of another at the same peer."""
    return os.urandom(4).hex()

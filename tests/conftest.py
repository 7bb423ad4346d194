"""What tests of several rooms share: how Hypothesis runs, and a DynamoDB to talk to.

A busy machine is no failure, so no example of Hypothesis has a deadline.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.functions.stores.ministack import NotStarted, started

settings.register_profile("vitrina", deadline=None)
settings.load_profile("vitrina")


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

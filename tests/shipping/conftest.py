from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shipping.clinic import Clinic, Servers, founded, moved_in, running


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with running() as servers:
        yield servers


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("base") / "shop")


@pytest.fixture
def clinic(base: Path, servers: Servers, tmp_path: Path) -> Iterator[Clinic]:
    with moved_in(base, tmp_path / "shop", servers) as clinic:
        yield clinic

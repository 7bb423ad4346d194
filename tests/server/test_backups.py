from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions import _sqlite_backup
from functions._sqlite import FILE
from functions._sqlite_backup import Contents
from server import backups
from shop.errors import Unavailable
from tests.server.conftest import Served

AT = datetime(2026, 11, 25, 3, 15, tzinfo=UTC)


def copies(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_copy_is_dated_holds_what_the_store_holds_and_leaves_nothing_beside_it(
    placed: Served, tmp_path: Path
) -> None:
    kept = backups.keep(placed.state, tmp_path / "copies", 3, AT)

    assert copies(tmp_path / "copies") == ["orders-20261125T031500Z.sqlite3"]
    assert (kept.contents.rows["orders"], kept.removed) == (1, 0)
    with closing(sqlite3.connect(kept.file)) as db:
        assert db.execute("SELECT number FROM orders").fetchall() == [(placed.number,)]


def test_only_the_newest_copies_stay_and_no_other_file_is_touched(placed: Served, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "orders.sqlite3").write_text("the owner's own")

    removed = [backups.keep(placed.state, folder, 2, AT + timedelta(days=day)).removed for day in range(4)]

    assert removed == [0, 0, 1, 1]
    assert copies(folder) == [
        "orders-20261127T031500Z.sqlite3", "orders-20261128T031500Z.sqlite3", "orders.sqlite3",
    ]  # fmt: skip


def test_a_store_that_is_damaged_is_said_and_older_copies_stay(placed: Served, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    backups.keep(placed.state, folder, 1, AT)
    placed.ports.close()
    with closing(sqlite3.connect(placed.state / FILE, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM orders")

    with pytest.raises(Unavailable, match="the store is damaged"):
        backups.keep(placed.state, folder, 1, AT + timedelta(days=1))

    assert copies(folder) == ["orders-20261125T031500Z.sqlite3"]


def test_a_copy_that_does_not_come_back_the_same_is_said(
    placed: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sqlite_backup, "restore", lambda *_: Contents({}, "another"))

    with pytest.raises(Unavailable, match="does not come back as it was"):
        backups.keep(placed.state, tmp_path / "copies", 1, AT)


def test_a_folder_that_cannot_be_written_is_a_sentence(placed: Served, tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file")

    with pytest.raises(Unavailable, match="cannot be copied to"):
        backups.keep(placed.state, tmp_path / "copies", 1, AT)

"""Dated SQL files that bring a store to the shape this code expects, each applied once and in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from shop.contacts import counted
from shop.errors import Unavailable

MIGRATIONS = Path(__file__).resolve().parent.parent / "infra" / "migrations"


def migrate(connection: sqlite3.Connection, folder: Path = MIGRATIONS) -> None:
    """Applies what is missing, all of it or nothing.

    Raises Unavailable for a store that newer code has already changed: this code does not know it.
    """
    files = {file.name: file for file in sorted(folder.glob("*.sql"))}
    connection.create_function("counted", 1, counted, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")
        applied = check(connection, folder)
        for name in sorted(files.keys() - applied):
            _apply(connection, files[name])
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def check(connection: sqlite3.Connection, folder: Path = MIGRATIONS) -> set[str]:
    """What has been applied. Raises Unavailable where newer code did, and for what is no store."""
    try:
        applied = {name for (name,) in connection.execute("SELECT name FROM migrations")}
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise Unavailable("this is no store of orders") from error
    if unknown := applied - {file.name for file in folder.glob("*.sql")}:
        raise Unavailable(f"the store was changed by newer code: {', '.join(sorted(unknown))}")
    return applied


def _apply(connection: sqlite3.Connection, file: Path) -> None:
    for statement in _statements(file.read_text(encoding="utf-8")):
        connection.execute(statement)
    connection.execute("INSERT INTO migrations (name) VALUES (?)", (file.name,))


def _statements(script: str) -> Iterator[str]:
    # Not executescript(): it commits before it begins.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""

"""A copy of the store while orders arrive, and the store back from such a copy.

backup(state, to)        -> what the copy holds, compared with the store at that moment
restore(file, state)     -> the same, compared with the copy
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from functions._migrations import MIGRATIONS, check
from functions._sqlite import FILE
from shop.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: rows in each table, and a hash over all of them."""

    rows: Mapping[str, int]
    digest: str


def backup(state: Path, to: Path) -> Contents:
    """Writes the store in *state* as it is at one moment into the new file *to*; nobody has to stop for it.

    Raises Unavailable where there is no store, where *to* exists, and where the copy is not the same.
    """
    return _copied(state / FILE, to, verify=True, aside="choose another name, or move it away first")


def restore(file: Path, state: Path, *, verify: bool = True) -> Contents:
    """Makes the store in *state* from a copy. A store that is there already is never overwritten.

    Raises Unavailable for that, for a file that is no copy of a store, is damaged or of newer code.
    """
    return _copied(file, state / FILE, verify=verify, aside="move it away first, with the server stopped")


def _copied(source: Path, to: Path, *, verify: bool, aside: str) -> Contents:
    if not source.is_file():
        raise Unavailable(f"there is no store at {source}")
    # A log left beside a store that is gone would be played into the one that takes its place.
    for there in (to, *(to.with_name(f"{to.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        if there.exists():
            raise Unavailable(f"{there} is there already; {aside}")
    beside = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        contents = _copy(source, beside, verify=verify)
        _put(beside, to)
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"{source} cannot be copied to {to}: {error}") from error
    finally:
        with suppress(OSError):  # what could not be made need not go
            beside.unlink()
    return contents


def _copy(source: Path, to: Path, *, verify: bool) -> Contents:
    to.touch(mode=0o600, exist_ok=False)
    with _reading(source) as store, closing(sqlite3.connect(to, isolation_level=None)) as copy:
        check(store, MIGRATIONS)
        contents = _contents(store)
        store.backup(copy)  # all pages in one step, from the moment that the open transaction reads
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        if verify:
            _verify(copy, contents)
        return contents


def _verify(copy: sqlite3.Connection, contents: Contents) -> None:
    faults = [fault for (fault,) in copy.execute("PRAGMA integrity_check") if fault != "ok"]
    if faults or copy.execute("PRAGMA foreign_key_check").fetchone():
        raise Unavailable(
            f"the store is damaged: {'; '.join(faults[:3]) or 'rows without what they belong to'}"
        )
    if _contents(copy) != contents:
        raise Unavailable("the copy does not hold the same as the store")


def _contents(db: sqlite3.Connection) -> Contents:
    rows: dict[str, int] = {}
    digest = hashlib.sha256()
    tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for name, sql in tables:
        digest.update(f"{name}\0{sql}\0".encode())
        rows[name] = 0
        columns = len(db.execute(f'PRAGMA table_info("{name}")').fetchall())
        order = ", ".join(str(column) for column in range(1, columns + 1))
        for row in db.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            rows[name] += 1
    return Contents(rows, digest.hexdigest())


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """One moment of the file. Opened for reading only, so that it restarts no write-ahead log."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as db:
        db.execute("BEGIN")
        yield db


def _put(beside: Path, to: Path) -> None:
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(beside, to)  # unlike a renaming, it never replaces what somebody put there meanwhile
    except FileExistsError:
        raise
    except OSError:
        beside.rename(to)  # a file system without links, such as a memory stick's
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

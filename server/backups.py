"""One copy of the store a day: dated, tried by bringing it back, and only the newest of them kept."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from functions import _sqlite_backup
from functions._sqlite_backup import Contents
from shop.errors import Unavailable

KEPT = 14

_NAME, _GLOB = "orders-%Y%m%dT%H%M%SZ.sqlite3", "orders-????????T??????Z.sqlite3"


@dataclass(frozen=True, slots=True)
class Kept:
    file: Path
    contents: Contents
    removed: int  #: older copies


def keep(state: Path, folder: Path, most: int, at: datetime) -> Kept:
    """A new copy in *folder*, and of all copies there the newest *most*.

    Raises Unavailable where it cannot be made or does not come back as it was; then no older one is removed.
    """
    file = folder / at.astimezone(UTC).strftime(_NAME)
    contents = _sqlite_backup.backup(state, file)
    try:
        _try(file, contents)
        removed = _thin(folder, most)
    except OSError as error:
        raise Unavailable(f"{folder} cannot be used: {error.strerror}") from error
    return Kept(file, contents, removed)


def _try(file: Path, contents: Contents) -> None:
    """Brings the copy back as a store, which then must hold the same."""
    with tempfile.TemporaryDirectory(prefix=".try-", dir=file.parent) as scratch:
        if _sqlite_backup.restore(file, Path(scratch)) != contents:
            raise Unavailable(f"{file} does not come back as it was")


def _thin(folder: Path, most: int) -> int:
    # The date in the name, not the file's: copying a folder elsewhere makes all files new.
    old = sorted(folder.glob(_GLOB))[:-most]
    for file in old:
        file.unlink()
    return len(old)

"""Processes that write one file take turns, by a lock that the system lifts from whoever dies."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop.errors import Unavailable

try:
    import fcntl
except ImportError:  # Windows
    POSSIBLE = False
else:
    POSSIBLE = True

#: How long a turn may be waited for, and how often is looked whether it has come.
PATIENCE = 5.0
_LOOK = (0.0005, 0.003)


class Turns:
    """One process's place at the file; its threads have taken turns among themselves already."""

    def __init__(self, file: Path) -> None:
        self._file = file.with_name(f"{file.name}-turn")
        self._handle: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Alone among all processes, within `with`. Raises Unavailable where the turn does not come."""
        if not POSSIBLE:
            yield
            return
        handle = self._opened()
        until = time.monotonic() + PATIENCE
        while not _taken(handle):
            if time.monotonic() > until:
                raise Unavailable("the store cannot be used: another process keeps it locked")
            time.sleep(random.uniform(*_LOOK))
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _opened(self) -> int:
        if self._handle is None:
            try:
                self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                raise Unavailable(f"the store cannot be opened: {type(error).__name__}") from error
        return self._handle


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise Unavailable(f"the store cannot be locked: {type(error).__name__}") from error
    return True

"""A mailer that puts letters into a folder as .eml files, which any mail program opens."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from shop.errors import Unavailable

#: Half a letter that is so old was left by a process that died: nobody will finish it.
_ABANDONED_SECONDS = 3600


class FolderMailer:
    """The Mailer port: one file a letter, named by its id, so that sending it again changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tidy_again = 0.0

    def send(self, id: str, message: EmailMessage) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._tidy(time.time())
            if not (self._folder / f"{id}.eml").exists():
                self._write(id, message.as_bytes())
        except OSError as error:
            raise Unavailable(f"the letter cannot be written: {type(error).__name__}") from error

    def forget(self, ids: Collection[str]) -> None:
        try:
            for id in ids:
                for file in (self._folder / f"{id}.eml", *self._folder.glob(f".{id}.*.tmp")):
                    file.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(f"a letter cannot be removed: {type(error).__name__}") from error

    def _write(self, id: str, content: bytes) -> None:
        """Beside its place first: under its name stands nothing or all of it, even after a power cut."""
        beside = self._folder / f".{id}.{os.getpid()}.tmp"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / f"{id}.eml")
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync(self._folder)

    def _tidy(self, now: float) -> None:
        """Once an hour: what was left half-written is personal data that nobody knows of."""
        if now < self._tidy_again:
            return
        self._tidy_again = now + _ABANDONED_SECONDS
        for beside in self._folder.glob(".*.tmp"):
            with suppress(OSError):
                if beside.stat().st_mtime <= now - _ABANDONED_SECONDS:
                    beside.unlink()


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder and needs no sync of it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

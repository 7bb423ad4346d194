"""A mailer that puts letters into a folder as .eml files, which any mail program opens."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

from shop.errors import Unavailable


class FolderMailer:
    """The Mailer port: one file a letter, named by its id, so that sending it again changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, id: str, message: EmailMessage) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not (self._folder / f"{id}.eml").exists():
                self._write(id, message.as_bytes())
        except OSError as error:
            raise Unavailable(f"the letter cannot be written: {type(error).__name__}") from error

    def _write(self, id: str, content: bytes) -> None:
        """Beside its place first: under its name stands nothing or all of it, even after a power cut."""
        beside = self._folder / f".{id}.{os.getpid()}.tmp"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / f"{id}.eml")
        _sync(self._folder)


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder and needs no sync of it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

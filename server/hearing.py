"""What visitors say reaches the pages of `serve`: the list of its store, and whether it is another now."""

from __future__ import annotations

from pathlib import Path

import msgspec

from functions import _local
from functions._sqlite import FILE
from shop.errors import ShopError


class Hearing:
    """What this machine's store publishes of what visitors have said."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._told: object = None  #: what the last build was given
        self._stamps: object = None  #: of the store's files when they were looked at last

    def content(self) -> bytes:
        """The list, for a build. Raises OSError."""
        try:
            content = _local.published(self._state)
        except ShopError as error:
            raise OSError(str(error)) from error
        self._told = _without_votes(content)
        return content

    def is_newer(self) -> bool:
        """Whether something was published, changed or taken down since the last build. Raises ShopError.

        Votes alone are no reason: pages ask for them while they are looked at.
        """
        stamps = [_stamp(self._state / f"{FILE}{more}") for more in ("", "-wal")]
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        return _without_votes(_local.published(self._state)) != self._told


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _without_votes(content: bytes) -> object:
    said = msgspec.json.decode(content)
    for idea in said["ideas"]:
        del idea["votes"], idea["unverified"]
    return said

"""Where what visitors have said is read from, and the last good copy for when it cannot be reached."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from storefront.said import Said, Unreadable, decoded

#: Gives the list as it was published. Raises OSError where it cannot be had.
Source = Callable[[], bytes]

_LARGEST = 16 * 1024 * 1024
_STEP = 64 * 1024
_TIMEOUT, _PATIENCE = 5.0, 20.0  #: seconds for one answer of the network, and for all of the list
_LOCAL = ("localhost", "127.0.0.1", "::1")


class NoFeedback(OSError):
    """Raised when the list cannot be read, and no build before has left a copy of it."""


class Hearing:
    """Reads the list for each build, and remembers it."""

    def __init__(self, source: Source | None, kept: Path) -> None:
        """*kept* is in the cache. Without a *source* nothing has been said."""
        self._source, self._kept = source, kept
        self._notes: list[str] = []

    def recall(self) -> Said:
        """What is published. Raises NoFeedback."""
        if self._source is None:
            return Said()
        try:
            content = self._source()
            said = decoded(content)
        except (OSError, Unreadable) as error:
            return self._remembered(error)
        self._keep(content)
        return said

    def notes(self) -> tuple[str, ...]:
        """What happened while it was read, told once."""
        told, self._notes = tuple(self._notes), []
        return told

    def _remembered(self, error: Exception) -> Said:
        try:
            said = decoded(self._kept.read_bytes())
            since = datetime.fromtimestamp(self._kept.stat().st_mtime, UTC)
        except (OSError, Unreadable):
            raise NoFeedback(
                f"what visitors have said cannot be read: {error}. Build without VITRINA_FEEDBACK to publish"
                " the site without it."
            ) from None
        self._notes.append(
            f"what visitors have said cannot be read: {error}. The pages show what was known on"
            f" {since:%Y-%m-%d at %H:%M} UTC."
        )
        return said

    def _keep(self, content: bytes) -> None:
        """Puts it into the cache, whole or not at all."""
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        beside = self._kept.with_name(f".{self._kept.name}.{os.getpid()}")
        try:
            beside.write_bytes(content)
            os.replace(beside, self._kept)
        finally:
            beside.unlink(missing_ok=True)


def source_at(place: str) -> Source:
    """The list at an address, or in a file. Raises ValueError for an address that must not be asked."""
    parts = urlsplit(place)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL):
        return lambda: _fetched(place)
    if "://" in place:
        raise ValueError(f"must be an https address or a file, not {place}")
    return lambda: _read(Path(place))


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise OSError(f"there is no file {file}")
    with file.open("rb") as opened:
        return _whole(opened.read(_LARGEST + 1))


def _fetched(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    end = time.monotonic() + _PATIENCE
    content = bytearray()
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as answer:
            while len(content) <= _LARGEST and (part := answer.read1(_STEP)):
                content += part
                if time.monotonic() > end:
                    raise OSError(f"{address} is too slow")
    except HTTPException as error:
        raise OSError(f"{address} breaks off: {type(error).__name__}") from None
    return _whole(bytes(content))


def _whole(content: bytes) -> bytes:
    if len(content) > _LARGEST:
        raise OSError(f"it is larger than {_LARGEST} bytes")
    return content


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would name another place than the one configured."""

    def redirect_request(self, *_args: object) -> None:
        return None

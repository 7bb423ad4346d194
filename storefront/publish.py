"""Writing a site beside the published one, then putting it in its place."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Stands in every folder a build has written; only such a folder is ever replaced.
_MARK = ".vitrina"

#: Linux's AT_FDCWD and RENAME_EXCHANGE.
_HERE, _EXCHANGE = -100, 2


class NotOurs(Exception):
    """Raised when the output folder holds something that no build has written."""


class NotAFolder(NotADirectoryError):
    """Raised when a file stands where the site should go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} is a file; choose a folder with --out."


@contextmanager
def replacing(published: Path) -> Iterator[Path]:
    """A new empty folder that takes the published one's place when all went well, and vanishes otherwise."""
    _refuse_foreign(published)
    published.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{published.name}-", dir=published.parent))
    try:
        fresh.chmod(0o755)
        (fresh / _MARK).write_text("Written by build.py; it will be replaced whole.\n")
        yield fresh
        _swap(fresh, published)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def write_text(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def link(source: Path, target: Path) -> None:
    """The same file at a second place, by a hard link where the disk allows it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _refuse_foreign(published: Path) -> None:
    if published.exists() and not published.is_dir():
        raise NotAFolder(published)
    if published.exists() and not (published / _MARK).exists() and any(published.iterdir()):
        raise NotOurs(published)


def _swap(fresh: Path, published: Path) -> None:
    if not published.exists():
        fresh.rename(published)
        return
    if _exchanged(fresh, published):
        shutil.rmtree(fresh)
        return
    old = fresh.with_name(fresh.name + "-old")
    published.rename(old)
    try:
        fresh.rename(published)
    except OSError:
        old.rename(published)
        raise
    shutil.rmtree(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Puts each in the place of the other in one step, where the system can: a web server sees no gap."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError, TypeError):  # not Linux, or an old one
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0

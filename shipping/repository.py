"""What git publishes of a folder, and what it once did."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

_SECONDS = 20.0  #: for all of the history; what comes later in it is older
_LARGEST = 1024 * 1024
_PATIENCE = 30.0


class NoRepository(Exception):
    """Raised where git has nothing to say, in its place the reason."""


def tracked(folder: Path) -> tuple[Path, list[str]]:
    """The repository's own folder, and all files in it that git keeps, with slashes."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    return top, [name for name in _git(top, "ls-files", "-z").decode("utf-8", "replace").split("\0") if name]


def is_open(top: Path, folder: Path) -> bool:
    """Whether that folder is inside the repository, and git would take it."""
    folder = folder.resolve()
    if not folder.exists() or not folder.is_relative_to(top.resolve()):
        return False
    asked = ["git", "-C", str(top), "check-ignore", "--quiet", str(folder)]
    return subprocess.run(asked, capture_output=True, timeout=_PATIENCE).returncode == 1


def history(top: Path, values: Mapping[str, str], seconds: float = _SECONDS) -> dict[str, str]:
    """Files that once held one of these values, by their name, with what the value is called.

    What a value is goes to no other program's arguments, which everybody on the machine can read.
    """
    if not values:
        return {}
    wanted = {value.encode(): label for value, label in values.items()}
    present = set(_git(top, "ls-files", "-s", "-z").decode("utf-8", "replace").replace("\0", " ").split())
    names = dict(_objects(top, present))
    until, held = time.monotonic() + seconds, {}
    for id, content in _contents(top, names, until):
        for value, label in wanted.items():
            if value in content:
                held[names[id]] = label
    return held


def _objects(top: Path, present: Collection[str]) -> Iterator[tuple[str, str]]:
    """Everything with a name that was ever committed, but for what is there now."""
    for line in _git(top, "rev-list", "--objects", "--all").decode("utf-8", "replace").splitlines():
        id, _, name = line.partition(" ")
        if name and id not in present:
            yield id, name


def _contents(top: Path, ids: Collection[str], until: float) -> Iterator[tuple[str, bytes]]:
    asked = "".join(f"{id}\n" for id in ids).encode()
    sizes = _git(top, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", given=asked)
    rows = (line.split() for line in sizes.decode().splitlines())
    small = [row[0] for row in rows if len(row) == 3 and row[1] == "blob" and int(row[2]) <= _LARGEST]
    for start in range(0, len(small), 500):
        if time.monotonic() > until:
            return
        part = "".join(f"{id}\n" for id in small[start : start + 500]).encode()
        yield from _read(_git(top, "cat-file", "--batch", given=part))


def _read(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """What `cat-file --batch` writes: a line of id, kind and size, the content, a line's end."""
    at = 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        id, _, size = stream[at:end].decode().split(" ")
        at = end + 1 + int(size) + 1
        yield id, stream[end + 1 : at - 1]


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    try:
        asked = ["git", "-C", str(folder), *words]
        done = subprocess.run(asked, input=given, capture_output=True, check=True, timeout=_PATIENCE)
    except FileNotFoundError as error:
        raise NoRepository("git is not installed") from error
    except subprocess.CalledProcessError as error:
        dubious = b"dubious ownership" in error.stderr
        raise NoRepository("it belongs to another user" if dubious else "this is no repository") from error
    except subprocess.TimeoutExpired as error:
        raise NoRepository("it did not answer in time") from error
    return done.stdout

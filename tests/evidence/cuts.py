"""A disk whose power is cut: what is left of files, by the system calls that were made until then.

What a sync has come back for is there. Of what was written since, any part may be: each sector is kept or
lost by chance, whatever came before or after it. That a file was made or removed lasts at once.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.evidence.trace import Call, calls

#: Beside the calls of `trace.py`.
ALSO = "unlink,unlinkat"

SECTOR = 512

_WRITE = re.compile(r'^, "((?:[^"\\]|\\.)*)", (\d+), (\d+)', re.DOTALL)
_REMOVED = re.compile(r'unlink(?:at)?\(.*"[^"]*?([^"/]+)"')
_CUT_OFF = re.compile(r"^, (\d+)")
_NUMBER = re.compile(r'\\"number\\":\\"(V-[0-9]+-[0-9])\\"')

_Step = tuple[int, bytes | None]  #: where something is written, and what; None cuts the file off there


@dataclass
class File:
    """One file: what lasts, and what was done since in memory alone."""

    lasting: bytearray = field(default_factory=bytearray)
    since: list[_Step] = field(default_factory=list)

    def synced(self) -> None:
        for step in self.since:
            _apply(self.lasting, step)
        self.since.clear()

    def left(self, chance: random.Random) -> bytes:
        """What the disk might have when its power is cut now."""
        content, kept = bytearray(self.lasting), chance.choice((0.0, 0.5, 0.9, 1.0))
        for at, data in self.since:
            if data is None:
                if chance.random() < kept:
                    _apply(content, (at, None))
                continue
            for first in range(0, len(data), SECTOR):
                if chance.random() < kept:
                    _apply(content, (at + first, data[first : first + SECTOR]))
        return bytes(content)


@dataclass
class Disk:
    """The files of a store, and the orders whose answers have begun to leave."""

    files: dict[str, File] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def take(self, call: Call) -> None:
        if call.name in ("sendto", "sendmsg", "write") and (number := _NUMBER.search(call.rest)):
            self.answered.add(number[1])
        name = call.file.rsplit("/", 1)[-1]
        if not name.startswith("orders.sqlite3") or name.endswith("-shm"):
            return
        file = self.files.setdefault(name, File())
        match call.name, call.done:
            case "pwrite64", False:
                file.since.append(_written(call.rest))
            case "ftruncate", False:
                found = _CUT_OFF.match(call.rest)
                assert found
                file.since.append((int(found[1]), None))
            case (("fsync" | "fdatasync"), True):
                file.synced()


def moments(lines: Iterable[str]) -> Iterator[Disk]:
    """The disk after each call; always the same object, as it then is."""
    disk = Disk()
    for call in calls(_seen(disk, lines)):
        disk.take(call)
        yield disk


def _seen(disk: Disk, lines: Iterable[str]) -> Iterator[str]:
    """The lines; those that name a file which is removed are not about a descriptor, as the others are."""
    for line in lines:
        if removed := _REMOVED.search(line):
            disk.files.pop(removed[1], None)
        yield line


def _written(rest: str) -> _Step:
    found = _WRITE.match(rest)
    assert found, rest[-80:]
    data = found[1].encode("latin-1").decode("unicode_escape").encode("latin-1")
    assert len(data) == int(found[2]), "strace has cut a write short"
    return int(found[3]), data


def _apply(content: bytearray, step: _Step) -> None:
    at, data = step
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(at + len(data) - len(content), 0)))
    content[at : at + len(data)] = data

"""What a trace of system calls says: whether what an answer promises was on the disk before it left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

#: The arguments of strace by which a trace can be read here: files by name, whole pages, one line a call.
COMMAND = (
    "strace", "-f", "-qq", "-y", "-s", "5000", "-e", "signal=none",
    "-e", "trace=write,pwrite64,fsync,fdatasync,ftruncate,sendto,sendmsg",
)  # fmt: skip

_LINE = re.compile(r"^(\d+) +(.*)$")
_CALL = re.compile(r"^(\w+)\((\d+)(?:<(.*?)>)?(.*)$", re.DOTALL)
_RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
_UNFINISHED = " <unfinished ...>"
_NUMBER = re.compile(r'\\"number\\":\\"(V-[0-9]+-[0-9])\\"')
_SYNCS = ("fsync", "fdatasync")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call, at the moment it begins or, *done*, the moment it has come back."""

    name: str
    file: str
    rest: str
    descriptor: str
    done: bool


Step = Callable[[Call], bool]


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Every call twice: as it begins and as it ends; those that another thread came between, too."""
    begun: dict[str, Call] = {}
    for line in lines:
        found = _LINE.match(line.rstrip("\n"))
        if found is None:
            continue
        thread, text = found.groups()
        if (resumed := _RESUMED.match(text)) and thread in begun:
            started = begun.pop(thread)
            if not _failed(resumed[2]):
                yield Call(started.name, started.file, started.rest, started.descriptor, True)
        elif call := _CALL.match(text):
            name, descriptor, file, rest = call.groups()
            started = Call(name, file or "", rest, descriptor, False)
            yield started
            if rest.endswith(_UNFINISHED):
                begun[thread] = started
            elif not _failed(rest):
                yield Call(name, file or "", rest, descriptor, True)


def unsynced(lines: Iterable[str], marks: Mapping[str, str], log: bool) -> tuple[int, list[str]]:
    """How many answers 201 there are, and the numbers of orders answered before they were on the disk.

    *marks*: what a number's own write has in it, and no write before. *log*: a write-ahead log is used,
    else a rollback journal that is cut off. An order that was answered and never written is listed as well.
    """
    steps = _LOG if log else _JOURNAL
    reached: dict[str, int] = {}  # how many of the steps were made, by the number of the order
    waiting = dict(marks)
    #: What had been reached when an answer began to leave, by its socket.
    heads: dict[str, dict[str, int]] = {}
    answered, wrong = 0, []
    for call in calls(lines):
        if call.name in ("sendto", "sendmsg", "write") and not call.done:
            if "HTTP/1.1 201" in call.rest:
                heads[call.descriptor] = dict(reached)
            if number := _NUMBER.search(call.rest):
                answered += 1
                if heads.pop(call.descriptor, {}).get(number[1], 0) < len(steps):
                    wrong.append(number[1])
        for number, step in reached.items():
            if step < len(steps) and steps[step](call):
                reached[number] = step + 1
        if steps[0](call):
            for number in [number for number, mark in waiting.items() if mark in call.rest]:
                del waiting[number]
                reached[number] = 1
    return answered, wrong


def _failed(rest: str) -> bool:
    return re.search(r"= -1 E\w+", rest[-120:]) is not None


def _wrote(ending: str) -> Step:
    return lambda call: call.done and call.name in ("pwrite64", "write") and call.file.endswith(ending)


def _synced(ending: str) -> Step:
    # Its end counts; its beginning came after the write, because one thread makes both.
    return lambda call: call.done and call.name in _SYNCS and call.file.endswith(ending)


def _cut(ending: str) -> Step:
    return lambda call: call.done and call.name == "ftruncate" and call.file.endswith(ending)


_LOG: tuple[Step, ...] = (_wrote(".sqlite3-wal"), _synced(".sqlite3-wal"))
_JOURNAL: tuple[Step, ...] = (
    _wrote(".sqlite3"),
    _synced(".sqlite3"),
    _cut(".sqlite3-journal"),
    _synced(".sqlite3-journal"),
)

"""Making something once for each process, also when many threads ask first at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar, TypeVarTuple

_Given = TypeVarTuple("_Given")
_Made = TypeVar("_Made")


def once(make: Callable[[*_Given], _Made]) -> Callable[[*_Given], _Made]:
    """*make*, called once for each set of arguments; what it raises is raised and not kept.

    Not `functools.cache`, which lets in every thread that comes before the first has finished.
    """
    kept: dict[tuple[object, ...], _Made] = {}
    lock = Lock()

    @wraps(make)
    def made(*given: *_Given) -> _Made:
        with lock:
            if given not in kept:
                kept[given] = make(*given)
            return kept[given]

    return made

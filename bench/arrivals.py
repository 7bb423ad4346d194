"""Buyers who come when they come, however slowly the shop answers: an open-loop load.

The moments at which they press are drawn beforehand. A latency is counted from the moment a buyer meant to
press, so that a shop which makes the next one wait does not make that wait disappear from its figures.
"""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.pool import Pool

from bench.client import Client, wish

#: Processes that press, so that their Python does not wait for itself; connections each of them keeps.
PROCESSES, CONNECTIONS = 2, 24

#: What stands for the status where no whole answer came.
NO_ANSWER = 0

_LEAD = 0.5  #: seconds from the call to the first press


@dataclass(frozen=True, slots=True)
class Press:
    """One order as its buyer saw it."""

    at: float  #: when it was meant, in seconds from the beginning
    late: float  #: how much later it left, because all connections were waiting
    seconds: float  #: from the moment it was meant to the end of the answer
    status: int


def moments(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """When buyers press who know nothing of one another: *rate* in a second, on average."""
    drawn, at = [], chance.expovariate(rate)
    while at < seconds:
        drawn.append(at)
        at += chance.expovariate(rate)
    return drawn


@contextmanager
def crowd(processes: int = PROCESSES) -> Iterator[Pool]:
    """Processes that are ready to press."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_ready, range(processes), chunksize=1)
        yield pool


def press(pool: Pool, port: int, rate: float, seconds: float, skus: Sequence[str], seed: str) -> list[Press]:
    """All that was pressed in so many seconds, in the order in which it was meant."""
    drawn = moments(rate, seconds, random.Random(seed))
    begin = time.monotonic() + _LEAD
    shares = [
        Share(port, begin, tuple(drawn[first::PROCESSES]), tuple(skus), f"{seed}-{first}")
        for first in range(PROCESSES)
    ]
    return sorted((each for done in pool.map(_press, shares, chunksize=1) for each in done), key=_meant)


@dataclass(frozen=True, slots=True)
class Share:
    """What one process presses. Its clock is that of the whole machine."""

    port: int
    begin: float
    moments: tuple[float, ...]
    skus: tuple[str, ...]
    seed: str


@dataclass
class _Presses:
    share: Share
    done: list[Press] = field(default_factory=list)
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """What one connection does: the next moment nobody has taken, until there is none."""
        client = Client(self.share.port)
        while (number := self._taken()) < len(self.share.moments):
            self.done.append(self._pressed(client, number))
        client.close()

    def _taken(self) -> int:
        with self._lock:
            self._next += 1
            return self._next - 1

    def _pressed(self, client: Client, number: int) -> Press:
        meant = self.share.begin + self.share.moments[number]
        time.sleep(max(0.0, meant - time.monotonic()))
        left = time.monotonic()
        content = wish(self.share.skus[number % len(self.share.skus)], 1 + number % 2, number)
        try:
            status = client.order(content, f"{self.share.seed}-{number:08}").status
        except OSError:
            status = NO_ANSWER
        return Press(self.share.moments[number], left - meant, time.monotonic() - meant, status)


def _press(share: Share) -> list[Press]:
    presses = _Presses(share)
    threads = [threading.Thread(target=presses.run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return presses.done


def _ready(_number: int) -> None:
    time.sleep(0.2)  # so that each process takes one of these


def _meant(press: Press) -> float:
    return press.at

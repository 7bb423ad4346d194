"""Buyers over real sockets who press until they are answered, however often the shop dies meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.client import Answer, Client

_PAUSE = 0.02
#: How often an order that has been answered is sent once more, as by a page that is loaded again.
_AGAIN = 0.05


@dataclass
class Crowd:
    """Several threads; *wish* is what the buyer of that number sends, and *path* where to."""

    port: int
    wish: Callable[[int], bytes]
    seed: str
    path: Callable[[int], str] = lambda _number: "/api/orders"
    answers: dict[int, Answer] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0  #: requests of which nobody knows whether they were taken
    differing: int = 0  #: second answers that were not the first one
    rescued: int = 0  #: orders that had been taken although their first answer was lost
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ending: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, threads: int) -> None:
        for number in range(threads):
            thread = threading.Thread(target=self._buy, args=(random.Random(f"{self.seed}-{number}"),))
            thread.start()
            self._threads.append(thread)

    def wait(self, orders: int, patience: float = 600) -> None:
        """Until so many are answered."""
        until = time.monotonic() + patience
        while len(self.answers) < orders:
            assert time.monotonic() < until, f"{len(self.answers)} of {orders} orders were answered"
            time.sleep(_PAUSE)

    def finish(self) -> None:
        """Lets each of them come to the end of the order in hand."""
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def key(self, number: int) -> str:
        return f"{self.seed}-{number:06}"

    def _buy(self, chance: random.Random) -> None:
        client = Client(self.port)
        while not self._ending.is_set():
            with self._lock:
                number, self._next = self._next, self._next + 1
            answer = self._answered(client, number)
            self.answers[number] = answer
            with self._lock:
                self.rescued += "idempotent-replayed" in answer.headers
            if chance.random() < _AGAIN and self._answered(client, number).body != answer.body:
                with self._lock:
                    self.differing += 1
        client.close()

    def _answered(self, client: Client, number: int) -> Answer:
        """The answer that is no 5xx; asked for until it comes."""
        while True:
            try:
                answer = client.post(self.path(number), self.wish(number), self.key(number))
            except OSError as error:
                with self._lock:  # what was refused at the door was not taken, as everybody knows
                    self.lost += not isinstance(error.__cause__, ConnectionRefusedError)
                time.sleep(_PAUSE)
                continue
            with self._lock:
                self.statuses[answer.status] += 1
            if answer.status < 500:
                return answer
            time.sleep(_PAUSE)

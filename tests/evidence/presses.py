"""Many buttons pressed at the same moment, over real sockets."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.client import Answer, Client

Press = tuple[str, bytes, str]  #: where to, what, and under which idempotency key


def at_once(ports: Sequence[int], presses: Sequence[Press]) -> list[Answer]:
    """The answers to all of them, in their order; the processes behind *ports* take turns."""
    ready = Barrier(len(presses))

    def once(number: int) -> Answer:
        client = Client(ports[number % len(ports)])
        ready.wait(60)
        try:
            return client.post(*presses[number])
        finally:
            client.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(once, range(len(presses))))

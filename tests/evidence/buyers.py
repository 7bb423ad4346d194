"""Buyers who all want the same things at the same moment, from several processes."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from functions import orders
from functions._wiring import embedded
from tests.functions.browser import Answer, Client

#: A buyer whose order could not be written is answered 503, and presses again.
PRESSES = 50

Lines = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Crowd:
    """One process's share of the buyers: the shop they go to, and what each of them wants."""

    site: Path
    state: Path
    wants: tuple[Lines, ...]
    seed: str


def together(processes: int) -> tuple[Pool, Barrier]:
    """Processes that wait for one another before they buy."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes)
    return context.Pool(processes, _set, (barrier,)), barrier


def buy(crowd: Crowd) -> Counter[int]:
    """How often each status was answered; 503 counts beside the answer that followed it."""
    ports = embedded(str(crowd.site), crowd.state, root_key=b"k" * 32)
    client = Client(orders.application(lambda: ports))
    client.get("/api/health")  # so that the store is open
    statuses: Counter[int] = Counter()
    wants = list(crowd.wants)
    random.Random(crowd.seed).shuffle(wants)
    _barrier.wait(60)
    for number, lines in enumerate(wants):
        for _ in range(PRESSES):
            answer = _order(client, lines, f"{crowd.seed}-{number}")
            statuses[answer.status] += 1
            if answer.status != 503:
                break
    ports.close()
    return statuses


def order(lines: Lines) -> dict[str, Any]:
    return {
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "delivery": {"method": "pickup"},
        "payment": "cash",
    }


def _order(client: Client, lines: Lines, key: str) -> Answer:
    return client.post("/api/orders", order(lines), key)


def _set(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


_barrier: Barrier

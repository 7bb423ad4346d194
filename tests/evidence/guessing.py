"""Guesses at secrets, and whether the time an answer takes gives anything away."""

from __future__ import annotations

import base64
import math
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import combinations

from starlette.responses import Response

from functions import _calls
from functions._calls import Handler
from functions._web import Sent
from functions._wiring import Ports
from shop.numbers import hash_of
from tests.evidence.figures import note

GUESSES = int(os.environ.get("VITRINA_GUESSES", "20000"))
TIMED = int(os.environ.get("VITRINA_TIMED", "2000"))
#: How likely a difference that is none may look like one.
CHANCE = 0.01
_TIMES = 3
#: Nanoseconds. Some hundred are the machine's, whose caches prefer now one kind and now another; across a
#: network 15 000 can be told apart (S. A. Crosby, D. S. Wallach, R. H. Riedi, 2009).
_UNSEEN = 1000
_SECRET_BYTES = 20

Kinds = dict[str, Callable[[], Sent]]


def by_chance(chance: random.Random) -> str:
    return base64.urlsafe_b64encode(chance.randbytes(_SECRET_BYTES)).decode().rstrip("=")


def guess(key: str, chance: random.Random) -> str:
    """A key by chance, or a real one that is nearly right."""
    place = chance.randrange(len(key))
    match chance.randrange(8):
        case 0:
            return key[:place] + chance.choice("abcXYZ019-_") + key[place + 1 :]
        case 1:
            return key[:place] + key[place + 1 :]
        case 2:
            return key.swapcase()
        case 3:
            return hash_of(key)
    return by_chance(chance)


def ask(shop: Ports, call: Handler, sent: Sent) -> tuple[int, Response]:
    """How many nanoseconds the answer took, and the answer."""
    begun = time.perf_counter_ns()
    answer = _calls._answered(call, sent, lambda: shop, _calls.LOOKS)
    return time.perf_counter_ns() - begun, answer


def bodies(shop: Ports, call: Handler, sent: Sequence[Sent]) -> set[tuple[int, bytes]]:
    """The different answers to those requests."""
    answers = [ask(shop, call, each)[1] for each in sent]
    return {(answer.status_code, bytes(answer.body)) for answer in answers}


def tells(name: str, shop: Ports, call: Handler, kinds: Kinds) -> bool:
    """Whether the time of an answer tells which of the kinds was asked; what was measured is noted."""
    measured = [_measure(shop, call, kinds)]
    while _differ(measured[-1]) and len(measured) < _TIMES:
        # Again on a machine that is not quiet; the last time counts, whatever the others said.
        measured.append(_measure(shop, call, kinds))
    means = {kind: f"{statistics.fmean(times) / 1000:.1f}" for kind, times in measured[-1].items()}
    note(
        name,
        **{
            "answers of each kind": TIMED,
            "microseconds": means,
            "least p of Welch's test": [round(min(_chances(times)), 3) for times in measured],
            "different bodies": 0,
        },
    )
    return _differ(measured[-1])


def welch(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely chance alone sets two means so far apart (B. L. Welch, 1947); for samples of hundreds, where
    the t distribution is the normal one."""
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    t = (statistics.fmean(one) - statistics.fmean(other)) / math.sqrt(spread)
    return math.erfc(abs(t) / math.sqrt(2))


def _measure(shop: Ports, call: Handler, kinds: Kinds) -> dict[str, list[int]]:
    """How long each kind took, asked by turns in a new order each time; without the slowest twentieth of
    all, which is the machine's."""
    times: dict[str, list[int]] = {kind: [] for kind in kinds}
    order, chance = list(kinds), random.Random(11)
    for _ in range(TIMED):
        chance.shuffle(order)
        for kind in order:
            sent = kinds[kind]()
            times[kind].append(ask(shop, call, sent)[0])
    bound = statistics.quantiles([each for taken in times.values() for each in taken], n=20)[-1]
    return {kind: [each for each in taken if each <= bound] for kind, taken in times.items()}


def _differ(times: dict[str, list[int]]) -> bool:
    """Whether two kinds are apart by more than chance, and by more than could be seen from anywhere else."""
    means = [statistics.fmean(taken) for taken in times.values()]
    return min(_chances(times)) <= CHANCE and max(means) - min(means) > _UNSEEN


def _chances(times: dict[str, list[int]]) -> list[float]:
    return [welch(times[one], times[other]) for one, other in combinations(times, 2)]

"""A log that says the same at most every ten minutes: the outbox is looked at every second."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

_SECONDS = 600.0


class Sparing(logging.Filter):
    """Lets through what was not said lately, word by word."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, words = self._clock(), record.getMessage()
        self._said = {each: at for each, at in self._said.items() if at > now - _SECONDS}
        return self._said.setdefault(words, now) == now

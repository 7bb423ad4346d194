"""Counting in the memory of one process: for what must cost less than the look it limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

#: Keys of one window that are kept apart; beyond, counting begins anew rather than filling the memory.
_MOST_KEYS = 50_000


class Pace:
    """The Limits port, for one process and the latest window of each length."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[timedelta, tuple[int, dict[str, int]]] = {}

    def hit(self, key: str, limit: int, window: timedelta, at: datetime) -> bool:
        number = int(at.timestamp() // window.total_seconds())
        with self._lock:
            latest, hits = self._windows.get(window, (number, {}))
            if number > latest or len(hits) >= _MOST_KEYS:
                latest, hits = number, {}
            self._windows[window] = latest, hits
            if hits.get(key, 0) >= limit:
                return False
            hits[key] = hits.get(key, 0) + 1
            return True

"""How much memory a process holds while it works, and whether that grows."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY = 0.5


@dataclass
class Memory:
    """Looks at a process again and again, within `with`. Sees nothing where there is no /proc."""

    pid: int
    samples: list[tuple[float, float]] = field(default_factory=list)  #: seconds from the beginning, megabytes
    _ending: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._ending.set()
        self._thread.join()

    def _watch(self) -> None:
        begin = time.monotonic()
        while not self._ending.wait(_EVERY):
            if (held := resident(self.pid)) is not None:
                self.samples.append((time.monotonic() - begin, held))


def resident(pid: int) -> float | None:
    """Megabytes of the process that are in memory."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), None)
    return int(line.split()[1]) / 1024 if line else None


def slope(samples: Sequence[tuple[float, float]]) -> float | None:
    """Megabytes an hour that it grows by: the straight line that fits best."""
    if len(samples) < 3:
        return None
    middle = sum(at for at, _ in samples) / len(samples)
    level = sum(held for _, held in samples) / len(samples)
    spread = sum((at - middle) ** 2 for at, _ in samples)
    return 3600 * sum((at - middle) * (held - level) for at, held in samples) / spread

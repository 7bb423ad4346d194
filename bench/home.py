"""The shop's functions in a process of their own, behind a real socket: what proofs kill and benchmarks load.

    python -m bench.home together SITE STATE PORT     as `build.py serve` runs them: one process, letters too
    python -m bench.home orders SITE STATE PORT       orders alone, as a deployed function
    python -m bench.home outbox SITE STATE            the outbox alone, called again and again

Listens on 127.0.0.1 only.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SECRET = "a root key of benchmarks, no secret"

#: How long a process may take to answer for the first time, on a machine that is busy with others.
_PATIENCE = 60.0
_DRAIN_SECONDS = float(os.environ.get("BENCH_DRAIN", "0.05"))


class Home:
    """One such process, which can be killed and started again on the same port."""

    def __init__(
        self, site: Path, state: Path, role: str = "together", *,
        settings: Mapping[str, str] | None = None, under: Sequence[str] = (), log: Path | None = None,
    ) -> None:  # fmt: skip
        self.port = 0 if role == "outbox" else free_port()
        self._role, self._log = role, log
        self._command = [
            *under, sys.executable, "-m", "bench.home", role, str(site), str(state), str(self.port),
        ]  # fmt: skip
        self._environment = {
            **os.environ, "VITRINA_PRICES": str(site), "VITRINA_STATE": str(state), "VITRINA_SECRET": SECRET,
            **(settings or {}),
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.answered()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with open(self._log or os.devnull, "ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def answered(self) -> None:
        """Waits until it answers."""
        until = time.monotonic() + _PATIENCE
        while self._role != "outbox":
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"the process ended by itself: {self._said()}")
            if _healthy(self.port):
                return
            if time.monotonic() > until:
                raise RuntimeError(f"the process does not answer: {self._said()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Ends it as a power cut of the process alone: nothing of its own runs any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _said(self) -> str:
        return self._log.read_text(errors="replace")[-2000:] if self._log else "(no log was kept)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        connection.close()


def main(role: str, site: str, state: str, port: str = "0") -> None:
    if synchronous := os.environ.get("BENCH_SYNCHRONOUS"):
        _unsafe(synchronous)
    if mode := os.environ.get("BENCH_JOURNAL"):
        _with_journal(mode)
    if role == "outbox":
        from functions import outbox

        _again(lambda: outbox.handler({}, None))
        return
    import uvicorn

    from server.serve import open_port

    if role == "together":
        from functions import _local

        app = _local.local(Path(site), Path(state))
        drain = (lambda: _local.drain_local(Path(site), Path(state), datetime.now(UTC)),)
        threading.Thread(target=_again, args=drain, daemon=True).start()
    else:
        from functions import orders

        app = orders.application()
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[open_port(HOST, int(port))])


def _again(call: Callable[[], object]) -> None:
    from shop.errors import ShopError

    while True:
        try:
            call()
        except ShopError as error:
            print(f"Letters wait: {error}", file=sys.stderr, flush=True)
        time.sleep(_DRAIN_SECONDS)


def _unsafe(synchronous: str) -> None:
    """Another setting of SQLite's than the shop's: a proof must see the difference."""
    from functions import _sqlite

    assert "synchronous = FULL" in _sqlite._SETTINGS
    _sqlite._SETTINGS = _sqlite._SETTINGS.replace("synchronous = FULL", f"synchronous = {synchronous}")


def _with_journal(mode: str) -> None:
    """Another journal than the one that is used here."""
    from functions import _sqlite

    def chosen(version: tuple[int, ...], turns: bool = True) -> str:
        return mode

    _sqlite.journal = chosen


if __name__ == "__main__":
    main(*sys.argv[1:])

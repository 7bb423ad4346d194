"""A DynamoDB on this machine for tests: ministack, started and ended by them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PYTHON = Path(sys.prefix) / "ministack" / "bin" / "python"

_SECONDS = 60


class NotStarted(Exception):
    """Raised when there is no DynamoDB to test with."""


@contextmanager
def started(python: Path = PYTHON) -> Iterator[str]:
    """Its address, while the block lasts."""
    if not python.exists():
        raise NotStarted(
            "The tests of DynamoDB need ministack in .venv/ministack: `make test` installs it,"
            " and so does `make .venv/.ministack`."
        )
    port = _free_port()
    environment = {**os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "PERSIST_STATE": "0"}
    process = subprocess.Popen(
        [python, "-m", "ministack"], env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotStarted(f"ministack ended at once with {process.returncode}; see what {PYTHON} says.")
        try:
            with urlopen(f"{address}/_ministack/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise NotStarted(f"ministack did not answer within {_SECONDS} seconds.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A shop as an owner serves it: `build.py serve` in a process of its own, asked over a real socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
FORM = "application/x-www-form-urlencoded"
_PATIENCE = 60.0


@dataclass
class Served:
    """A shop as `build.py serve` runs it."""

    folder: Path
    port: int

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def root_key(self) -> bytes:
        return (self.folder / "state" / "secret").read_bytes().strip()

    def is_there(self) -> bool:
        try:
            return self.asks("/api/health")[0] == 200
        except OSError:
            return False

    def asks(
        self, path: str, content: Any = None, *, form: bool = False, **headers: str
    ) -> tuple[int, bytes]:
        """The answer's status; its body and its headers in one."""
        if content is not None:
            body = content if isinstance(content, bytes) else _packed(content, form)
            headers = {"Content-Type": FORM if form else "application/json", **headers}
        else:
            body = None
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, sent)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read() + bytes(answer.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read() + bytes(refused.headers)

    def leaves(self, path: str, content: dict[str, Any], key: str) -> Any:
        status, answer = self.asks(path, content, Idempotency_Key=key)
        assert status == 201, answer
        return json.JSONDecoder().raw_decode(answer.decode())[0]


def _packed(content: Any, form: bool) -> bytes:
    return urlencode(content).encode() if form else json.dumps(content).encode()


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A new shop in two languages, served until the end; what it says goes to `log`."""
    build(folder, "new", "shop")
    settings = folder / "shop" / "shop.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ru]"))
    things = folder / "shop" / "catalog" / "things.yaml"
    things.write_text(things.read_text().replace("stock: 3", "stock: 900"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        shop = Served(folder, probe.getsockname()[1])
    command = [
        sys.executable, "-u", "-X", "dev", str(ROOT / "build.py"), "serve", "--content", "shop", "--out",
        "site", "--state", "state", "--port", str(shop.port),
    ]  # fmt: skip
    with (
        open(folder / "log", "wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process,
    ):
        try:
            until(shop.is_there, "it never began to serve")
            yield shop
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def build(folder: Path, *arguments: str, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments], cwd=folder, env=os.environ | environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def until(holds: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)

"""Lambda's Runtime API on this machine: it hands events to AWS's own runtime client and takes its answers.

As much of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html as awslambdaric asks for.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

REGION = "eu-central-1"
_SECONDS = 120.0
_NEXT = "/2018-06-01/runtime/invocation/next"


class Failed(Exception):
    """Raised when a function did not answer: what the runtime client said of it, or that it ended."""


@dataclass
class Deployed:
    """One environment of a function: a process that has been started and waits for events."""

    process: subprocess.Popen[bytes]
    began: float
    folder: Path  #: of the unpacked bundle
    log: Path
    _events: queue.Queue[bytes]
    _answers: queue.Queue[tuple[str, bytes]]

    def invoke(self, event: Any) -> Any:
        """What the function answers to that event. Raises Failed."""
        self._events.put(json.dumps(event).encode())
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                kind, body = self._answers.get(timeout=0.5)
            except queue.Empty:
                if self.process.poll() is not None:
                    break
                continue
            if kind != "response":
                raise Failed(f"{kind}: {body.decode()[:2000]}")
            return json.loads(body)
        raise Failed(f"no answer; the process said:\n{self.log.read_text()[-2000:]}")

    def age(self) -> float:
        """Seconds since the process was begun."""
        return time.perf_counter() - self.began

    def peak(self) -> float:
        """The most memory it has had so far, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

    def seconds(self) -> float:
        """What it has had of a processor, which a busy machine does not change much."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def deployed(
    handler: str, folder: Path, log: Path, settings: Mapping[str, str], client: Path, python: str
) -> Iterator[Deployed]:
    """That handler of the unpacked bundle in *folder*, as Lambda runs it, while the block lasts.

    *client* is where awslambdaric is; nothing else is on the path, whatever is installed on this machine.
    """
    events: queue.Queue[bytes] = queue.Queue()
    answers: queue.Queue[tuple[str, bytes]] = queue.Queue()
    server = _Server(("127.0.0.1", 0), _handler(events, answers))
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    environment = _environment(handler, folder, server.server_port, client) | settings
    try:
        with log.open("ab") as said:
            began = time.perf_counter()
            process = subprocess.Popen(
                [python, "-S", "-m", "awslambdaric", handler],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        try:
            yield Deployed(process, began, folder, log, events, answers)
        finally:
            process.kill()
            process.wait()
    finally:
        server.shutdown()
        server.server_close()


def _environment(handler: str, folder: Path, port: int, client: Path) -> dict[str, str]:
    """The variables that a function finds on Lambda, and keys that are none."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(client),
        "PYTHONDONTWRITEBYTECODE": "1",  # there the folder is to be read only
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": "shop-" + handler.split(".")[1],
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "Text",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python",
        "LAMBDA_TASK_ROOT": str(folder),
        "_HANDLER": handler,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, peer = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, peer

    def handle_error(self, *_: Any) -> None:
        """A process that was ended has left its connection as it was."""


def _handler(
    events: queue.Queue[bytes], answers: queue.Queue[tuple[str, bytes]]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_GET(self) -> None:
            assert self.path == _NEXT, self.path
            event = events.get()
            self.send_response(200)
            for name, value in _about_the_call().items():
                self.send_header(name, value)
            self._end(event)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(202)
            self._end(b'{"status":"OK"}')
            answers.put((self.path.rpartition("/")[2], body))

        def _end(self, body: bytes) -> None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            """Nothing of a test is to be read in the middle of its results."""

    return Handler


def _about_the_call() -> dict[str, str]:
    return {
        "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + 30) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:123456789012:function:shop",
        "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419",
    }

"""`run`: the functions of a shop on a server of its own, behind a proxy that serves the pages.

One process answers calls and sends letters and webhooks. It ends when it is told to: calls that are being
answered are answered, and what is due by then is sent.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import uvicorn

from functions import _wiring, outbox
from functions._folder import FolderMailer
from functions._settings import Misconfigured
from functions._together import together
from functions._wiring import Ports
from server.access import Noted
from server.serve import PortTaken, open_port
from server.sparing import Sparing
from shop.errors import ShopError
from shop.outbox import LATE, TOLD

_LAST_PORT = 65_535

#: Seconds: between looks at the outbox; for calls to be answered at the end; for the last letters to leave.
_LOOK, _ANSWERING, _SENDING = 1.0, 15, 60.0

#: More than this at once would fill the memory with pictures.
_CONNECTIONS = 250

#: What tells a supervisor that starting again is of no use.
MISCONFIGURED = 2

_log = logging.getLogger("vitrina.run")


def run(host: str, port: int) -> int:
    """Serves until SIGTERM or Ctrl-C; the settings are those of the environment."""
    _begin_log()
    if not 0 < port <= _LAST_PORT:
        print(f"There is no port {port}; choose one from 1 to {_LAST_PORT}.", file=sys.stderr)
        return MISCONFIGURED
    try:
        ports = _wiring.ports()
        listening = open_port(host, port)
    except Misconfigured as error:
        print("\n".join(error.sentences), file=sys.stderr)
        return MISCONFIGURED
    except PortTaken as error:
        print(f"Cannot listen at {error}: {_why(error)}.", file=sys.stderr)
        return 1
    _look_at_store(ports)
    if isinstance(ports.mailer, FolderMailer):
        _log.warning("no letter leaves this machine: neither VITRINA_SMTP nor VITRINA_SES is set")
    _log.info("The functions answer at http://%s:%d", host, port)
    _serve(ports, listening)
    ports.close()
    _log.info("Ended")
    return 0


def _begin_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stdout)
    sparing = Sparing()
    for each in (_log, logging.getLogger("vitrina.outbox")):
        each.addFilter(sparing)


def _serve(ports: Ports, listening: socket.socket) -> None:
    ending = threading.Event()
    sender = threading.Thread(target=keep_sending, args=(ports, ending.wait), daemon=True)
    sender.start()
    # uvicorn raises the signal again that has ended it; without these, that would end everything at once.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    uvicorn.Server(_configuration(ports)).run(sockets=[listening])
    ending.set()
    sender.join(_SENDING)


def keep_sending(ports: Ports, wait: Callable[[float], bool]) -> None:
    """Sends what is due, every second until *wait* says that all ends, and then once more."""
    ended = False
    while not ended:
        ended = wait(_LOOK)
        try:
            outbox.drain(ports, datetime.now(UTC))
        except ShopError as error:
            _log.error("letters wait: %s", error)
        except Exception as error:  # be it unheard of: this thread must outlive every mistake
            _log.error("letters wait: %s", type(error).__name__)


def _configuration(ports: Ports) -> uvicorn.Config:
    """Whose X-Forwarded-For is believed is the functions' business alone."""
    return uvicorn.Config(
        Noted(together(lambda: ports)),
        log_config=None, log_level="warning", access_log=False, proxy_headers=False, server_header=False,
        lifespan="off", limit_concurrency=_CONNECTIONS, timeout_graceful_shutdown=_ANSWERING,
    )  # fmt: skip


def _look_at_store(ports: Ports) -> None:
    """Brings the store to the shape of this code before anybody waits for it."""
    at = datetime.now(UTC)
    try:
        ports.outbox.behind(at - LATE, at - TOLD)
    except ShopError as error:
        _log.error("calls are answered 503 until the store can be used: %s", error)


def _why(error: PortTaken) -> str:
    cause = error.__cause__
    return (cause.strerror if isinstance(cause, OSError) else None) or "it is taken"

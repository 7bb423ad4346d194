"""`build.py serve`: build, serve, watch, and end cleanly."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
import watchfiles
from starlette.types import ASGIApp

from functions._local import drain_local
from server.app import create
from server.live import Reload
from shop.errors import ShopError

#: An edit is on the screen a quarter of a second later, plus the build.
_STEP_MS, _SETTLE_MS = 50, 120
_DRAIN_SECONDS = 1
_LISTEN_SECONDS = 1
#: How often to look whether a watched folder was replaced.
_LOOK_MS = 500


class PortTaken(Exception):
    """Raised when another program already listens there."""


def open_port(host: str, port: int) -> socket.socket:
    # With its protocol named: asyncio sends without delay only on sockets that say they are TCP's, and else
    # an answer's last bytes wait 40 ms for a word from the browser.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(f"{host}:{port}") from error
    return listening


def serve(
    listening: socket.socket,
    site: Path,
    state: Path,
    watched: list[Path],
    rebuild: Callable[[], str | None],
    newer: Callable[[], bool],
    reload: Reload,
) -> None:
    """Serves until Ctrl-C. *rebuild* builds the site anew and returns what stood in the way, if anything.

    *newer* says whether what visitors have said has changed since the last build.
    """
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    ending = threading.Event()
    app = create(site, state, reload)
    threads = [
        threading.Thread(target=_watch, args=(watched, rebuild, reload, ending), daemon=True),
        threading.Thread(target=_drain, args=(site, state, ending), daemon=True),
        threading.Thread(target=_listen, args=(newer, rebuild, reload, ending), daemon=True),
    ]
    for thread in threads:
        thread.start()
    config = configuration(app)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    ending.set()
    for thread in threads:
        thread.join(timeout=2)


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How the web server runs. Whose X-Forwarded-For is believed is the functions' business alone."""
    return uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, proxy_headers=False
    )


def _watch(
    watched: list[Path], rebuild: Callable[[], str | None], reload: Reload, ending: threading.Event
) -> None:
    """Builds after every save; a folder that is deleted and put back is watched again."""
    missed = False
    while not ending.is_set():
        with _held(watched) as seen:
            for changes in _changes(watched, ending):
                if changes or missed:
                    _build(rebuild, reload)
                # What is saved before the new watch stands is found by building once it does.
                missed = _identities(watched) != seen
                if missed:
                    break


def _changes(watched: list[Path], ending: threading.Event) -> Iterator[object]:
    """The changes in the folders that exist, and nothing now and then while there are none."""
    present = [folder for folder in watched if folder.is_dir()]
    try:
        if present:
            yield from watchfiles.watch(
                *present,
                stop_event=ending,
                step=_STEP_MS,
                debounce=_SETTLE_MS,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
                raise_interrupt=False,
            )
            return
    except FileNotFoundError:  # deleted since it was looked for
        pass
    ending.wait(_LOOK_MS / 1000)
    yield None


@contextlib.contextmanager
def _held(folders: list[Path]) -> Iterator[list[tuple[int, int] | None]]:
    """Their identities, each kept from being given to the folder that takes its place."""
    with contextlib.ExitStack() as held:
        for folder in folders:
            with contextlib.suppress(OSError):  # not there, or a system that opens no folders
                held.callback(os.close, os.open(folder, os.O_RDONLY))
        yield _identities(folders)


def _identities(folders: list[Path]) -> list[tuple[int, int] | None]:
    """Which folders stand there; one that is put back is another one."""
    return [_identity(folder) for folder in folders]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _build(rebuild: Callable[[], str | None], reload: Reload) -> None:
    if problems := _problems(rebuild):
        reload.failed(problems)
    else:
        reload.built()


def _problems(rebuild: Callable[[], str | None]) -> str | None:
    """What stood in the way, be it unheard of: the watcher must outlive every mistake."""
    try:
        return rebuild()
    except Exception as error:
        words = f"Could not build: {type(error).__name__}: {error}"
        print(words, file=sys.stderr, flush=True)
        return words


def _listen(
    newer: Callable[[], bool],
    rebuild: Callable[[], str | None],
    reload: Reload,
    ending: threading.Event,
    every: float = _LISTEN_SECONDS,
) -> None:
    """Builds when the shop has published, answered or taken down something, wherever it was done."""
    while not ending.wait(every):
        try:
            if newer():
                _build(rebuild, reload)
        except ShopError as error:
            print(f"What visitors say cannot be read: {error}", file=sys.stderr, flush=True)


def _drain(site: Path, state: Path, ending: threading.Event) -> None:
    """Writes the letters that are due, every second; what cannot be written stays in the outbox."""
    while not ending.wait(_DRAIN_SECONDS):
        if not site.is_dir():
            continue
        try:
            drain_local(site, state, datetime.now(UTC))
        except ShopError as error:
            print(f"Letters wait: {error}", file=sys.stderr, flush=True)

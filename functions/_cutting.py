"""Ending a conversation that takes too long: time-outs of sockets begin anew with every byte."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer


@contextmanager
def cut_after(seconds: float, of: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cuts the socket after that time; whoever reads or writes then gets an OSError or an end."""

    def cut() -> None:
        if (open_now := of()) is not None:
            # Not the method of a TLS socket, which would first say goodbye and wait.
            with suppress(OSError):
                socket.socket.shutdown(open_now, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

"""The `serve` command: arguments in, words for people out."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from server.hearing import Hearing
from server.live import Reload
from server.serve import PortTaken, open_port
from server.serve import serve as run
from storefront import commands
from storefront.generator import Generator

_LAST_PORT = 65_535


def serve(folders: commands.Folders, state: Path, host: str, port: int) -> int:
    if host not in ("127.0.0.1", "localhost", "::1"):
        print(f"serve listens on this machine only; {host} would show orders to others.", file=sys.stderr)
        return 2
    if not 0 < port <= _LAST_PORT:
        print(f"There is no port {port}; choose one from 1 to {_LAST_PORT}.", file=sys.stderr)
        return 2
    for folder in (folders.content, folders.templates):
        if not folder.is_dir():
            print(f"There is no folder {folder}.", file=sys.stderr)
            return 1
    try:
        listening = open_port(host, port)
    except PortTaken:
        print(
            f"Port {port} is taken by another program. Stop that one, or choose another port: "
            f"python build.py serve --port {port + 1}",
            file=sys.stderr,
        )
        return 1
    address = f"http://{host}:{port}"
    hearing = Hearing(state)
    generator = Generator(
        folders.content, folders.templates, folders.out, folders.cache, url=address, feedback=hearing.content
    )
    reload, building = Reload(), threading.Lock()
    if commands.run(generator, hear=reload.failed) != 0:
        listening.close()
        return 1
    print(f"\n  {address}/          the shop\n  {address}/_mail/    letters\n  {address}/_orders/  orders\n")
    print("Save a file in content/ or templates/ and the browser follows. Ctrl-C ends it.", flush=True)

    def rebuild() -> str | None:
        with building:  # an edit and a word of a visitor may come at the same moment
            return commands.rebuild(generator)

    watched = [folders.content, folders.templates]
    run(listening, folders.out, state, watched, rebuild, hearing.is_newer, reload)
    print("\nEnded.")
    return 0

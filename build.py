#!/usr/bin/env python3
"""Vitrina: a shop as a folder of YAML, Markdown and pictures.

python build.py build        write the site into dist/
python build.py check        read the content and say what is wrong with it
python build.py serve        build, serve on this machine with working orders, rebuild on every save
python build.py run          answer calls and send letters on a server of one's own, behind a proxy
python build.py schema       write JSON Schemas, so that an editor completes and checks while you type
python build.py new DIR      start an empty shop
python build.py orders       list the orders, show one, move it on, take things back
python build.py feedback     list what visitors have said, publish it, answer it, merge it
python build.py tickets      list what customers need, show one, answer it, move it on
python build.py report       tell how fast answers are, who comes again, which hours are busy
python build.py outbox       list letters and webhooks that wait or were given up, send those again
python build.py privacy      hand over or erase what is known of one person
python build.py tables       make the tables in DynamoDB, or what speaks like it, where they are missing
python build.py backup FILE  copy the store while orders arrive; restore FILE brings it back
python build.py bundle       pack the functions as zips for Lambda
python build.py deploy       put the functions up on AWS, or what is new of them
python build.py doctor       look at the shop from all sides; say what is wrong and what to do about it
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

try:
    from server import arguments as owner_commands
    from shipping import arguments as shipping_commands
    from shipping import reference
    from storefront import commands
except ModuleNotFoundError as missing:
    print(
        f"Vitrina's libraries are not installed for this Python ({missing.name} is missing). "
        "Run `make serve` once, then use .venv/bin/python build.py.",
        file=sys.stderr,
    )
    sys.exit(2)

HERE = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    for note in reference.notes(os.environ):
        print(f"Note: {note}", file=sys.stderr)
    match given.command:
        case "build":
            return commands.build(_folders(given, given.out), os.environ, given.history)
        case "check":
            return commands.check(_folders(given, Path()))
        case "schema":
            return commands.schema(given.content)
        case "new":
            return commands.new(given.folder)
        case "serve":
            from server.command import serve

            return serve(_folders(given, _served(given)), _state(given), given.host, given.port)
        case "run":
            from server.run import run

            return run(given.host, given.port)
        case "bundle":
            from shipping import bundle

            return bundle.run(given.to, given.python, given.arch)
        case "deploy":
            return _deployed(given)
        case "doctor":
            return _examined(given)
        case _:
            from server import owner

            return owner.run(given, _served(given), _state(given))


def _deployed(given: argparse.Namespace) -> int:
    from shipping import deploy

    order = deploy.Order(
        given.stack, given.region, deploy.python_of(given.python), given.arch, tuple(given.parameter)
    )
    return deploy.run(given.content, given.templates, given.cache, order)


def _examined(given: argparse.Namespace) -> int:
    from shipping import doctor

    state = given.state or Path(os.environ.get("VITRINA_STATE") or _state(given))
    return doctor.run(
        doctor.Patient(
            given.content, given.templates, given.cache, given.out, state,
            os.environ, lambda: datetime.now(UTC), given.live or "", given.backups,
        )
    )  # fmt: skip


def _served(given: argparse.Namespace) -> Path:
    out: Path | None = given.out
    return out or given.cache / "served" / given.content.resolve().name


def _state(given: argparse.Namespace) -> Path:
    state: Path | None = given.state
    return state or Path(".state") / given.content.resolve().name


def _folders(given: argparse.Namespace, out: Path) -> commands.Folders:
    return commands.Folders(content=given.content, templates=given.templates, out=out, cache=given.cache)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    content = argparse.ArgumentParser(add_help=False)
    content.add_argument("--content", type=Path, default=Path("content"), help="the shop's folder (content)")
    looks = argparse.ArgumentParser(add_help=False, parents=[content])
    looks.add_argument("--templates", type=Path, default=HERE / "templates", help="the looks (templates)")
    looks.add_argument("--cache", type=Path, default=Path(".cache/vitrina"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    building = commands.add_parser("build", parents=[looks], help="write the site")
    building.add_argument("--out", type=Path, default=Path("dist"), help="where the site goes (dist)")
    building.add_argument(
        "--history", type=Path, help="a price history to go on from (the one that was kept)"
    )
    commands.add_parser("check", parents=[looks], help="read the content and list every mistake")
    serving = commands.add_parser("serve", parents=[looks], help="build, serve here, rebuild on every save")
    serving.add_argument("--out", type=Path, help="where the site goes (a folder in .cache)")
    serving.add_argument("--state", type=Path, help="orders and letters (.state/<the shop's folder>)")
    serving.add_argument("--host", default="127.0.0.1", help=argparse.SUPPRESS)
    serving.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    running = commands.add_parser("run", help="the functions alone, on a server, behind a proxy")
    running.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    running.add_argument("--port", type=int, default=8700, help="the port to listen on (8700)")
    commands.add_parser("schema", parents=[content], help="write JSON Schemas for editors")
    fresh = commands.add_parser("new", help="start an empty shop")
    fresh.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    owner_commands.add(commands, content)
    shipping_commands.add(commands, looks)
    return parser


if __name__ == "__main__":
    sys.exit(main())

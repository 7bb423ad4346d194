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
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

try:
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
    _add_owner_s(commands, content)
    _add_shipping(commands, looks)
    return parser


def _add_owner_s(commands: Any, content: argparse.ArgumentParser) -> None:
    """What is done with what the store holds."""
    store = argparse.ArgumentParser(add_help=False, parents=[content])
    store.add_argument("--state", type=Path, help="the folder of orders and letters, as for serve")
    store.add_argument("--out", type=Path, help="where serve writes the site (a folder in .cache)")
    store.add_argument("--cache", type=Path, default=Path(".cache/vitrina"), help=argparse.SUPPRESS)
    _add_orders(commands, store)
    _add_feedback(commands, store)
    _add_tickets(commands, store)
    reporting = commands.add_parser("report", parents=[store], help="tell a month in figures")
    reporting.add_argument("--month", type=_said, metavar="YYYY-MM", help="which one (this month so far)")
    _add_outbox(commands, store)
    _add_privacy(commands, store)
    commands.add_parser("tables", parents=[store], help="make the tables of VITRINA_TABLES")
    for name, said in (("backup", "copy the store into a file"), ("restore", "make the store from a copy")):
        copying = commands.add_parser(name, parents=[store], help=said)
        if name == "restore":
            copying.add_argument("file", type=Path, metavar="FILE")
            copying.add_argument("--verify", action="store_true", help="compare every row")
            continue
        where = copying.add_mutually_exclusive_group(required=True)
        where.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="a file that does not exist yet"
        )
        where.add_argument("--into", type=Path, metavar="DIR", help="a dated file there, tried at once")
        copying.add_argument(
            "--keep", type=_several, metavar="N", help="of the copies there, keep so many (14)"
        )


def _add_orders(commands: Any, store: argparse.ArgumentParser) -> None:
    orders = commands.add_parser("orders", parents=[store], help="list, show and move orders")
    orders.add_argument(
        "number", type=_said, nargs="?", metavar="NUMBER", help="one order, such as V-10001-4"
    )
    what = orders.add_mutually_exclusive_group()
    what.add_argument(
        "--to", metavar="STATUS", help="move it: approval, assembling, delivery, complete, cancel"
    )
    what.add_argument(
        "--return", dest="back", action="append", type=_pieces, metavar="SKU=PIECES", help="it came back"
    )
    orders.add_argument("--tracking", default="", metavar="NO", help="the carrier's number, for the customer")
    orders.add_argument("--reason", default="", help="why it is cancelled, or why something came back")
    orders.add_argument("--comment", default="", help="for the shop's own eyes")
    orders.add_argument("--restock", action="store_true", help="what came back can be sold again")


def _add_feedback(commands: Any, store: argparse.ArgumentParser) -> None:
    feedback = commands.add_parser("feedback", parents=[store], help="list, publish and answer feedback")
    feedback.add_argument(
        "id",
        type=_said,
        nargs="?",
        metavar="ID",
        help="one of them, by the first six or more characters of its id",
    )
    which = feedback.add_mutually_exclusive_group()
    which.add_argument(
        "--to", type=_said, metavar="STATE",
        help="move it: open (show it), rejected (do not), read, planned, started, completed, declined",
    )  # fmt: skip
    which.add_argument(
        "--merge", type=_said, metavar="ID", help="it is the same idea as that one, and goes on there"
    )
    feedback.add_argument("--answer", type=_said, metavar="TEXT", help="what everybody reads beside it")


def _add_tickets(commands: Any, store: argparse.ArgumentParser) -> None:
    tickets = commands.add_parser("tickets", parents=[store], help="list, show, answer and move tickets")
    tickets.add_argument(
        "number", type=_said, nargs="?", metavar="NUMBER", help="one ticket, such as T-10001-4"
    )
    what = tickets.add_mutually_exclusive_group()
    what.add_argument(
        "--answer", type=_said, metavar="TEXT", help="write to its customer; - reads the text from here"
    )
    what.add_argument("--note", type=_said, metavar="TEXT", help="for the shop's own eyes")
    what.add_argument(
        "--merge", type=_said, metavar="NUMBER", help="it goes on in that ticket of the same customer"
    )
    tickets.add_argument(
        "--to", type=_said, metavar="STATE",
        help="move it: open, pending, hold, solved, spam; with an answer all but spam",
    )  # fmt: skip


def _add_outbox(commands: Any, store: argparse.ArgumentParser) -> None:
    outbox = commands.add_parser("outbox", parents=[store], help="list what waits or was given up")
    again = outbox.add_mutually_exclusive_group()
    again.add_argument("--replay", metavar="ID", help="send one that was given up again, or: all")
    again.add_argument("--allow", metavar="ADDRESS", help="write again where letters came back from")


def _add_privacy(commands: Any, store: argparse.ArgumentParser) -> None:
    """What somebody may ask for who is known to the shop."""
    privacy = commands.add_parser(
        "privacy", parents=[store], help="hand over or erase what is known of one person"
    )
    privacy.add_argument(
        "what", choices=("export", "erase", "retain"), help="hand it over; erase it; or what is old"
    )
    privacy.add_argument(
        "contact", type=_said, nargs="?", metavar="CONTACT", help="an e-mail address or a phone number"
    )
    privacy.add_argument("--to", type=Path, metavar="FILE", help="where what is handed over goes")
    privacy.add_argument("--yes", action="store_true", help="erase it, for good; without, only say what")


def _add_shipping(commands: Any, looks: argparse.ArgumentParser) -> None:
    """What gets the shop out of the house."""
    bundling = commands.add_parser("bundle", help="pack the functions as zips for Lambda")
    bundling.add_argument("--to", type=Path, default=Path("build"), help="the folder for both zips (build)")
    bundling.add_argument(
        "--python", choices=("3.12", "3.13", "3.14"), help="what they run on (the newest that is here)"
    )
    bundling.add_argument(
        "--arch", choices=("arm64", "x86_64"), default="arm64", help="the processor (arm64)"
    )
    deploying = commands.add_parser("deploy", parents=[looks], help="put the functions up on AWS")
    deploying.add_argument("--stack", default="shop", help="what it is called there (shop)")
    deploying.add_argument("--region", required=True, help="where, such as eu-central-1")
    deploying.add_argument("--python", choices=("3.12", "3.13", "3.14"), help="as for bundle")
    deploying.add_argument(
        "--arch", choices=("arm64", "x86_64"), default="arm64", help="the processor (arm64)"
    )
    deploying.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="of infra/template.yaml"
    )
    looking = commands.add_parser("doctor", parents=[looks], help="say what is wrong, and what to do")
    looking.add_argument("--out", type=Path, default=Path("dist"), help="where build has put the site (dist)")
    looking.add_argument("--state", type=Path, help="orders and letters (VITRINA_STATE, else as for serve)")
    looking.add_argument("--backups", type=Path, metavar="DIR", help="where copies of the store are kept")
    looking.add_argument(
        "--live", type=_site, metavar="URL", help="look at a shop from outside, and order there"
    )


def _site(text: str) -> str:
    if not re.fullmatch(r"https?://[^/?#@\s]+/?", text):
        raise argparse.ArgumentTypeError("write the shop's address, like https://shop.example")
    return text.rstrip("/")


def _said(text: str) -> str:
    """A command with empty words would do something else than was meant: show, where it should answer."""
    if not text.strip():
        raise argparse.ArgumentTypeError("nothing is written between the quotes")
    return text


def _several(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"write a whole number from 1, not {text}")
    return int(text)


def _pieces(text: str) -> tuple[str, int]:
    sku, _, pieces = text.rpartition("=")
    if not sku or not pieces.isascii() or not pieces.isdigit() or int(pieces) == 0:
        raise argparse.ArgumentTypeError(f"write it as SKU=PIECES, such as TP-01=1, not {text}")
    return sku, int(pieces)


if __name__ == "__main__":
    sys.exit(main())

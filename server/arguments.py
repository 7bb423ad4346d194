"""The arguments of the owner's commands: what is done with what the store holds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add(commands: Any, content: argparse.ArgumentParser) -> None:
    """Adds them to those of build.py."""
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

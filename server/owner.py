"""The commands for whoever runs the shop: which store each is meant for, and its mistakes in words."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from functions import _local, _wiring
from functions._sqlite import FILE
from functions._wiring import Ports
from server import (
    backups,
    feedback_command,
    order_command,
    privacy_command,
    report_command,
    store_command,
    ticket_command,
)
from server.desk import Back, Move
from shop.errors import ShopError

_TOGETHER = (
    "With the order's number: --to takes --tracking, --reason and --comment; "
    "--return takes --reason and --restock."
)
_ONE_TICKET = "With the ticket's number: --answer takes --to; --to, --note and --merge stand alone."


def run(given: argparse.Namespace, site: Path, state: Path) -> int:
    """*site* and *state* are those of `serve`, used unless the environment alone names a store."""
    try:
        match given.command:
            case "tables":
                return store_command.tables(os.environ)
            case "backup":
                return _backup(given, _folder(given, state))
            case "restore":
                return store_command.restore(given.file, _folder(given, state), given.verify)
            case "report":
                return report_command.report(_ports(given, site, state), given.month)
            case "tickets":
                return _tickets(given, site, state)
            case "outbox":
                return _outbox(given, _ports(given, site, state))
            case "privacy":
                return _privacy(given, _ports(given, site, state))
            case "feedback":
                return _feedback(given, _ports(given, site, state))
            case _:
                return _orders(given, site, state)
    except ShopError as error:
        print(f"This cannot be done: {error}.".replace("..", "."), file=sys.stderr)
        return 1


def _backup(given: argparse.Namespace, state: Path) -> int:
    if given.into:
        return store_command.keep(state, given.into, given.keep or backups.KEPT)
    if given.keep:
        print("--keep goes with --into: one file alone is never removed.", file=sys.stderr)
        return 2
    return store_command.backup(state, given.file)


def _outbox(given: argparse.Namespace, ports: Ports) -> int:
    if given.allow:
        return store_command.allow(ports, given.allow)
    return store_command.replay(ports, given.replay) if given.replay else store_command.outbox(ports)


def _privacy(given: argparse.Namespace, ports: Ports) -> int:
    wrong = (
        (given.contact is None) != (given.what == "retain")
        or (given.to and given.what != "export")
        or (given.yes and given.what != "erase")
    )
    if wrong:
        print(
            "export takes CONTACT and --to, erase takes CONTACT and --yes, retain nothing.", file=sys.stderr
        )
        return 2
    if given.what == "retain":
        return privacy_command.retain(ports)
    if given.what == "export":
        return privacy_command.export(ports, given.contact, given.to)
    return privacy_command.erase(ports, given.contact, yes=given.yes)


def _feedback(given: argparse.Namespace, ports: Ports) -> int:
    wish = feedback_command.Wish(given.to or "", given.answer or "", given.merge or "")
    if given.id is None:
        if wish != feedback_command.Wish():
            print("With the feedback's id: --to or --merge, and --answer.", file=sys.stderr)
            return 2
        return feedback_command.listed(ports)
    if wish == feedback_command.Wish():
        return feedback_command.shown(ports, given.id)
    return feedback_command.done(ports, given.id, wish)


def _tickets(given: argparse.Namespace, site: Path, state: Path) -> int:
    wish = ticket_command.Wish(given.answer or "", given.to or "", given.note or "", given.merge or "")
    if (wish != ticket_command.Wish() and not given.number) or (wish.to and (wish.note or wish.into)):
        print(_ONE_TICKET, file=sys.stderr)
        return 2
    ports = _ports(given, site, state)
    if wish.answer == "-":
        wish = replace(wish, answer=sys.stdin.read())
        if not wish.answer.strip():
            print("Nothing came to be sent; nothing was done.", file=sys.stderr)
            return 1
    return ticket_command.handled(ports, given.number, wish) if given.number else ticket_command.listed(ports)


def _orders(given: argparse.Namespace, site: Path, state: Path) -> int:
    lost = (
        ((given.to or given.back) and not given.number)
        or (given.reason and not given.to and not given.back)
        or ((given.tracking or given.comment) and not given.to)
        or (given.restock and not given.back)
    )
    if lost:
        print(_TOGETHER, file=sys.stderr)
        return 2
    ports = _ports(given, site, state)
    if given.to:
        wish = Move(given.to, given.tracking, given.reason, given.comment)
        return order_command.moved(ports, given.number, wish)
    if given.back:
        pieces: Counter[str] = Counter()
        for sku, quantity in given.back:
            pieces[sku] += quantity
        return order_command.taken_back(ports, given.number, Back(pieces, given.reason, given.restock))
    return order_command.shown(ports, given.number) if given.number else order_command.listed(ports)


def _ports(given: argparse.Namespace, site: Path, state: Path) -> Ports:
    if _named(given):
        return _wiring.ports()
    if not (state / FILE).is_file():
        raise ShopError(f"there are no orders in {state}; name another folder with --state")
    if not site.is_dir():
        raise ShopError("the shop has not been built; python build.py serve does that")
    return _local.ports(site, state)


def _folder(given: argparse.Namespace, state: Path) -> Path:
    if not _named(given):
        return state
    if os.environ.get("VITRINA_TABLES"):
        raise ShopError("the orders are in DynamoDB, which makes and keeps copies of its tables itself")
    return Path(os.environ.get("VITRINA_STATE") or state)


def _named(given: argparse.Namespace) -> bool:
    """Whether the environment says which store is meant, as it does where functions run."""
    return given.state is None and "VITRINA_PRICES" in os.environ

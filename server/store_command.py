"""`outbox`, `tables`, `backup` and `restore`: what was not sent yet, who is not written to, and stores."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from functions import _sqlite_backup
from functions._wiring import Ports
from server import backups, mail
from server.words import counted
from shop import bounces
from storefront.problems import printable

_ALLOWED = {
    bounces.UNDELIVERABLE: "{} is written to again. A letter had come back from there.",
    bounces.COMPLAINT: "{} is written to again. Its reader had called a letter spam.",
}


def outbox(ports: Ports) -> int:
    """Prints what waits and what was given up."""
    waiting, dead = mail.waiting(ports), mail.dead(ports)
    if not waiting and not dead:
        print("Nothing waits, and nothing was given up.")
    for title, parcels in (("Waiting", waiting), ("Given up", dead)):
        if parcels:
            print(f"{title}:")
        for parcel in parcels:
            print(printable(f"  {parcel.id}  {parcel.what}, order {parcel.number}, to {parcel.to}"))
            print(printable(f"      {parcel.state}"))
    if dead:
        print("\nThis sends one of them again, or all of them:")
        print(f"  python build.py outbox --replay {dead[0].id}\n  python build.py outbox --replay all")
    return 0


def replay(ports: Ports, wanted: str) -> int:
    """Makes messages that were given up due again: one, by its id or how that begins, or all."""
    again = mail.replay(ports, wanted, datetime.now(UTC))
    if not again and wanted != mail.ALL:
        print(
            f"No message that was given up has an id that begins with {printable(wanted)}.", file=sys.stderr
        )
        return 1
    print(f"{counted(again, 'message')} will be sent again." if again else "Nothing was given up.")
    return 0


def allow(ports: Ports, address: str) -> int:
    """Lets letters go again to an address that one came back from, or whose reader complained."""
    email = ports.contacts.email(address)
    if email is None:
        print(f"{printable(address)} is no e-mail address.", file=sys.stderr)
        return 1
    why = bounces.allow(email, ports)
    print(_ALLOWED.get(why or "", "{} is written to; nothing had stopped that.").format(email))
    return 0


def tables(environment: Mapping[str, str]) -> int:
    """Makes the tables that the settings name, and their indexes, where they are missing."""
    # boto3 is loaded only where it is needed.
    from functions._dynamo import FAILURES, Dynamo
    from functions._dynamo_tables import make

    dynamo = Dynamo.of(environment)
    try:
        made = make(dynamo)
    except FAILURES as error:
        print(f"The tables cannot be made: {error}", file=sys.stderr)
        return 1
    print(f"Made {', '.join(made)}." if made else f"All tables of {dynamo.prefix!r} are there.")
    return 0


def backup(state: Path, to: Path) -> int:
    contents = _sqlite_backup.backup(state, to)
    print(f"{_held(contents)} are in {to}, compared with the store row by row.")
    print(f"The links in letters need {state / 'secret'} too: copy it once, to another safe place.")
    return 0


def keep(state: Path, folder: Path, most: int) -> int:
    kept = backups.keep(state, folder, most, datetime.now(UTC))
    gone = f"; {counted(kept.removed, 'older copy', 'older copies')} removed" if kept.removed else ""
    print(f"{_held(kept.contents)} are in {kept.file}, brought back and compared row by row{gone}.")
    return 0


def restore(file: Path, state: Path, verify: bool) -> int:
    contents = _sqlite_backup.restore(file, state, verify=verify)
    how = "compared with the copy row by row" if verify else "not compared; --verify does that"
    print(f"{_held(contents)} are in {state} again, {how}.")
    if not (state / "secret").exists():
        print(f"Put the secret back as {state / 'secret'}: without it the links in letters open nothing.")
    return 0


def _held(contents: _sqlite_backup.Contents) -> str:
    orders, letters = contents.rows.get("orders", 0), contents.rows.get("outbox", 0)
    return f"{counted(orders, 'order')} and {counted(letters, 'message')}"

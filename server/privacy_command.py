"""`privacy`: what is known of one person, handed over or erased."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from functions._wiring import Ports
from server.words import counted, listing
from shop import erasing, keeping, privacy
from shop.keeping import Gone
from shop.letters import told
from shop.outbox import LETTER, Message
from shop.posts import is_shown
from shop.privacy import Known, Person
from shop.statuses import FINAL
from storefront.problems import printable

#: What opens something, or only stands for somebody where that is counted.
_SECRET = frozenset(("secret_hash", "contacts", "uses"))


def export(ports: Ports, contact: str, to: Path | None) -> int:
    """Writes everything that is known by that contact as JSON, into a file or to be read on."""
    who = _person(ports, contact)
    if who is None:
        return 1
    found = privacy.known(who, ports)
    text = json.dumps(exported(found, datetime.now(UTC)), ensure_ascii=False, indent=2) + "\n"
    if to is None:
        sys.stdout.write(text)
        return 0
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        print(f"{to} is there already and was left as it is; name another file.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{to} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"{_summed(found)} of {who.contact} are in {to}. Whoever reads that file reads all of it.")
    _say_others(found)
    return 0


def erase(ports: Ports, contact: str, *, yes: bool) -> int:
    """Erases everything that is known by that contact; without *yes* it only says what that would be."""
    who = _person(ports, contact)
    if who is None:
        return 1
    found = privacy.known(who, ports)
    if not found:
        if yes:
            ports.scrub()  # in case it could not be done the last time
        print(f"Nothing is known of {printable(who.contact)}.")
        return 0
    for line in _lines(found):
        print(printable(line))
    if not yes:
        print("\nNothing was done. The same with --yes erases it, for good.")
        return 0
    erasing.erase(who, found, ports, datetime.now(UTC))
    ports.scrub()
    print("\nErased, for good.")
    for line in _afterwards(found):
        print(line)
    _say_others(found)
    return 0


def retain(ports: Ports) -> int:
    """Forgets what has been kept long enough, which is otherwise done once a day."""
    gone, more = Gone(), True
    while more:
        step = keeping.retain(ports, datetime.now(UTC))
        gone, more = gone + step, bool(step)
    ports.scrub()
    if not gone:
        print("Nothing has been kept for longer than `retention:` says.")
        return 0
    sums = (
        (gone.orders, "order"),
        (gone.tickets, "ticket"),
        (gone.posts, "post"),
        (gone.messages, "message"),
    )
    print(f"Forgotten, as `retention:` says: {listing((counted(n, noun) for n, noun in sums), 'and')}.")
    return 0


def exported(found: Known, at: datetime) -> dict[str, Any]:
    """Everything as JSON has it, but for secrets; pictures in base64."""
    plain: dict[str, Any] = _without_secrets(msgspec.to_builtins(found))
    return {"exported_at": at.isoformat(), **plain, "messages": [_message(each) for each in found.messages]}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_secrets(part) for name, part in value.items() if name not in _SECRET}
    return [_without_secrets(part) for part in value] if isinstance(value, (list, tuple)) else value


def _message(message: Message) -> dict[str, str]:
    """A letter says what its order or ticket says; a webhook, what was told to another program."""
    plain = {"kind": message.kind, "event": message.event, "to": message.recipient}
    if message.kind == LETTER:
        return plain | {"at": told(message).get("at", "")}
    return plain | {"body": message.body}


def _person(ports: Ports, contact: str) -> Person | None:
    who = privacy.person(contact, ports)
    if who is None:
        print(
            f"{printable(contact)} is neither an e-mail address nor a phone number with its country’s code.",
            file=sys.stderr,
        )
    return who


def _lines(found: Known) -> Iterator[str]:
    """What there is, one line each, and what becomes of it."""
    yield f"Of {found.contact}:"
    for order in (each.order for each in found.orders):
        ended = order.status in FINAL
        what = (
            "stays with its lines and sums, without the customer" if ended else "stays as it is: not finished"
        )
        yield f"  order {order.number} ({order.status}): {what}"
    for each in found.tickets:
        pictures = f", {counted(len(each.pictures), 'picture')}" if each.pictures else ""
        yield f"  ticket {each.ticket.number} ({each.ticket.state}){pictures}: its words go, its times stay"
    for post in (each.post for each in found.posts):
        shown = ", published" if is_shown(post) else ""
        yield f"  {post.kind} {post.id} ({post.state}{shown}): its words and its author go"
    if found.votes:
        yield f"  {counted(len(found.votes), 'vote')}: taken back"
    if found.messages:
        yield f"  {counted(len(found.messages), 'message')}, sent or not: removed"
    if found.silenced:
        yield "  the note that letters there come back: removed"


def _afterwards(found: Known) -> Iterator[str]:
    """What erasing cannot do by itself."""
    if found.open:
        yield (
            f"Still to be fulfilled: {listing(found.open, 'and')}. Complete or cancel what is left, then do"
            " this again."
        )
    if any(is_shown(each.post) for each in found.posts):
        yield "Something was published: build the site again, so that its pages forget it, too."
    yield "Copies made by `backup`, and letters that were handed to a mail server, still hold what they held."


def _say_others(found: Known) -> None:
    if found.others:
        print(
            printable(f"The same person may be known by {listing(found.others, 'and')}: ask for that, too.")
        )


def _summed(found: Known) -> str:
    sums = (
        (found.orders, "order"), (found.tickets, "ticket"), (found.posts, "post"), (found.votes, "vote"),
        (found.messages, "message"),
    )  # fmt: skip
    return listing((counted(len(things), noun) for things, noun in sums), "and")

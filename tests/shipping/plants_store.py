"""Faults of the store: damaged, of other code, waiting, short of room, never copied."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta

from functions import _migrations, _turns
from functions._sqlite import FILE
from shipping import checks_store
from tests.shipping.clinic import Clinic
from tests.shipping.plants import ERROR, UNSEEN, WARNING, plant


def _sql(clinic: Clinic, *statements: str) -> None:
    with closing(sqlite3.connect(clinic.state / FILE)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def _message(clinic: Clinic, state: str) -> None:
    _sql(
        clinic,
        "INSERT INTO outbox (message_id, kind, event, recipient, language, about_id, body, about, state,"
        " attempts, due_at, first_due_at, reason) VALUES ('m1', 'letter', 'order_received', 'customer', 'en',"
        f" 'o1', '', 'order', '{state}', 3, '2026-01-01T00:00:00.000000+00:00',"
        " '2026-01-01T00:00:00.000000+00:00', 'refused')",
    )


@plant("store", ERROR, "the store", "bring the last copy back")
def a_damaged_store(clinic: Clinic) -> None:
    file = clinic.state / FILE
    _sql(clinic, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    for page in range(4096 * 3, len(content), 4096):
        content[page : page + 64] = b"\xee" * 64
    file.write_bytes(content)


@plant("store", ERROR, "changed by newer code", "Run the code that changed it")
def a_store_of_newer_code(clinic: Clinic) -> None:
    _sql(clinic, "INSERT INTO migrations VALUES ('2099-01-01_wings.sql')")


@plant("store", WARNING, "is still to be applied", "start the server anew")
def a_store_of_older_code(clinic: Clinic) -> None:
    newest = max(file.name for file in _migrations.MIGRATIONS.glob("*.sql"))
    _sql(clinic, f"DELETE FROM migrations WHERE name = '{newest}'")


@plant("store", ERROR, "may damage a store", "SQLite 3.51.3 or newer")
def a_library_that_damages_logs(clinic: Clinic) -> None:
    clinic.patch.setattr(_turns, "POSSIBLE", False)
    clinic.patch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))


@plant("store", WARNING, "keeps its journal as delete", "Start the server anew")
def a_journal_that_was_changed(clinic: Clinic) -> None:
    _sql(clinic, "PRAGMA journal_mode = DELETE")


@plant("store", ERROR, "wait for more than 15 minutes: 1", "build.py outbox")
def letters_that_wait(clinic: Clinic) -> None:
    clinic.open()
    _message(clinic, "pending")


@plant("store", WARNING, "were given up: 1", "--replay all")
def letters_that_were_given_up(clinic: Clinic) -> None:
    _message(clinic, "dead")


@plant("store", UNSEEN, "no store yet", "Nothing to do")
def no_store(clinic: Clinic) -> None:
    clinic.settings["closed"] = "1"
    for file in clinic.state.glob(f"{FILE}*"):
        file.unlink()


def _room(clinic: Clinic, blocks: int) -> None:
    room = os.statvfs(clinic.folder)
    values = list(room)[:11]
    values[4] = blocks * 1024**2 // room.f_frsize
    clinic.patch.setattr(os, "statvfs", lambda _path: os.statvfs_result(values))


@plant("disk", ERROR, "30 MB are free", "Make room")
def a_full_disk(clinic: Clinic) -> None:
    _room(clinic, 30)


@plant("disk", WARNING, "600 MB are free", "before it is needed")
def a_disk_that_fills(clinic: Clinic) -> None:
    _room(clinic, 600)


@plant("disk", ERROR, "a disk of the network (nfs4)", "a disk of this machine")
def orders_on_the_network(clinic: Clinic) -> None:
    mounts = clinic.folder / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/shop {clinic.folder} nfs4 rw 0 0\n")
    clinic.patch.setattr(checks_store, "MOUNTS", mounts)


@plant("disk", WARNING, "log has grown to 300 MB", "Start the server anew")
def a_log_without_end(clinic: Clinic) -> None:
    with (clinic.state / f"{FILE}-wal").open("ab") as log:
        log.truncate(300 * 1024**2)  # of nothing, which takes no room


@plant("backups", ERROR, "there is no copy", "build.py backup")
def no_copies(clinic: Clinic) -> None:
    for copy in (clinic.folder / "copies").iterdir():
        copy.unlink()


@plant("backups", ERROR, "3.0 days old", "timer")
def old_copies(clinic: Clinic) -> None:
    before = (clinic.at - timedelta(days=3)).timestamp()
    for copy in (clinic.folder / "copies").iterdir():
        os.utime(copy, (before, before))


@plant("backups", UNSEEN, "is not known here", "--backups")
def copies_nobody_knows_of(clinic: Clinic) -> None:
    clinic.backups = None

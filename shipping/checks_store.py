"""The store in SQLite: whether it is whole, of this code, safe with this library, and copied."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from functions import _migrations, _sqlite, _turns
from functions._moments import iso
from functions._sqlite import FILE
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient
from shop.errors import Unavailable
from shop.outbox import LATE
from storefront.problems import shown

_FEWEST_BYTES, _FEW_BYTES = 100 * 1024**2, 1024**3
LONGEST_LOG = 256 * 1024**2
_OLDEST_COPY = timedelta(hours=36)  #: one night may be missed

#: Where Linux tells what is mounted.
MOUNTS = Path("/proc/self/mounts")
_FAR = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.s3fs")

_RESTORE = "Stop the server, put the file aside, bring the last copy back: build.py restore FILE --verify."


def store(patient: Patient) -> Findings:
    """Opens it to read alone, and only where it is."""
    if patient.set("VITRINA_TABLES"):
        return
    file = patient.state / FILE
    if not file.is_file():
        yield unseen(shown(file), "there is no store yet; the first order makes it", "Nothing to do.")
        return
    try:
        with _reading(file) as db:
            yield from _library(file, db)
            yield from _shape(file, db)
            yield from _outbox(file, db, patient.at)
    except sqlite3.DatabaseError as fault:
        yield error(shown(file), f"the store cannot be read: {fault}", _RESTORE)


def disk(patient: Patient) -> Findings:
    """Where the orders are, or will be: its room, its kind, its log."""
    folder = _there(patient.state)
    room = os.statvfs(folder)
    free, inodes = room.f_bavail * room.f_frsize, room.f_favail if room.f_files else None
    if free < _FEWEST_BYTES or inodes == 0:
        what = f"{free // 1024**2} MB are free; soon no order can be written"
        yield error(shown(folder), what, "Make room: remove old copies and logs, or take a larger disk.")
    elif free < _FEW_BYTES:
        what = f"{free // 1024**2} MB are free"
        yield warning(shown(folder), what, "Make room before it is needed; a full disk takes no orders.")
    if (kind := _kind(folder)) in _FAR:
        what = f"is on a disk of the network ({kind}), where locks cannot be trusted and orders may be lost"
        yield error(shown(folder), what, "Keep the state folder on a disk of this machine.")
    log = patient.state / f"{FILE}-wal"
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        what = f"the store's log has grown to {log.stat().st_size // 1024**2} MB: something reads without end"
        yield warning(shown(log), what, "Start the server anew, and end programs that keep the store open.")


def backups(patient: Patient) -> Findings:
    """How old the newest copy is."""
    if patient.set("VITRINA_TABLES") or not (patient.state / FILE).is_file():
        return
    if patient.backups is None:
        what = "where copies of the store go is not known here"
        yield unseen("backups", what, "Say it: doctor --backups FOLDER; build.py backup FILE makes one.")
        return
    ages = [patient.at.timestamp() - file.stat().st_mtime for file in patient.backups.glob("*.sqlite3")]
    where = shown(patient.backups)
    if not ages:
        yield error(where, "there is no copy of the store", "Make one daily: python build.py backup FILE.")
    elif min(ages) > _OLDEST_COPY.total_seconds():
        what = f"the newest copy is {min(ages) / 86400:.1f} days old"
        yield error(where, what, "Look why the timer does not run: systemctl list-timers, or your crontab.")


def _library(file: Path, db: sqlite3.Connection) -> Findings:
    """The bug of write-ahead logs, https://www.sqlite.org/wal.html#walresetbug."""
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    safe = _sqlite.journal(sqlite3.sqlite_version_info, _turns.POSSIBLE)
    if mode == "wal" and safe != "WAL":
        what = f"SQLite {sqlite3.sqlite_version} may damage a store that several processes write with a log"
        fix = "Take a Python with SQLite 3.51.3 or newer (or 3.50.7, 3.44.6); the server then sets the mode."
        yield error(shown(file), what, fix)
    elif mode not in ("wal", safe.lower()):
        what = f"keeps its journal as {mode}, not as {safe}: slower, and changed by another program"
        yield warning(shown(file), what, "Start the server anew; it sets the mode.")


def _shape(file: Path, db: sqlite3.Connection) -> Findings:
    if faults := [fault for (fault,) in db.execute("PRAGMA integrity_check(3)") if fault != "ok"]:
        yield error(shown(file), f"the store is damaged: {faults[0]}", _RESTORE)
    elif db.execute("PRAGMA foreign_key_check").fetchone():
        yield error(shown(file), "rows have lost what they belong to", _RESTORE)
    try:
        applied = _migrations.check(db)
    except Unavailable as why:
        fix = "Run the code that changed it, or bring back the copy from before: build.py restore FILE."
        yield error(shown(file), str(why), fix)
        return
    if missing := {each.name for each in _migrations.MIGRATIONS.glob("*.sql")} - applied:
        what = f"is of older code: {', '.join(sorted(missing))} is still to be applied"
        yield warning(shown(file), what, "Make a copy, then start the server anew; it applies them.")


def _outbox(file: Path, db: sqlite3.Connection, at: datetime) -> Findings:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
        return
    count = "SELECT count(*) FROM outbox WHERE state = "
    (dead,) = db.execute(f"{count}'dead'").fetchone()
    (late,) = db.execute(f"{count}'pending' AND first_due_at < ?", (iso(at - LATE),)).fetchone()
    yield from told(shown(file), dead, late)


def told(where: str, dead: int, late: int) -> Findings:
    """What is said of letters and webhooks that were given up, or should have left long ago."""
    if late:
        what = f"letters or webhooks wait for more than {LATE.seconds // 60} minutes: {late}"
        fix = "python build.py outbox tells why; where there is no reason, the timer that sends does not run."
        yield error(where, what, fix)
    if dead:
        what = f"letters or webhooks were given up: {dead}"
        fix = "python build.py outbox tells why; then python build.py outbox --replay all sends them again."
        yield warning(where, what, fix)


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
        yield db


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.resolve()
    return next(each for each in (folder, *folder.parents) if each.exists())


def _kind(folder: Path) -> str:
    """The kind of the disk that folder is on; nothing where the system does not say."""
    if not sys.platform.startswith("linux") or not MOUNTS.exists():
        return ""
    rows = (line.split(" ") for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines())
    around = [(row[1], row[2]) for row in rows if len(row) > 2 and folder.is_relative_to(row[1])]
    return max(around, key=lambda row: len(row[0]), default=("", ""))[1]

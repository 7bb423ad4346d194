"""Whether anybody can read what nobody may: in the repository, its history, the site, the state folder."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from functions._sqlite import FILE
from shipping import repository, secrets_known
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient
from storefront.passwords import found
from storefront.problems import shown

_LARGEST = 4 * 1024 * 1024

#: Where a project keeps examples of what keys look like.
_EXAMPLES = ("tests/", "docs/")
#: What stands for a password where one is explained.
_EXAMPLE = ":password@"

#: Names of files that hold secrets or people's data, whatever is in them.
_NEVER = (
    ".env", ".env.*", "secret", "webhooks", "*.sqlite3", "*.sqlite3-*", "*.eml", "*.p12", "*.pfx", "id_*sa",
)  # fmt: skip
_HARMLESS = (".env.example", ".env.sample")

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_CHANGE = "Change it where it was made, because it has been seen, and keep the new one in a setting only."


def secrets(patient: Patient) -> Findings:
    """Patterns of keys, and the very values that are set here."""
    values = secrets_known.values(patient)
    yield from _tracked(patient, values)
    yield from _published(patient, values)


def permissions(patient: Patient) -> Findings:
    """What others who have an account on this machine can read."""
    if not patient.state.is_dir() or not patient.state.stat().st_mode & _OTHERS:
        return  # nobody else comes into the folder
    for name in ("secret", "webhooks", FILE, f"{FILE}-wal", "letters"):
        file = patient.state / name
        if file.exists() and file.stat().st_mode & _OTHERS:
            what = "other users of this machine may read or change it"
            mode = "u=rwX,go=" if file.is_dir() else "600"
            yield error(shown(file), what, f"chmod {'-R ' if file.is_dir() else ''}{mode} {shown(file)}")


def _tracked(patient: Patient, values: dict[str, str]) -> Findings:
    folder = patient.content if patient.content.is_dir() else patient.root
    try:
        top, names = repository.tracked(folder)
        names_of_old = repository.history(top, values)
    except repository.NoRepository as why:
        yield unseen(shown(folder), f"git does not tell what is published from here: {why}", "Nothing to do.")
        return
    for name in names:
        if not name.startswith(_EXAMPLES):
            yield from _file(top / name, name, values, "git rm --cached it, and ignore it in .gitignore")
    for place, label in names_of_old.items():
        fix = f"{_CHANGE} Deleting the file is not enough: git keeps what it once had."
        yield error(f"{place} in git's history", f"holds {label}", fix)
    if repository.is_open(top, patient.state):
        what = "is inside the repository and not ignored, so the next git add takes all orders along"
        yield warning(shown(patient.state), what, "Write it into .gitignore.")


def _published(patient: Patient, values: dict[str, str]) -> Findings:
    if not patient.site.is_dir():
        return
    for file in sorted(patient.site.rglob("*")):
        if file.is_file():
            yield from _file(file, shown(file), values, "delete it there, and build again")


def _file(file: Path, name: str, values: dict[str, str], remedy: str) -> Findings:
    if _must_not_be(PurePosixPath(name).name):
        yield error(name, "a file of this name holds secrets or people's data", f"Do this: {remedy}.")
        return
    for label, line in _in(file, values):
        yield error(f"{name}:{line}" if line else name, f"holds {label}", _CHANGE)


def _in(file: Path, values: dict[str, str]) -> Iterator[tuple[str, int]]:
    """What a file holds, and in which line."""
    try:
        if file.stat().st_size > _LARGEST:
            return
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    there = [value for value in values if value in text]
    named = [(values[value], text.count("\n", 0, text.index(value)) + 1) for value in there]
    yield from named
    lines = text.split("\n")
    said = {line for _, line in named}
    for each in found(text):
        if each.line not in said and _EXAMPLE not in lines[each.line - 1]:
            yield each.kind, each.line


def _must_not_be(name: str) -> bool:
    return any(fnmatch(name, each) for each in _NEVER) and not any(fnmatch(name, each) for each in _HARMLESS)

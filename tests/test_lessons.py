"""The lessons of others: every one is there, every test that it names exists, what cannot happen cannot."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from functions import desk, feedback, orders, tickets

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "lessons.md"
ROOMS = ("shop", "functions", "storefront", "server")

_ROW = re.compile(r"^\| (S[0-9]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")


def test_all_28_are_there_in_their_order() -> None:
    numbers = [row[0] for row in _ROW.findall(PAGE.read_text(encoding="utf-8"))]

    assert numbers == [f"S{number}" for number in range(1, 29)]


def test_every_one_is_shown_by_tests_that_exist() -> None:
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))

    assert [number for number, *_, shown in rows if not _NAMED.findall(shown)] == []
    assert [f"{file}::{name}" for *_, shown in rows for file, name in _NAMED.findall(shown)
            if name not in _tests_in(ROOT / file)] == []  # fmt: skip


def test_no_letter_is_ever_read() -> None:
    """Nothing fetches or receives mail; one's own machine shows letters that were written there."""
    readers = {"imaplib", "poplib", "smtpd", "aiosmtpd", "mailbox", "imap_tools", "email.parser"}

    found = {
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in (ROOT / room).glob("*.py")
        if readers & _imported(file)
    }

    assert found == {"server/mailbox.py"}


def test_no_address_takes_what_other_programs_report() -> None:
    paths = {route.path for each in (orders, tickets, feedback, desk) for route in each.application().routes}

    assert len(paths) > 15
    assert [path for path in paths if re.search(r"hook|notif|callback|inbound|mail|bounce|sns", path)] == []


def _tests_in(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {each.name for each in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(each, ast.FunctionDef)}  # fmt: skip


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for each in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Import):
            names |= {alias.name for alias in each.names}
        elif isinstance(each, ast.ImportFrom):
            names |= {each.module or ""} if not each.level else set()
    return names

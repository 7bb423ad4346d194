"""Every command of README and docs can be typed as it stands, or its page says what it needs."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

import build
from tests.docs.pages import PAGES, ROOT, Command, commands

#: What is at hand wherever this project is.
AT_HAND = ("make", ".venv/bin/python", "python3", "cp", "rm", "mkdir", "echo", "head", "export", "curl")

WITH_COMMANDS = [page for page in PAGES if commands(page)]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_every_command_can_be_run_here_or_says_what_it_needs(page: Path) -> None:
    found = [str(each) for each in commands(page) if not each.mark and not _is_at_hand(each)]

    assert not found


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_every_make_target_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {word[1] for each in commands(page) if (word := re.search(r"\bmake ([a-z]+)\b", each.text))}

    assert wanted <= targets


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_build_py_understands_every_command_as_it_is_shown(page: Path) -> None:
    for each in commands(page):
        words = shlex.split(each.text.replace("\\\n", " "))
        refused = bool(each.shown) and each.shown[0].startswith("usage: build.py")
        if "build.py" in words and not {"<", ">", "|"} & set(words):
            assert _is_understood(words[words.index("build.py") + 1 :]) is not refused, str(each)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_every_module_is_there(page: Path) -> None:
    modules = [name for each in commands(page) for name in re.findall(r"python3? -m ([\w.]+)", each.text)]

    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def _is_at_hand(command: Command) -> bool:
    words = command.text.split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words = words[1:]
    if not words:
        return True
    elsewhere = re.search(r"https?://(?!127\.0\.0\.1)", command.text) and words[0] == "curl"
    return words[0] in AT_HAND and not elsewhere


def _is_understood(arguments: list[str]) -> bool:
    try:
        build._parser().parse_args(arguments)
    except SystemExit:
        return False
    return True

"""Every command of README and docs is run in a copy of this project, and prints what its page shows.

VITRINA_COMMANDS=all runs those of all pages; without it, only those of two.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Command, Step, steps
from tests.docs.scenes import BEFORE
from tests.docs.shell import Differs, Shell, copied
from tests.evidence.figures import note

#: What is not run here, and what runs it instead.
ELSEWHERE = {
    "make test": "this is a part of it",
    "make evidence": "this is a part of it",
    "make bench": "bench/README.md is its result",
    "python3 -m venv": "`make` does it in a fresh clone",
    ".venv/bin/python -m pip": "`make` does it in a fresh clone",
    ".venv/bin/python build.py bundle": "the proof of the bundle",
}
#: What is run, and prints something else every time.
UNCOMPARED = (".venv/bin/python build.py report", ".venv/bin/python build.py doctor")

#: Pages that speak to a shop that is served already.
SERVED = ("docs/reference/api.md",)

#: Whose commands are quick.
_ALWAYS = ("somebody-asks-for-their-data", "answer-tickets")


def _chosen() -> list[Path]:
    if os.environ.get("VITRINA_COMMANDS") != "all":
        return [ROOT / "docs" / "how-to" / f"{name}.md" for name in _ALWAYS]
    return [page for page in PAGES if any(_is_run(step) for step in steps(page) if isinstance(step, Command))]


def _is_run(command: Command) -> bool:
    return not command.mark and not command.text.startswith(tuple(ELSEWHERE))


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once for all pages; those that are here already are taken."""
    folder = tmp_path_factory.mktemp("cache") / "pictures"
    made = ROOT / ".cache" / "vitrina" / "pictures"
    if made.is_dir():
        shutil.copytree(made, folder)
    else:
        folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def counted() -> Iterator[dict[str, int]]:
    figures = {"pages": 0, "run": 0, "marked or run elsewhere": 0}
    yield figures
    note("commands", **figures)


@pytest.mark.parametrize("page", _chosen(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_s_commands_do_what_it_says(
    page: Path, tmp_path: Path, pictures: Path, counted: dict[str, int], request: pytest.FixtureRequest
) -> None:
    folder = copied(tmp_path / "vitrina")
    (folder / ".cache" / "vitrina").mkdir(parents=True)
    (folder / ".cache" / "vitrina" / "pictures").symlink_to(pictures)
    stand_ins = {}
    if "4566" in page.read_text(encoding="utf-8"):
        stand_ins["4566"] = request.getfixturevalue("endpoint").rpartition(":")[2]
    differing = []
    with Shell(folder, stand_ins) as shell:
        if str(page.relative_to(ROOT)) in SERVED:
            shell.take(Command("", 0, "make serve"))
        begun: set[tuple[str, str]] = set()
        for step in steps(page):
            if isinstance(step, Command) and not _is_run(step):
                counted["marked or run elsewhere"] += 1
                continue
            shell.stand_ins |= _happened(step, folder, begun)
            try:
                shell.take(_compared(step))
            except Differs as error:
                differing.append(str(error))
            counted["run"] += isinstance(step, Command)
    counted["pages"] += 1
    assert not differing, "\n\n".join(differing)


def _happened(step: Step, folder: Path, begun: set[tuple[str, str]]) -> dict[str, str]:
    """Lets happen, once, what must have happened before that command."""
    if not isinstance(step, Command):
        return {}
    stand_ins: dict[str, str] = {}
    for place, happen in BEFORE.items():
        if place not in begun and place[0] == step.page and step.text.startswith(place[1]):
            begun.add(place)
            stand_ins |= happen(folder)
    return stand_ins


def _compared(step: Step) -> Step:
    if isinstance(step, Command) and step.text.startswith(UNCOMPARED):
        return Command(step.page, step.line, step.text)
    return step

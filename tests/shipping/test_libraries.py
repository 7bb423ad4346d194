"""Which libraries travel, in which versions; and what is said when they cannot be had."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from shipping import libraries
from shipping.errors import NotShipped

ROOT = Path(__file__).resolve().parents[2]


def imported(folder: str) -> set[str]:
    """The packages that are imported anywhere in that room."""
    found = set()
    for file in (ROOT / folder).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


def test_all_that_functions_import_travels() -> None:
    outside = imported("functions") - set(sys.stdlib_module_names) - {"functions", "shop"}
    offered = packages_distributions()
    known = {name.lower().replace("_", "-") for name in (*libraries.LIBRARIES, *libraries.PICTURES)}

    strangers = [
        package for package in sorted(outside)
        if not known & {name.lower().replace("_", "-") for name in offered[package]}
    ]  # fmt: skip

    assert "boto3" in outside
    assert strangers == []


def test_versions_are_those_of_requirements_txt(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("# exact\nJinja2==3.1.6\ntyping_extensions==4.16.0\nsix==1.17.0\n")

    assert libraries.pinned(("jinja2", "typing-extensions"), file) == [
        "Jinja2==3.1.6",
        "typing_extensions==4.16.0",
    ]
    with pytest.raises(NotShipped, match=r"requirements\.txt pins no version of pillow; add a line"):
        libraries.pinned(("six", "pillow"), file)


def test_every_library_is_pinned() -> None:
    assert len(libraries.pinned((*libraries.LIBRARIES, *libraries.PICTURES))) == len(libraries.LIBRARIES) + 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "WARNING: slow\nERROR: Could not find a version that satisfies x==9\n"
            "ERROR: No matching distribution found for x==9\n",
            "No matching distribution found for x==9",
        ),
        (
            "/usr/bin/python3: No module named pip\n",
            "this Python has no pip. Put it in with: python -m ensurepip",
        ),
        ("Killed\n", "Killed"),
        ("", "pip says nothing"),
    ],
)
def test_pip_s_trouble_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    def fails(command: list[str], **_: Any) -> Any:
        return subprocess.CompletedProcess(command, 1, "", said)

    monkeypatch.setattr(subprocess, "run", fails)

    with pytest.raises(NotShipped) as raised:
        libraries.fetch(("six",), "3.13", "arm64", tmp_path)

    assert str(raised.value) == f"The libraries for Python 3.13 on arm64 cannot be had: {told}"


def test_pip_is_asked_for_wheels_of_the_other_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def succeeds(command: list[str], **_: Any) -> Any:
        asked.extend(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", succeeds)

    libraries.fetch(("six",), "3.13", "arm64", tmp_path)

    assert {"--only-binary=:all:", "--no-deps", "--python-version=3.13", "six==1.17.0"} <= set(asked)
    assert "--platform=manylinux2014_aarch64" in asked


def test_waiting_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(command: list[str], **_: Any) -> Any:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", hangs)

    with pytest.raises(NotShipped, match="did not arrive within 10 minutes; try again"):
        libraries.fetch(("six",), "3.13", "arm64", tmp_path)

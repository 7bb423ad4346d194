"""Which Python the functions are compiled for, and by."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shipping import bytecode
from shipping.errors import NotShipped


def script(folder: Path, name: str, content: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{content}\n")
    file.chmod(0o755)


def test_the_python_that_runs_this_compiles_for_its_own_version() -> None:
    assert bytecode.interpreter(bytecode.running()) == sys.executable


def test_a_name_on_the_path_is_believed_only_when_it_answers_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bytecode, "running", lambda: "3.11")
    script(tmp_path, "python3.12", "echo 3.12")
    script(tmp_path, "python3.13", "echo command not found >&2; exit 127")
    script(tmp_path, "python3.14", "echo 3.9")

    found = [bytecode.interpreter(version) for version in bytecode.VERSIONS]

    assert found == [str(tmp_path / "python3.12"), None, None]


@pytest.mark.parametrize(
    ("running", "there", "chosen"),
    [("3.13", (), "3.13"), ("3.11", ("3.12", "3.14"), "3.14"), ("3.11", (), "3.13"), ("3.15", (), "3.13")],
)
def test_the_version_is_one_that_can_be_compiled_here_and_runs_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, running: str, there: tuple[str, ...], chosen: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bytecode, "running", lambda: running)
    for version in there:
        script(tmp_path, f"python{version}", f"echo {version}")

    assert bytecode.chosen() == chosen


def test_what_does_not_compile_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def (:\n")

    with pytest.raises(NotShipped, match=r"(?s)cannot be compiled by .*broken\.py.*SyntaxError"):
        bytecode.compile_all(tmp_path, sys.executable)

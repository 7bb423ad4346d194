"""Bytecode that needs no checking: it halves the time in which a function starts.

A zip for Lambda has no useful times of change, so ordinary bytecode would be taken for stale and made anew at
every start. Only an interpreter of the same minor version can make it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from shipping.errors import NotShipped

#: Python's minor versions that functions run on. 3.11 is left out: Lambda runs it on a system that is too old
#: for Pillow.
VERSIONS = ("3.12", "3.13", "3.14")

#: Where the files will be; tracebacks name it instead of the folder that was here.
TASK = "/var/task"

_ITSELF = "import sys; print('%d.%d' % sys.version_info[:2])"


def interpreter(version: str) -> str | None:
    """The command of a Python of that version on this machine, if there is one."""
    if version == running():
        return sys.executable
    found = shutil.which(f"python{version}")
    # A name on the path may belong to a version manager that has nothing behind it.
    return found if found and _answers(found, version) else None


def running() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def chosen() -> str:
    """The version to ship where none is asked for: the newest that can be compiled here."""
    if running() in VERSIONS:
        return running()
    return next((each for each in reversed(VERSIONS) if interpreter(each)), VERSIONS[1])


def compile_all(folder: Path, python: str) -> None:
    """Puts bytecode in the place of every module in *folder*, the same to the byte each time.

    Tracebacks still tell files and lines. Raises NotShipped.
    """
    command = [
        python, "-m", "compileall", "-q", "-f", "-b", "--invalidation-mode", "unchecked-hash",
        "-s", str(folder), "-p", TASK, str(folder),
    ]  # fmt: skip
    # The order of sets is part of bytecode, and follows the seed.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise NotShipped(f"What was gathered cannot be compiled by {python}:\n{said}")
    for module in folder.rglob("*.py"):
        module.unlink()


def _answers(command: str, version: str) -> bool:
    try:
        done = subprocess.run([command, "-c", _ITSELF], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == version

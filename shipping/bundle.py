"""`build.py bundle`: the functions as zips for Lambda, the same to the byte whenever they are made.

Two zips, because Pillow is as heavy as all the rest and only tickets come with pictures: `functions.zip` for
every function, and `tickets.zip`, the same with Pillow.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from shipping import bytecode, libraries, pruning
from shipping.errors import NotShipped

ROOT = Path(__file__).resolve().parent.parent

#: What travels of this repository.
ROOMS = ("functions", "shop", "templates/letters", "templates/answers", "infra/migrations")

FUNCTIONS, TICKETS = "functions.zip", "tickets.zip"

#: For which processors. Lambda's arm64 costs a fifth less.
ARCHS = ("arm64", "x86_64")

#: The oldest time a zip can tell.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_FILE, _PROGRAM = 0o100644, 0o100755

Fetch = Callable[[Sequence[str], str, str, Path], None]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was made. A function runs it only on that Python and that processor."""

    python: str
    arch: str
    compiled: bool
    files: tuple[Path, ...]


def run(to: Path, python: str | None, arch: str) -> int:
    """The command: makes both zips and says so, or says why not."""
    try:
        made = bundle(to, python or bytecode.chosen(), arch)
    except (NotShipped, OSError) as error:
        print(f"Nothing was bundled. {error}", file=sys.stderr)
        return 1
    for file in made.files:
        print(f"{file}  {file.stat().st_size / 1e6:.1f} MB  sha256 {digest(file)}")
    print(f"They run on Python {made.python} and {made.arch}.")
    if not made.compiled:
        print(
            f"Python {made.python} is not on this machine, so they hold no bytecode and start in twice the"
            " time. Install it and bundle again.",
            file=sys.stderr,
        )
    return 0


def bundle(to: Path, python: str, arch: str, fetch: Fetch = libraries.fetch) -> Bundle:
    """Makes both zips in the folder *to*. Raises NotShipped."""
    compiler = bytecode.interpreter(python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bundle"
        for room in ROOMS:
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        files = []
        for zip, names in ((FUNCTIONS, libraries.LIBRARIES), (TICKETS, libraries.PICTURES)):
            fetch(names, python, arch, folder)
            pruning.prune(folder)
            if compiler:
                bytecode.compile_all(folder, compiler)
            files.append(to / zip)
            pack(folder, files[-1])
    return Bundle(python, arch, bool(compiler), tuple(files))


def pack(folder: Path, file: Path) -> None:
    """All of *folder* as one zip: order, times and rights come from nothing but the names."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    with ZipFile(beside, "w", ZIP_DEFLATED, compresslevel=9) as zip:
        for each in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = each.relative_to(folder).as_posix()
            entry = ZipInfo(name, _LONG_AGO)
            entry.create_system = 3
            entry.external_attr = (_PROGRAM if ".so" in each.suffixes else _FILE) << 16
            zip.writestr(entry, each.read_bytes(), ZIP_DEFLATED, 9)
    beside.replace(file)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

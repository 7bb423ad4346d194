"""Whatever stands in a content folder is read or refused in words: no traceback, no hanging, nothing outside.

`VITRINA_HOSTILE` is the number of folders tried, 300 unless told.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storefront.problems import ContentProblems
from storefront.site import load
from tests.evidence.figures import note
from tests.evidence.hostility import CANARY, spoil
from tests.storefront.conftest import HERE, SECTIONS

COUNT = int(os.environ.get("VITRINA_HOSTILE", "300"))
SEED = 20_260_701
#: No folder may keep the reader busy for longer, in seconds.
PATIENCE = 20

_FORBIDDEN = ("/etc/", "/dev/", "/proc/", "/sys/")


class Watch:
    """Notes every file opened and every folder listed that lies where a shop has no business."""

    def __init__(self) -> None:
        self.root: Path | None = None
        self.trespasses: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.root is None or event not in ("open", "os.listdir", "os.scandir"):
            return
        if not arguments or not isinstance(arguments[0], (str, bytes, os.PathLike)):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        inside = path.startswith((str(self.root / "content"), str(self.root / "templates")))
        if path.startswith(_FORBIDDEN) or (path.startswith(str(self.root)) and not inside) or path == "/":
            self.trespasses.append(f"{event} {path}")


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("secret.yaml", "secret.jpg", "home.md"):
        (outside / name).write_text(f"{CANARY}: [{CANARY}", encoding="utf-8")
    sections = tmp_path / "templates" / "sections"
    sections.mkdir(parents=True)
    for name, macro in SECTIONS.items():
        (sections / f"{name}.html").write_text(macro, encoding="utf-8")
    previous = signal.signal(signal.SIGALRM, _too_slow)
    yield tmp_path
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, previous)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and alarms")
def test_hostile_content_is_read_or_refused(root: Path, watch: Watch) -> None:
    outcomes: Counter[str] = Counter()
    slowest, started = (0.0, ""), time.perf_counter()

    for number in range(COUNT):
        tricks = _fresh(root, number)
        begun = time.perf_counter()
        outcomes[_try(root, watch, f"folder {number}: {tricks}")] += 1
        slowest = max(slowest, (time.perf_counter() - begun, tricks))

    took = time.perf_counter() - started
    note(
        "hostile",
        trees=COUNT,
        seed=SEED,
        tracebacks=0,
        trespasses=0,
        **outcomes,
        seconds=round(took, 1),
        slowest=f"{slowest[0]:.2f} s",
    )
    assert outcomes["refused"] > outcomes["read"]


def _fresh(root: Path, number: int) -> str:
    """A new folder with its own mischief, the same for the same number."""
    content = root / "content"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(HERE / "base", content)
    return spoil(content, random.Random(SEED + number))


def _try(root: Path, watch: Watch, name: str) -> str:
    watch.root, watch.trespasses = root, []
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        load(Path("content"), Path("templates"))
        outcome = "read"
    except ContentProblems as error:
        outcome = "refused"
        _check_words(error, name)
    except Exception as error:
        raise AssertionError(f"{name}: {error!r}") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        watch.root = None
    assert not watch.trespasses, f"{name}: {watch.trespasses}"
    return outcome


def _check_words(error: ContentProblems, name: str) -> None:
    said = str(error)
    said.encode("utf-8")
    assert CANARY not in said, name
    assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems), name
    assert not any(mark in said for mark in "\x00\x1b\u202e"), name


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"not done after {PATIENCE} seconds")

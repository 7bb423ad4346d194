"""A shell in a copy of this project, which does what a page says and looks at what comes out."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.home import free_port
from tests.docs.pages import ROOT, Changed, Command, Step, Written

#: What goes on until somebody ends it, and the words that say that it has begun.
_LASTING = re.compile(r"make serve|build\.py (?:serve|run)\b|http\.server|receiver\.py")
_BEGUN = ("Ctrl-C", "The functions answer", "Error", "is taken")
_PATIENCE = 180.0

_END = "\x01"
_LINK = r"#[VT]-\d+-\d\.[\w-]{20,}"
_DURATION = r"(?:\d+\s*(?:days?|h|min|s)\s*)+"
_WORDS = (
    (
        r"(?:January|February|March|April|May|June|July|August|September|October|November|December)",
        r"[A-Z][a-z]+",
    ),
    (r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", r"[A-Z][a-z]+day"),
)


class Differs(AssertionError):
    """Raised when something else comes out than the page shows."""


class Shell:
    """Ends with whatever it has begun."""

    def __init__(self, folder: Path, stand_ins: dict[str, str] | None = None) -> None:
        """*stand_ins*: what a page spells in one way and this run in another, such as an id."""
        self._folder, self.port = folder, str(free_port())
        self.stand_ins = {"8000": self.port, **(stand_ins or {})}
        self._lasting: list[int] = []

    def __enter__(self) -> Self:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
        self._bash = subprocess.Popen(
            ["bash", "--norc"], cwd=self._folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment | {"PYTHONUNBUFFERED": "1"}, start_new_session=True,
        )  # fmt: skip
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._end(signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(self._bash.pid, signal.SIGKILL)
        self._bash.communicate()

    def take(self, step: Step) -> None:
        """Does one step of a page. Raises Differs."""
        match step:
            case Written():
                (self._folder / step.path).parent.mkdir(parents=True, exist_ok=True)
                (self._folder / step.path).write_text(step.text, encoding="utf-8")
            case Changed():
                file = self._folder / step.path
                text = file.read_text(encoding="utf-8")
                if step.before not in text:
                    raise Differs(f"line {step.line}: {step.before!r} is not in {step.path}")
                file.write_text(text.replace(step.before, step.after, 1), encoding="utf-8")
            case Command():
                self._run(step)

    def _run(self, command: Command) -> None:
        text = self._meant(command.text)
        lasts = _LASTING.search(text) is not None
        if lasts and "serve" in text and not any("taken" in line for line in command.shown):
            self._end(signal.SIGINT)  # as a reader does before another one is begun
        said = self._begun(text) if lasts else self._done(text)
        missing = _missing([self._meant(line) for line in command.shown], said.splitlines())
        if missing is not None:
            raise Differs(f"{command}\nis to print {missing!r}, and prints:\n{said}")

    def _end(self, how: signal.Signals) -> None:
        """Ends what goes on in the background, and waits until its port is free."""
        while self._lasting:
            group = self._lasting.pop()
            with suppress(ProcessLookupError):
                os.killpg(group, how)
                until = time.monotonic() + _PATIENCE
                while time.monotonic() < until and how is signal.SIGINT:
                    os.killpg(group, 0)
                    time.sleep(0.1)

    def _meant(self, text: str) -> str:
        for spelled, meant in self.stand_ins.items():
            text = text.replace(spelled, meant)
        return text

    def _done(self, text: str) -> str:
        assert self._bash.stdin is not None
        assert self._bash.stdout is not None
        self._bash.stdin.write(f"{text}\nprintf '{_END}%s{_END}' $?\n".encode())
        self._bash.stdin.flush()
        said = bytearray()
        end = _END.encode()
        while said.count(end) < 2:
            part = self._bash.stdout.read1(65_536)
            if not part:
                break
            said += part
        return said.decode(errors="replace").partition(_END)[0]

    def _begun(self, text: str) -> str:
        """What is said until it is ready; it goes on in the background."""
        if "serve" in text and "--port" not in text:
            text = _with_port(text, self.port)
        log = self._folder / f".said-{time.monotonic_ns()}"
        group = self._done(f"set -m; ( {text} ) > {log} 2>&1 & set +m; echo $!").split()[-1]
        self._lasting.append(int(group))
        until = time.monotonic() + _PATIENCE
        quiet = "serve" not in text and "run" not in text
        while time.monotonic() < until:
            said = log.read_text(errors="replace") if log.exists() else ""
            if any(word in said for word in _BEGUN):
                return said
            if quiet and time.monotonic() > until - _PATIENCE + 2:
                return said
            time.sleep(0.1)
        raise Differs(f"{text} does not begin within {_PATIENCE:g} s:\n{said}")


def copied(folder: Path) -> Path:
    """This project as it would be cloned, with the installed libraries of this one."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    _install(folder / ".venv")
    return folder


def _install(venv: Path) -> None:
    """What `make` would install, without installing it again."""
    venv.mkdir()
    for each in Path(sys.prefix).iterdir():
        if not each.name.startswith("."):
            (venv / each.name).symlink_to(each)
    for stamp in (".installed", ".tested", ".ministack"):
        (venv / stamp).touch()


def _with_port(text: str, port: str) -> str:
    if "make serve" not in text:
        return f"{text} --port {port}"
    if 'ARGS="' in text:
        return text.replace('ARGS="', f'ARGS="--port {port} ')
    return text.replace("make serve", f'make serve ARGS="--port {port}"')


def _missing(shown: Sequence[str], said: Sequence[str]) -> str | None:
    """The first line that is shown and not said after those before it; numbers and times may be others."""
    place = 0
    for line in filter(str.strip, shown):
        wanted = re.compile(_loosely(line.strip()))
        while place < len(said) and not wanted.search(said[place].strip()):
            place += 1
        if place == len(said):
            return line
        place += 1
    return None


def _loosely(line: str) -> str:
    """A pattern of the line in which numbers, times, ids, dates and the width of gaps are free."""
    parts = re.split(rf"({_LINK}|{_DURATION}|\b[0-9a-f]{{8,}}…?|\d[\d.,:]*|…|\s+)", line)
    pattern = "".join(_free(part) for part in parts)
    for word, free in _WORDS:
        pattern = re.sub(word, free, pattern)
    return pattern


def _free(part: str) -> str:
    if not part:
        return ""
    if part.isspace():
        return r"\s+"
    if re.fullmatch(_DURATION, part):
        return rf"{_DURATION}"
    if re.fullmatch(r"[0-9a-f]{8,}…?", part) and not part.isdigit():
        return r"[0-9a-f]+\S*"
    if part == "…":
        return ".*"
    if re.fullmatch(_LINK, part):
        return _LINK
    if re.fullmatch(r"\d[\d.,:]*", part):
        return r"\d[\d.,:]*"
    return re.escape(part)

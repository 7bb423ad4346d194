"""The commands that README and docs show, with what they say comes out, in the order they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

#: What says, above commands or at the top of their page, that they cannot be run just anywhere: words that
#: a reader sees.
MARKS = ("needs an account", "needs a published shop", "are typed on the server")

#: First words by which a line without a dollar sign is known for a command.
_PROGRAMS = (
    "make", "python", "python3", ".venv/bin/python", "git", "cp", "rm", "mkdir", "cd", "curl", "export",
    "sudo", "ssh", "scp", "rsync", "apt-get", "systemctl", "journalctl", "install", "npm", "npx", "netlify",
    "sam", "aws", "yc", "docker", "podman", "openssl", "dig", "nginx", "caddy",
)  # fmt: skip
_SETTING = re.compile(r"[A-Z_]+=\S* ")
_REMARK = re.compile(r"\s{2,}#.*$")
_PROMPTS = ("$ ", "# ")
_SHELLS = ("", "text", "console", "sh", "shell", "bash")


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it is to be typed."""

    page: str
    line: int
    text: str
    shown: tuple[str, ...] = ()  #: what it prints, as far as the page shows it
    mark: str = ""  #: why it cannot be run just anywhere

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a page has its reader write, whole."""

    line: int
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A place in a file that a page has its reader change."""

    line: int
    path: str
    before: str
    after: str


Step = Command | Written | Changed

_WRITE = re.compile(r"(?:[Ww]rite|[Rr]eplace|[Pp]ut|[Ss]ave)[^`]*`([^`]+)`[^`]*:\s*$")
_CHANGE = re.compile(
    r"(?:[Ii]n|[Oo]pen)\s+`([^`]+)`(?:\s+in your editor)?,?\s+change\s+`([^`]+)`\s+to\s+`([^`]+)`"
)


def commands(page: Path) -> list[Command]:
    return [step for step in steps(page) if isinstance(step, Command)]


def steps(page: Path) -> list[Step]:
    """All that a reader does, from top to bottom."""
    found: list[Step] = []
    prose: list[str] = []
    top = ""
    for line, kind, lines in _blocks(page.read_text(encoding="utf-8").splitlines()):
        if kind is None:
            prose = lines
            top = top or (_mark(lines) if not any(isinstance(each, Command) for each in found) else "")
            found += [Changed(line, *each) for each in _CHANGE.findall(" ".join(lines))]
            continue
        mark = _mark(prose) or top
        if kind in _SHELLS and _is_session(lines, kind):
            found += _commands(str(page.relative_to(ROOT)), line, lines, mark)
        elif (into := _WRITE.search(" ".join(prose))) and kind:
            found.append(Written(line, into[1], "\n".join(lines) + "\n"))
            prose = []
    return found


def _blocks(lines: list[str]) -> Iterator[tuple[int, str | None, list[str]]]:
    """Paragraphs (kind None), and blocks that are fenced (by their language) or indented (no language)."""
    number = 0
    while number < len(lines):
        start = number
        if fence := re.match(r"( *)```(\w*)\s*$", lines[number]):
            number += 1
            while number < len(lines) and not lines[number].strip().startswith("```"):
                number += 1
            yield start + 2, fence[2], [line[len(fence[1]) :] for line in lines[start + 1 : number]]
            number += 1
        elif lines[number].startswith("    ") and (not start or not lines[start - 1].strip()):
            while number < len(lines) and (lines[number].startswith("    ") or not lines[number].strip()):
                number += 1
            yield start + 1, "", [line[4:] for line in lines[start:number]]
        elif lines[number].strip():
            while number < len(lines) and lines[number].strip() and not lines[number].startswith("```"):
                number += 1
            yield start + 1, None, lines[start:number]
        else:
            number += 1


def _mark(prose: list[str]) -> str:
    said = " ".join(prose).lower()
    return next((mark for mark in MARKS if mark in said), "")


def _is_session(lines: list[str], kind: str) -> bool:
    first = next((line for line in lines if line.strip()), "")
    return first.startswith(_PROMPTS[: 1 if kind else 2]) or _is_plain(first)


def _is_plain(line: str) -> bool:
    while setting := _SETTING.match(line):
        line = line[setting.end() :]
    return line.split(" ")[0] in _PROGRAMS


def _commands(page: str, line: int, lines: list[str], mark: str) -> Iterator[Command]:
    prompted = any(each.startswith(_PROMPTS) for each in lines)
    text, shown, at = "", [], 0
    for number, each in enumerate(lines):
        if text.endswith("\\"):
            text += "\n" + each
        elif each.startswith(_PROMPTS) if prompted else _is_plain(each):
            if text:
                yield Command(page, at, text, _without_ends(shown), mark)
            text, shown, at = _REMARK.sub("", each.removeprefix("$ ").removeprefix("# ")), [], line + number
        else:
            shown.append(each)
    yield Command(page, at, text, _without_ends(shown), mark)


def _without_ends(lines: list[str]) -> tuple[str, ...]:
    return tuple("\n".join(lines).strip("\n").split("\n")) if any(map(str.strip, lines)) else ()

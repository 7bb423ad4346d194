"""The documentation, as far as a machine can tell: links lead somewhere, commands and examples exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from storefront.problems import Problem
from storefront.source import read_yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LESSONS = [page for page in PAGES if page.parent.name in ("how-to", "tutorial")]

_FENCED = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`|^(?: {4}|\t).*$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: Paths of one machine and hosts of package registries; in pieces, so as not to be found in this file.
_HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.", "yarn" + "pkg.com", "crates" + ".io")
_FOREIGN = re.compile("|".join(map(re.escape, ("/work" + "/", "/tmp" + "/brief", *_HOSTS))))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_file_and_a_heading_in_it(page: Path) -> None:
    lost = [link for link in _links(page) if not _leads_somewhere(page, link)]

    assert not lost


def test_every_command_and_option_is_described() -> None:
    code = (ROOT / "build.py").read_text(encoding="utf-8")
    described = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    commands = re.findall(r'add_parser\(\s*"([a-z]+)"', code)
    options = set(re.findall(r'"(--[a-z-]+)"', code))

    assert commands
    assert options
    assert [name for name in commands if f"\n## {name}\n" not in described] == []
    assert sorted(option for option in options if f"`{option}`" not in described) == []


def test_every_make_target_is_mentioned() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)
    said = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert targets
    assert [name for name in targets if not re.search(rf"\bmake {name}\b", said)] == []


@pytest.mark.parametrize("page", LESSONS, ids=named)
def test_every_yaml_example_can_be_read(page: Path) -> None:
    for example in _YAML.findall(page.read_text(encoding="utf-8")):
        if isinstance(yaml.safe_load(example), dict):
            problems: list[Problem] = []
            read_yaml(named(page), example, problems)
            assert problems == []


def test_no_file_names_a_path_of_a_machine_or_a_package_registry() -> None:
    found = [
        f"{named(file)}:{number}: {line.strip()[:80]}"
        for file in _tracked()
        for number, line in enumerate(_text(file).splitlines(), 1)
        if _FOREIGN.search(line)
    ]

    assert not found


def _links(page: Path) -> list[str]:
    prose = _CODE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
    return [link for link in _LINK.findall(prose) if not re.match(r"[a-z]+:", link)]


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    """What GitHub makes of headings."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _tracked() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a checkout")
    return [file for name in listed.decode().split("\0") if name and (file := ROOT / name).is_file()]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""

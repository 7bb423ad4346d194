"""Libraries with known holes, by a table of our own that has a date."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from shipping.findings import Findings, error, warning

#: The day on which the table below was last compared with what was published.
KNOWN_ON = date(2026, 11, 25)

#: The first release without the hole that is named.
FLOORS: Mapping[str, tuple[str, str]] = {
    "dnspython": ("2.6.1", "CVE-2023-29483"),
    "h11": ("0.16.0", "CVE-2025-43859"),
    "idna": ("3.15", "CVE-2026-45409"),
    "Jinja2": ("3.1.6", "CVE-2025-27516"),
    "Markdown": ("3.8.1", "CVE-2025-69534"),
    "pillow": ("12.3.0", "GHSA-whj4-6x5x-4v2j"),
    "pydantic": ("2.4.0", "CVE-2024-3772"),
    "python-multipart": ("0.0.27", "CVE-2026-42561"),
    "PyYAML": ("5.4", "CVE-2020-14343"),
    "starlette": ("1.3.1", "CVE-2026-54283"),
    "urllib3": ("2.7.0", "CVE-2026-44431"),
}

#: The same for each line of Python; systems like Debian mend older ones without a new number.
PYTHONS = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}


def installed(name: str) -> str | None:
    """The version that this Python has; None where it has none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def libraries(
    python: str = platform.python_version(),
) -> Findings:
    """What is older than the first release without a hole."""
    for name, (floor, hole) in FLOORS.items():
        there = installed(name)
        if there is not None and _figures(there) < _figures(floor):
            what = f"{there} has a known hole, {hole}"
            fix = f"Install {floor} or newer: .venv/bin/python -m pip install --requirement requirements.txt"
            yield error(name, what, fix)
    line, patch = _figures(python)[:2], (*_figures(python), 0, 0)[2]
    if patch < PYTHONS.get((line[0], line[1]), 0):
        what = f"{python} has known holes that {line[0]}.{line[1]}.{PYTHONS[line[0], line[1]]} has not"
        yield warning("Python", what, "Take a newer one, unless your system mends it under this number.")


def _figures(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", text)
    figures = [int(each) for each in found[0].split(".")] if found else [0]
    while len(figures) > 1 and figures[-1] == 0:  # 2.0 is 2
        figures.pop()
    return tuple(figures)

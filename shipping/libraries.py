"""The libraries that travel with the functions: which, and from where."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from shipping.errors import NotShipped

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"

#: What functions import, and what that imports in turn; nothing else is put in, whatever a library asks for.
#: dnspython stays out, because no address is looked up, and s3transfer, which `pruning` has a stand-in for.
LIBRARIES = (
    "anyio", "boto3", "botocore", "email-validator", "idna", "jinja2", "jmespath", "mangum", "markupsafe",
    "msgspec", "phonenumberslite", "python-dateutil", "python-multipart", "six", "starlette",
    "typing_extensions", "urllib3",
)  # fmt: skip

#: What pictures in tickets need on top.
PICTURES = ("pillow",)

#: Amazon Linux 2023 has glibc 2.34; these are the tags of wheels that such a system runs.
_TAGS = ("manylinux2014_{}", "manylinux_2_27_{}", "manylinux_2_28_{}")
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}

_MINUTES = 10


def pinned(names: Sequence[str], requirements: Path = REQUIREMENTS) -> list[str]:
    """Each of them with its exact version, `name==version`. Raises NotShipped."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    known = {_plain(line.partition("==")[0]): line.strip() for line in lines if "==" in line}
    missing = [name for name in names if _plain(name) not in known]
    if missing:
        raise NotShipped(f"{requirements.name} pins no version of {', '.join(missing)}; add a line for each.")
    return [known[_plain(name)] for name in names]


def fetch(
    names: Sequence[str], python: str, arch: str, folder: Path, requirements: Path = REQUIREMENTS
) -> None:
    """Puts them into *folder* as they are for that Python on that processor. Raises NotShipped."""
    tags = [f"--platform={tag.format(MACHINES[arch])}" for tag in _TAGS]
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile",
        "--no-deps", "--only-binary=:all:", "--implementation=cp", f"--python-version={python}", *tags,
        "--target", str(folder), *pinned(names, requirements),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 * _MINUTES)
    except subprocess.TimeoutExpired:
        raise NotShipped(f"The libraries did not arrive within {_MINUTES} minutes; try again.") from None
    if done.returncode:
        raise NotShipped(f"The libraries for Python {python} on {arch} cannot be had: {_why(done.stderr)}")


def _why(said: str) -> str:
    """pip's last error; it says more than its first."""
    errors = [line.partition("ERROR: ")[2] for line in said.splitlines() if line.startswith("ERROR: ")]
    if "No module named pip" in said:
        return "this Python has no pip. Put it in with: python -m ensurepip"
    return errors[-1] if errors else (said.strip().splitlines() or ["pip says nothing"])[-1]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()

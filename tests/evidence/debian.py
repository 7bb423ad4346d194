"""A clean Debian in a folder, booted: systemd is its first process, and its network leads nowhere.

What it installs is fetched before, through this machine's own apt and pip; nothing of where from is kept.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.evidence.served import ROOT, until

TOOLS = ("debootstrap", "systemd-nspawn", "nsenter", "git")
NAME = "clayandleaf.example"
#: The Python of each release that the recipe is for.
_PYTHONS = {"bookworm": "3.11", "trixie": "3.13"}
_KEPT = ROOT / ".cache" / "evidence"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_SETTINGS = re.compile(r"^Acquire::(?:https?|Check-\w+|Check-\w+-\w+|Retries)\b.*;$", re.MULTILINE)
#: Of what is said: all but a program's progress; and what a package manager says at last.
_TOLD, _SUMMARY = re.compile(r"(?!Updating files:)"), re.compile(r"\d+ upgraded, ")
#: The Python of each release that the recipe is for.
_PYTHONS = {"bookworm": "3.11", "trixie": "3.13"}
_KEPT = ROOT / ".cache" / "evidence"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_SETTINGS = re.compile(r"^Acquire::(?:https?|Check-\w+|Check-\w+-\w+|Retries)\b.*;$", re.MULTILINE)
#: What is no part of the story: a package manager's progress.
_NOISE = re.compile(
    r"^(Get:|Hit:|Ign:|Selecting |Preparing |Unpacking |Setting up |Processing |\(Reading|WARNING)"
)


def missing() -> str:
    """Why no such machine can be had here; nothing, where it can."""
    if os.geteuid() != 0:
        return "making a machine needs root"
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"{', '.join(absent)}: not here (apt-get install debootstrap systemd-container git)"
    if _release() not in _PYTHONS:
        return (
            f"it is fetched by this machine's own apt, which must be that of Debian {' or '.join(_PYTHONS)}"
        )
    return ""


@dataclass
class Machine:
    """A booted root; `story` is what was typed there, and what it said."""

    root: Path
    story: list[str] = field(default_factory=list)
    leader: int = 0

    def types(self, command: str, *, fails: bool = False, quiet: bool = False) -> str:
        """Types it as root, and returns what was said."""
        done = _entered(self.leader, command)
        told = _SUMMARY if command.startswith("apt-get") else _TOLD
        said = "\n".join(line for line in done.stdout.splitlines() if told.match(line))
        if not quiet or (done.returncode != 0) is not fails:
            self.tells(f"# {command}", said)
        assert (done.returncode != 0) is fails, f"{command}\n{done.stdout[-3000:]}"
        return done.stdout

    def tells(self, *lines: str) -> None:
        self.story += [line for line in lines if line]

    def writes(self, path: str, text: str) -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@contextlib.contextmanager
def booted(folder: Path, packages: list[str], story: list[str]) -> Iterator[Machine]:
    """A fresh root that may install those packages and the libraries of requirements.txt."""
    root = folder / "root"
    _unpack(root)
    _provide(root, packages)
    command = [
        "systemd-nspawn", "--quiet", f"--directory={root}", "--register=no", "--keep-unit", "--machine=shop",
        "--private-network", "--resolv-conf=off", "--link-journal=no", "--boot",
    ]  # fmt: skip
    with (
        open(folder / "console", "wb") as console,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console) as process,
    ):
        try:
            machine = Machine(root, story)
            until(lambda: _is_up(machine, process.pid), "the machine did not boot")
            yield machine
        finally:
            process.send_signal(signal.SIGTERM)  # an orderly end for all that runs there
            try:
                process.wait(90)
            except subprocess.TimeoutExpired:
                process.kill()
    shutil.rmtree(root, ignore_errors=True)


def _is_up(machine: Machine, process: int) -> bool:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    if not children:
        return False
    machine.leader = int(children[0])
    return _entered(machine.leader, "systemctl is-active multi-user.target").returncode == 0


def _entered(leader: int, command: str) -> subprocess.CompletedProcess[str]:
    inside = ["nsenter", "-t", str(leader), "-m", "-u", "-i", "-n", "-p", "-C", "--"]
    clean = ["env", "-i", "HOME=/root", f"PATH={_PATH}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
    return subprocess.run(
        [*inside, *clean, "bash", "-c", f"cd /root; {command}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800,
    )  # fmt: skip


def _unpack(root: Path) -> None:
    """A root as debootstrap has just made it; made once, and unpacked anew each time."""
    release = _release()
    kept = _KEPT / f"debian-{release}.tar"
    if not kept.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        _calls("debootstrap", "--variant=minbase", "--include=systemd-sysv,dbus,ca-certificates", release,
               str(root), _mirror(release))  # fmt: skip
        _calls("tar", "-C", str(root), "--one-file-system", "-cf", f"{kept}.part", ".")
        Path(f"{kept}.part").rename(kept)
        shutil.rmtree(root)
    root.mkdir(parents=True)
    _calls("tar", "-C", str(root), "-xpf", str(kept))


def _provide(root: Path, packages: list[str]) -> None:
    """Packages and libraries in the root's own caches; and a name for the shop."""
    apt = root / "etc/apt"
    for name in ("sources.list", "sources.list.d/debian.sources"):
        if (Path("/etc/apt") / name).exists():
            shutil.copy(Path("/etc/apt") / name, apt / name)
    settings = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    (apt / "apt.conf.d/00machine").write_text("\n".join(_SETTINGS.findall(settings)) + "\n")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    _calls("chroot", str(root), "apt-get", "update")
    _calls("chroot", str(root), "apt-get", "install", "--yes", "--download-only", *packages)
    wheels = root / "var/wheels"
    _calls(
        sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--python-version",
        _PYTHONS[_release()], "--dest", str(wheels), "--requirement", str(ROOT / "requirements.txt"),
    )  # fmt: skip
    # Nobody will miss it after a power cut.
    (root / "etc/dpkg/dpkg.cfg.d/fast").write_text("force-unsafe-io\n")
    (root / "etc/pip.conf").write_text("[global]\nno-index = true\nfind-links = /var/wheels\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost {NAME}\n")
    (root / "etc/hostname").write_text("shop\n")
    _clone(root / "var/vitrina.git")


def _clone(to: Path) -> None:
    """What the owner clones: this code, on a branch, whatever is checked out here."""
    _calls("git", "clone", "--quiet", "--bare", str(ROOT), str(to))
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    _calls("git", "-C", str(to), "update-ref", "refs/heads/shop", commit)
    _calls("git", "-C", str(to), "symbolic-ref", "HEAD", "refs/heads/shop")


def _mirror(release: str) -> str:
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", f"Release: {release}", "Origin: Debian"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert found, "apt knows no mirror here; apt-get update"
    return found[0]


def _release() -> str:
    try:
        told = dict(re.findall(r"^(\w+)=(.*)$", Path("/etc/os-release").read_text(), re.MULTILINE))
    except OSError:
        return ""
    return str(told.get("VERSION_CODENAME", "")) if told.get("ID") == "debian" else ""


def _calls(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}"

"""A Chromium for the tests: the system's where there is one, else one is installed.

Debian's chromium-headless-shell goes before all others: it is the same engine without a window around it, and
opens a page with a third of the work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_SHELL = "chromium-headless-shell"
_NAMES = (_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_ADD = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
_PATIENCE = 90  #: seconds for each step of what can be done without


def find() -> str | None:
    """The path of a Chromium on this machine; None where there is none."""
    on_path = (shutil.which(name) for name in _NAMES)
    on_mac = (path for path in _MAC if Path(path).exists())
    named = os.environ.get("VITRINA_CHROMIUM")
    return named or next(filter(None, (*on_path, *on_mac)), None) or _downloaded()


def install() -> None:
    """Debian's package where this may be installed, else the browser the test library brings."""
    if shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True)
        # Ubuntu has no package of the shell.
        if subprocess.run([*sudo, *_ADD, _SHELL]).returncode:
            subprocess.run([*sudo, *_ADD, "chromium"], check=True)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def hasten() -> None:
    """Adds the shell to another Chromium in a container, where nobody is asked for a password."""
    wanted = not os.environ.get("VITRINA_CHROMIUM") and shutil.which(_SHELL) is None
    if wanted and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {_SHELL} for the tests: they end sooner with it.", flush=True)
        with suppress(subprocess.TimeoutExpired):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": _PATIENCE}
            for command in (["apt-get", "update", "-qq"], [*_ADD, _SHELL]):
                subprocess.run(command, **quiet)


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    if find() is None:
        print("No Chromium on this machine; installing one for the tests.", flush=True)
        install()
    hasten()
    if find() is None:
        sys.exit("There is still no Chromium. Install one, or name it in VITRINA_CHROMIUM.")

"""The recipe for an own server, as far as it can be read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from configparser import ConfigParser
from importlib.util import find_spec
from pathlib import Path

import pytest

import build

FOLDER = Path(__file__).resolve().parents[2] / "infra" / "server"
SERVICES = sorted(FOLDER.glob("*.service"))
TIMERS = sorted(FOLDER.glob("*.timer"))
SCRIPTS = ("vitrina", "install.sh")
RUN = "/srv/vitrina/current/.venv/bin/python /srv/vitrina/current/build.py "

#: What no service of ours may do without a reason.
HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectProc": "invisible",
    "RestrictNamespaces": "yes",
    "MemoryDenyWriteExecute": "yes",
    "SystemCallArchitectures": "native",
}


def read(file: Path) -> ConfigParser:
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(file.read_text().replace("\\\n", " "))
    return unit


def named(file: Path) -> str:
    return file.name


@pytest.mark.parametrize("file", SERVICES, ids=named)
def test_a_service_starts_what_there_is(file: Path) -> None:
    command = read(file)["Service"]["ExecStart"]

    if module := re.search(r"/python -m (\S+)", command):
        assert find_spec(module[1])
        return
    _, _, arguments = command.replace("'", "").partition(RUN)
    given = build._parser().parse_args(arguments.split())
    assert f"vitrina-{given.command}.service" in (file.name, "vitrina-run.service")


@pytest.mark.parametrize("file", SERVICES, ids=named)
def test_a_service_is_kept_from_what_it_does_not_need(file: Path) -> None:
    service = read(file)["Service"]

    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert service["User"] in ("vitrina", "vitrina-site")
    assert service["MemoryMax"]
    assert "~@privileged" in service["SystemCallFilter"]


def test_who_builds_pages_can_read_no_order() -> None:
    service = read(FOLDER / "vitrina-build.service")["Service"]

    assert service["User"] == "vitrina-site"
    assert "/var/lib/vitrina" in service["InaccessiblePaths"]


@pytest.mark.parametrize("file", TIMERS, ids=named)
def test_a_timer_has_a_service_and_makes_up_for_what_was_missed(file: Path) -> None:
    assert file.with_suffix(".service") in SERVICES
    assert read(file)["Timer"]["Persistent"] == "yes"
    assert file.name in (FOLDER / "install.sh").read_text()


def test_a_backup_that_fails_is_told_to_the_shop() -> None:
    assert read(FOLDER / "vitrina-backup.service")["Unit"]["OnFailure"] == "vitrina-failed@%N.service"


def test_the_proxies_ask_where_the_functions_listen() -> None:
    port = build._parser().parse_args(["run"]).port

    assert f"--port {port}" in (FOLDER / "vitrina.service").read_text()
    for name in ("Caddyfile", "nginx.conf", "vitrina", "vitrina-build.service"):
        assert f"127.0.0.1:{port}" in (FOLDER / name).read_text()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run_and_read(name: str) -> None:
    script = FOLDER / name

    assert os.access(script, os.X_OK)
    assert subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True).stderr == ""


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here (apt-get install it)")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_has_nothing_that_shells_take_otherwise(name: str) -> None:
    done = subprocess.run(["shellcheck", str(FOLDER / name)], capture_output=True, text=True)

    assert done.stdout == ""

"""The recipe for the shop's own server, carried out: the how-to's own commands, typed in a clean Debian.

Installed, ordered from through Caddy and nginx over TLS, killed, backed up, upgraded, taken back, lost and
recovered on another machine. All that listens does so in the machine's own network, which leads nowhere.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.debian import NAME, Machine, booted, missing
from tests.evidence.figures import note
from tests.evidence.owner import OWN, Owner, done, packages, typed
from tests.evidence.served import ROOT, until

STORY = ROOT / "docs" / "evidence" / "own-server.txt"

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.skipif("VITRINA_PROOF" not in os.environ, reason="minutes; make evidence ARGS=own-server"),
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A new shop at the name that the how-to uses."""
    done(sys.executable, str(ROOT / "build.py"), "new", str(tmp_path / "shop"))
    settings = tmp_path / "shop" / "shop.yaml"
    settings.write_text(settings.read_text().replace("https://shop.example", f"https://{NAME}"))
    things = tmp_path / "shop" / "catalog" / "things.yaml"
    things.write_text(things.read_text().replace("stock: 3", "stock: 90"))
    return tmp_path / "shop"


_HEAD = [
    "The recipe of docs/how-to/own-server.md, typed in a clean Debian (debootstrap, systemd-nspawn), as",
    "`make evidence ARGS=own-server` did it last. What package managers say of their progress is left out.",
]


def test_the_recipe_holds_from_an_empty_machine_to_another_one(tmp_path: Path, shop: Path) -> None:
    begun, story = time.monotonic(), list(_HEAD)
    with booted(tmp_path / "first", packages(), story) as machine:
        owner = Owner(machine, shop)
        machine.writes("root/customer.py", (Path(__file__).parent / "customer.py").read_text())
        figures = run_through(owner)
        keep = [machine.root / "var/lib/vitrina/secret", newest_copy(machine)]
        for file, name in zip(keep, ("secret", "orders.sqlite3"), strict=True):
            shutil.copy(file, tmp_path / name)
        kept = owner.orders()
    story += ["", "== Another machine, from the copy and the secret alone", ""]
    with booted(tmp_path / "second", packages(), story) as machine:
        owner = Owner(machine, shop)
        machine.writes("root/customer.py", (Path(__file__).parent / "customer.py").read_text())
        owner.installs()
        owner.sets_up_caddy()
        for name in ("secret", "orders.sqlite3"):
            shutil.copy(tmp_path / name, machine.root / "root" / name)
        for command in typed("When the server is lost"):
            machine.types(command)
        assert owner.orders() == kept
        again = owner.is_asked("first-order")
        assert (again["number"], again["link"]) == figures.pop("first")
        assert owner.orders() == kept, "the same key must be the same order"
    if "VITRINA_EVIDENCE" in os.environ:
        STORY.write_text("\n".join(story) + "\n", encoding="utf-8")
    note("own-server", **figures, seconds=round(time.monotonic() - begun))


def run_through(owner: Owner) -> dict[str, Any]:
    machine, story = owner.machine, owner.machine.story
    story += ["", "== Install", ""]
    owner.installs()
    owner.sets_up_caddy()
    owner.has_mail()
    [restart, *looks] = typed("Letters")
    machine.types(restart)
    first = owner.is_asked("first-order")
    until(lambda: len(owner.letters()) == 4, "two letters about the order, two about the question")
    for command in looks:
        # The doctor is right in what it finds: nobody out there can be asked about the name and its mail.
        machine.types(f"{command}; true" if "doctor" in command else command)
    assert owner.orders() == [first["number"]]
    scores = hardened(machine)

    story += ["", "== Killed; systemd starts it again", ""]
    machine.types("kill -9 $(systemctl show --property MainPID --value vitrina)")
    second = owner.is_asked("second-order")
    assert owner.orders() == [second["number"], first["number"]]

    story += ["", "== A mistake in the content, and then none", ""]
    things = owner.shop / "catalog" / "things.yaml"
    was = things.read_text()
    things.write_text(was.replace("price: ", "prise: "))
    owner.brings_content()
    [publish] = typed("Change the shop")
    assert 'unknown key "prise"' in machine.types(publish, fails=True)
    things.write_text(
        was.replace("12.50", "113.70")
    )  # longer: rsync takes the same length and second for the same
    owner.brings_content()
    machine.types(publish)
    assert (second["total"], owner.is_asked("third-order")["total"]) == ("12.50", "113.70")

    story += ["", "== Backups, and one that fails", ""]
    for command in typed("Backups"):
        machine.types(command)
    machine.types("chmod 500 /var/backups/vitrina")
    machine.types("systemctl start vitrina-backup", fails=True)
    told = "Subject: vitrina-backup has failed on the shop's server"
    until(lambda: any(told in letter for letter in owner.letters()), "the shop was not written to")
    machine.types("journalctl --unit vitrina-backup --output cat --lines 4")
    machine.types("grep --no-filename '^Subject: vitrina' letters/*")
    machine.types("chmod 700 /var/backups/vitrina; systemctl reset-failed vitrina-backup")

    taken_back = upgraded(owner)

    story += ["", "== nginx instead of Caddy", ""]
    owner.sets_up_nginx()
    owner.is_asked("by-nginx", OWN)
    machine.types("systemctl disable --now nginx && systemctl enable --now caddy")
    machine.types("systemctl start vitrina-backup")
    machine.types("vitrina status")
    return {"orders": len(owner.orders()), "upgrades taken back": taken_back,
            "exposure (systemd-analyze)": scores, "first": (first["number"], first["link"])}  # fmt: skip


def upgraded(owner: Owner) -> int:
    """Three upgrades: one that is good, one that changes the store, one that does not start."""
    machine, story = owner.machine, owner.machine.story
    [rollback] = [command for command in typed("Upgrade, and back") if "rollback" in command]

    story += ["", "== An upgrade, and back", ""]
    owner.commits("0.2.0")
    owner.upgrades()
    owner.is_asked("after-the-upgrade")
    before = owner.orders()
    machine.types(rollback)
    assert owner.orders() == before
    assert "0.1.0-" in machine.types("vitrina status")

    story += ["", "== An upgrade that changes the store", ""]
    shape = "CREATE TABLE later (name TEXT PRIMARY KEY) STRICT;\n"
    owner.commits("0.3.0", **{"infra/migrations/209901010000_later.sql": shape})
    owner.upgrades()
    owner.is_asked("in-the-new-shape")
    machine.types(rollback, fails=True)
    assert len(owner.orders()) == len(before) + 1
    machine.types(f"{rollback} --store")
    assert owner.orders() == before
    owner.is_asked("in-the-old-shape")

    story += ["", "== An upgrade that does not start is taken back by itself", ""]
    owner.commits("0.4.0", **{"server/run.py": "raise SystemExit('a mistake')\n"})
    owner.upgrades(fails=True)
    assert "Release: 0.1.0-" in machine.types("vitrina status")
    owner.is_asked("after-the-mistake")
    return 3


def hardened(machine: Machine) -> dict[str, float]:
    """What systemd says that the units may do; and that who builds pages cannot read an order."""
    scores = {}
    for unit in ("vitrina", "vitrina-build", "vitrina-backup", "vitrina-failed@x"):
        said = machine.types(f"systemd-analyze security --no-pager {unit}.service | tail -n 1")
        found = re.search(r"([\d.]+) (?:OK|SAFE)", said)
        assert found, said
        scores[unit] = float(found[1])
    assert max(scores.values()) < 1.5
    machine.types("runuser -u vitrina-site -- cat /var/lib/vitrina/orders.sqlite3", fails=True)
    machine.types("runuser -u vitrina -- touch /srv/vitrina/site/dist/index.html", fails=True)
    listening = machine.types("cat /proc/net/tcp /proc/net/tcp6", quiet=True)
    assert re.findall(r"(\w+):21FC \w+:0000 0A", listening) == ["0100007F"], "8700 is for this machine alone"
    return scores


def newest_copy(machine: Machine) -> Path:
    return sorted((machine.root / "var/backups/vitrina").glob("orders-*.sqlite3"))[-1]

"""`vitrina doctor` on a server of one's own: with the settings of the service, as the user of the store."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "infra" / "server" / "vitrina"


def test_the_doctor_looks_with_the_settings_of_the_service_taken_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text(
        "# a comment\n#VITRINA_SES=no\nVITRINA_PROXIES=1\n"
        'VITRINA_WEBHOOKS="https://hooks.example/ whsec_x"\nVITRINA_SMTP=smtps://a:$(id)&b@mail.example\n'
    )
    said = _doctor(tmp_path)

    assert "VITRINA_PROXIES=1" in said
    assert "VITRINA_SMTP=smtps://a:$(id)&b@mail.example" in said
    assert "VITRINA_WEBHOOKS=https://hooks.example/ whsec_x" in said
    assert f"VITRINA_PRICES={tmp_path}/root/site/dist" in said
    assert not any(line.startswith("VITRINA_SES=") for line in said)
    assert said[-1].split(" ", 1)[1] == (
        f"{tmp_path}/root/current/build.py doctor --content {tmp_path}/root/content"
        f" --backups {tmp_path}/copies --state {tmp_path}/state --out {tmp_path}/root/site/dist"
    )


def _doctor(folder: Path) -> list[str]:
    """What the script would run: its environment, a line each, and its arguments."""
    places = {
        "/srv/vitrina": "root", "/var/lib/vitrina": "state", "/var/backups/vitrina": "copies",
        "/etc/vitrina/vitrina.env": "settings",
    }  # fmt: skip
    script = SCRIPT.read_text()
    for real, here in places.items():
        assert real in script
        script = script.replace(real, str(folder / here))
    (folder / "state").mkdir()
    python = folder / "root" / "current" / ".venv" / "bin" / "python"
    _written(folder / "vitrina", script)
    _written(folder / "bin" / "runuser", '#!/bin/sh\nshift 3\nexec "$@"\n')
    _written(python, '#!/bin/sh\nenv | grep ^VITRINA_\necho "$*"\n')
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        [folder / "vitrina", "doctor"], env={"PATH": path}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def _written(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)

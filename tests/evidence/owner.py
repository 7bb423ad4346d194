"""Whoever sets up the shop's own server: types what the how-to says, and looks what came of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evidence.debian import NAME, Machine
from tests.evidence.served import ROOT

HERE = Path(__file__).parent
HOW_TO = ROOT / "docs" / "how-to" / "own-server.md"
CADDY_S = "/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
OWN = "/etc/ssl/own/authority.pem"


def typed(section: str) -> list[str]:
    """The commands that the how-to has the owner type as root in that section."""
    text = HOW_TO.read_text(encoding="utf-8")
    part = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, section
    return re.findall(r"^    # (.+)$", part[1], re.MULTILINE)


def packages() -> list[str]:
    """All that the how-to installs, but for what asks the internet; and what signs in its place."""
    lines = [line for section in ("Install", "The web server") for line in typed(section)]
    found = [name for line in lines if "apt-get install --yes " in line for name in line.split()[3:]]
    return [name for name in found if name != "certbot"] + ["openssl"]


@dataclass(frozen=True)
class Owner:
    machine: Machine
    shop: Path  #: the folder of the shop on the owner's own computer

    def brings_content(self) -> None:
        copy = "rsync --recursive --times --delete --chmod=D755,F644"
        assert f"    $ {copy} content/ root@{NAME}:/srv/vitrina/content/\n" in HOW_TO.read_text()
        shutil.copytree(self.shop, self.machine.root / "root/content", dirs_exist_ok=True)
        self.machine.types(f"{copy} content/ /srv/vitrina/content/")

    def installs(self) -> None:
        update, packages, clone, folder, install = typed("Install")
        assert update == "apt-get update"  # which the machine has done while it could ask somebody
        self.machine.types(packages)
        self.machine.types(clone.replace("YOUR-REPOSITORY", "/var/vitrina.git"))
        self.machine.types(folder)
        self.brings_content()
        self.machine.types(install)

    def sets_up_caddy(self) -> None:
        configure, reload = typed("The web server")[:2]
        self.machine.types(configure)
        self.machine.tells("(No authority on the internet can be asked here: Caddy signs with its own.)")
        self.machine.types("sed -i '0,/^{/s//{\\n\\tlocal_certs/' /etc/caddy/Caddyfile")
        self.machine.types(reload)

    def sets_up_nginx(self) -> None:
        install, certbot, *rest = typed("The web server")[2:]
        self.machine.types("systemctl disable --now caddy")
        self.machine.types(install.replace(" certbot", ""))
        assert certbot.startswith("certbot certonly")
        self.machine.tells(
            "(Instead of certbot, which needs the internet, an authority of the machine's own:)"
        )
        self.machine.types(_SIGNED)
        for command in rest:
            self.machine.types(command)

    def is_asked(self, key: str, authority: str = CADDY_S) -> dict[str, Any]:
        """An order through the web server, by a customer who trusts that authority alone."""
        said = self.machine.types(f"python3 customer.py https://{NAME} {authority} {key}")
        answer: dict[str, Any] = json.loads(said.splitlines()[-1])
        assert [answer[each] for each in ("page", "order", "seen", "question")] == [200, 201, 200, 201], said
        assert answer["link"].startswith(f"https://{NAME}/order/#")
        return answer

    def orders(self) -> list[str]:
        return re.findall(r"^(V-\d+-\d)", self.machine.types("vitrina orders"), re.MULTILINE)

    def has_mail(self) -> None:
        """Names a mail server, which is one on the same machine."""
        self.machine.writes("root/postman.py", (HERE / "postman.py").read_text())
        self.machine.types("systemd-run --quiet --unit postman python3 /root/postman.py")
        self.machine.types("echo VITRINA_SMTP=smtp://localhost >> /etc/vitrina/vitrina.env")

    def letters(self) -> list[str]:
        """What the mail server was handed, oldest first."""
        files = (self.machine.root / "root/letters").glob("*.eml")
        return [file.read_text() for file in sorted(files, key=lambda file: int(file.stem))]

    def commits(self, version: str, **files: str) -> None:
        """Somebody else's next version of the code, in the repository that the owner pulls from."""
        work = self.machine.root / "root/work"
        shutil.rmtree(work, ignore_errors=True)
        done("git", "clone", "--quiet", str(self.machine.root / "var/vitrina.git"), str(work))
        project = work / "pyproject.toml"
        project.write_text(
            re.sub(r'^version = ".*"$', f'version = "{version}"', project.read_text(), flags=re.M)
        )
        for name, text in files.items():
            (work / name).write_text(text)
        done("git", "-C", str(work), "add", "--all")
        done(
            "git",
            "-C",
            str(work),
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "commit",
            "-qm",
            version,
        )
        done("git", "-C", str(work), "push", "--quiet")
        shutil.rmtree(work)

    def upgrades(self, fails: bool = False) -> str:
        pull, upgrade = typed("Upgrade, and back")[:2]
        self.machine.types(pull, quiet=True)
        self.machine.tells(f"# {pull}")
        return self.machine.types(upgrade, fails=fails)


_SIGNED = (
    f"mkdir -p /etc/ssl/own /etc/letsencrypt/live/{NAME} && cd /etc/ssl/own && "
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '/CN=Own authority' "
    "-addext keyUsage=critical,keyCertSign -keyout authority.key -out authority.pem 2>/dev/null && "
    f"openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={NAME} "
    f"-addext subjectAltName=DNS:{NAME} "
    f"-keyout /etc/letsencrypt/live/{NAME}/privkey.pem -out shop.csr 2>/dev/null && "
    "openssl x509 -req -in shop.csr -CA authority.pem -CAkey authority.key -days 30 -copy_extensions copy "
    f"-out /etc/letsencrypt/live/{NAME}/fullchain.pem 2>/dev/null"
)


def done(*command: str) -> None:
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr

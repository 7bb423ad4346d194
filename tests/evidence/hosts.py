"""The same site behind real hosts, by the settings shipped here, with `build.py run` behind them."""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from tests import certificates
from tests.evidence.served import ROOT, until

SETTINGS = ROOT / "infra" / "server"
#: Where `netlify-cli` is put once, beside the other tools.
TOOLS = Path(sys.prefix) / "netlify"
NETLIFY = "netlify-cli@26.2.0"
_FUNCTIONS = "127.0.0.1:8700"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    url: str
    folder: Path  #: with everything it has logged

    def asks(
        self,
        path: str,
        body: bytes | None = None,
        *,
        method: str = "",
        source: str = "127.0.0.1",
        **headers: str,
    ) -> Answer:
        """One request; no redirect is followed. An answer that comes before all is sent is read, too."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = self._connection(source)
        try:
            connection.connect()
            with suppress(ConnectionError, ssl.SSLError):
                connection.request(method or ("GET" if body is None else "POST"), path, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def is_there(self) -> bool:
        try:
            return self.asks("/").status == 200
        except OSError:
            return False

    def _connection(self, source: str) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        assert parts.hostname
        assert parts.port
        if parts.scheme == "http":
            return http.client.HTTPConnection(parts.hostname, parts.port, 60, (source, 0))
        trusting = certificates.trusting()
        return http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=60, source_address=(source, 0), context=trusting
        )


@contextmanager
def functions(site: Path, state: Path, port: int) -> Iterator[None]:
    """`build.py run` behind one proxy."""
    settings = {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(state), "VITRINA_PROXIES": "1"}
    command = [sys.executable, str(ROOT / "build.py"), "run", "--port", str(port)]
    state.mkdir()
    with running(command, state, settings):
        host = Host("functions", f"http://127.0.0.1:{port}", state)
        until(lambda: _answers(host), "the functions never began to answer")
        yield


@contextmanager
def caddy(folder: Path, site: Path, behind: int, port: int) -> Iterator[Host]:
    signed = certificates.SERVER
    settings = _changed(
        (SETTINGS / "Caddyfile").read_text(),
        {
            "/srv/vitrina/current/infra/server": str(SETTINGS),
            "{$VITRINA_SITE:shop.example}": f"https://127.0.0.1:{port}",
            "{$VITRINA_DIST:/srv/vitrina/site/dist}": f"{site}\n\ttls {signed} {signed}",
            "\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {",
            _FUNCTIONS: f"127.0.0.1:{behind}",
        },
    )
    (folder / "Caddyfile").write_text(settings)
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with running(["caddy", "run", "--config", str(folder / "Caddyfile")], folder, home):
        yield _up(Host("caddy", f"https://127.0.0.1:{port}", folder))


@contextmanager
def nginx(folder: Path, site: Path, behind: int, port: int) -> Iterator[Host]:
    settings = _changed(
        (SETTINGS / "nginx.conf").read_text(),
        {
            "/srv/vitrina/current/infra/server": str(SETTINGS),
            "/srv/vitrina/site/dist": str(site),
            "/etc/letsencrypt/live/shop.example/fullchain.pem": str(certificates.SERVER),
            "/etc/letsencrypt/live/shop.example/privkey.pem": str(certificates.SERVER),
            "shop.example": "127.0.0.1",
            "listen 80;": f"listen unix:{folder}/plain;",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "/var/log/nginx": str(folder),
            _FUNCTIONS: f"127.0.0.1:{behind}",
        },
    )
    (folder / "vitrina.conf").write_text(settings)
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=f"user {_owner()};"))
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    with running(command, folder, {}):
        yield _up(Host("nginx", f"https://127.0.0.1:{port}", folder))


@contextmanager
def netlify(folder: Path, site: Path, behind: int, port: int) -> Iterator[Host]:
    """`netlify dev` of that folder. Whom it passes calls on to stands in the site's own `_redirects`."""
    command = [
        str(TOOLS / "node_modules/.bin/netlify"), "dev", "--offline", "--internal-disable-edge-functions",
        "--no-open", "--dir", str(site), "--port", str(port),
    ]  # fmt: skip
    with running(command, folder, {"HOME": str(folder), "CI": "1"}):
        yield _up(Host("netlify", f"http://127.0.0.1:{port}", folder), 400)


def missing(name: str) -> str:
    """Why that host cannot be tried here; nothing where it can."""
    if name != "netlify":
        return "" if shutil.which(name) else f"needs {name}, in Debian's package of that name"
    if not (TOOLS / "node_modules/.bin/netlify").exists():
        if not shutil.which("npm"):
            return "needs npm"
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), NETLIFY]
        subprocess.run(install, check=True, timeout=1200)
    return ""


@contextmanager
def running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """The program until the end; what it says goes to `log`."""
    around = {**os.environ, **environment}
    with (
        open(folder / "log", "wb") as log,
        subprocess.Popen(command, cwd=folder, env=around, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(host: Host) -> bool:
    try:
        return host.asks("/api/health").status == 200
    except OSError:
        return False


def _up(host: Host, patience: float = 60) -> Host:
    """Waits until it answers; `netlify dev` needs minutes where others are busy."""
    late = time.monotonic() + patience
    while not host.is_there():
        assert time.monotonic() < late, (host.folder / "log").read_text()[-2000:]
        time.sleep(0.1)
    return host


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"{old} is not in the settings any more"
        text = text.replace(old, new)
    return text


def _owner() -> str:
    return "root" if os.geteuid() == 0 else "nobody"


#: What Debian's own nginx.conf says around it, but for places that only its user may write to.
_AROUND = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/vitrina.conf;
}}
"""

"""The same site behind real web servers, by the settings shipped here, with the functions beside it."""

from __future__ import annotations

import os
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import uvicorn

from functions import _calls, _wiring, desk, feedback, orders, tickets
from server.serve import configuration
from tests import certificates
from tests.browser.conftest import free_port
from tests.evidence.served import ROOT, until

SETTINGS = ROOT / "infra" / "server"
_FUNCTIONS = "127.0.0.1:8700"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Host:
    """Where a host answers, and what it is called."""

    name: str
    url: str

    def asks(self, path: str, body: bytes | None = None, method: str | None = None, **headers: str) -> Answer:
        """One request, no redirect followed."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, body, sent, method=method)
        try:
            with _opener().open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read())

    def is_there(self) -> bool:
        try:
            return self.asks("/").status == 200
        except OSError:
            return False


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(
        _Straight,
        urllib.request.HTTPSHandler(context=certificates.trusting()),
        urllib.request.ProxyHandler({}),
    )


@contextmanager
def functions(site: Path, state: Path, **settings: str) -> Iterator[int]:
    """The functions as deployed, in this process; the port they listen on."""
    environment = {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(state), **settings}
    ports = _wiring.from_environment(environment)
    routes = [route for each in (orders, tickets, feedback, desk) for route in each.routes(lambda: ports)]
    port = free_port()
    config = configuration(_calls.application(routes))
    config.host, config.port = "127.0.0.1", port
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started, "the functions never began to answer")
        yield port
    finally:
        server.should_exit = True
        thread.join(30)
        ports.close()


@contextmanager
def caddy(folder: Path, site: Path, behind: int) -> Iterator[Host]:
    port, signed = free_port(), certificates.SERVER
    settings = _changed(
        (SETTINGS / "Caddyfile").read_text(),
        {
            "/srv/vitrina/current/infra/server": str(SETTINGS),
            "{$VITRINA_SITE:shop.example}": f"https://localhost:{port}",
            "{$VITRINA_DIST:/srv/vitrina/site/dist}": f"{site}\n\ttls {signed} {signed}",
            "\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {",
            _FUNCTIONS: f"127.0.0.1:{behind}",
        },
    )
    (folder / "Caddyfile").write_text(settings)
    command = ["caddy", "run", "--config", str(folder / "Caddyfile")]
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with _running(command, folder, home):
        yield _up(Host("caddy", f"https://localhost:{port}"))


@contextmanager
def nginx(folder: Path, site: Path, behind: int) -> Iterator[Host]:
    plain, port = free_port(), free_port()
    settings = _changed(
        (SETTINGS / "nginx.conf").read_text(),
        {
            "/srv/vitrina/current/infra/server": str(SETTINGS),
            "/srv/vitrina/site/dist": str(site),
            "/etc/letsencrypt/live/shop.example/fullchain.pem": str(certificates.SERVER),
            "/etc/letsencrypt/live/shop.example/privkey.pem": str(certificates.SERVER),
            "shop.example": "localhost",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "/var/log/nginx": str(folder),
            _FUNCTIONS: f"127.0.0.1:{behind}",
        },
    )
    (folder / "vitrina.conf").write_text(settings)
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder))
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    with _running(command, folder, {}):
        yield _up(Host("nginx", f"https://localhost:{port}"))


#: What Debian's own nginx.conf says around it, but for places that only its user may write to.
_AROUND = """\
daemon off;
user root;
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


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"{old} is not in the settings any more"
        text = text.replace(old, new)
    return text


def _up(host: Host) -> Host:
    until(host.is_there, f"{host.name} never began to answer")
    return host


@contextmanager
def _running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
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
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

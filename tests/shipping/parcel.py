"""The bundle unpacked for the Python of the tests, from the libraries that are installed beside it."""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3

from functions import _dynamo_tables
from functions._dynamo import Dynamo
from shipping import bundle, bytecode
from tests.functions.published import TERMS, publish
from tests.shipping import events, runtime_api

#: AWS's runtime client and what it imports; on Lambda they belong to the runtime.
CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")
ROOT_KEY = "an-unguessable-root-key-for-a-test"


def installed(names: Sequence[str], _python: str, _arch: str, folder: Path) -> None:
    """Copies those libraries from where they are installed."""
    for name in names:
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), folder / file)


def unpacked(folder: Path) -> tuple[Path, Path]:
    """Where the bundle is, pictures included, and where AWS's client is; both compiled."""
    made = bundle.bundle(folder, bytecode.running(), "x86_64", installed)
    with ZipFile(made.files[1]) as zip:
        zip.extractall(folder / "task")
    installed(CLIENT, "", "", folder / "client")
    bytecode.compile_all(folder / "client", sys.executable)
    return folder / "task", folder / "client"


def settings(folder: Path, site: str, endpoint: str, prefix: str) -> dict[str, str]:
    """Tables and an SES that take letters of the shop; what functions are told of them."""
    _dynamo_tables.make(Dynamo(prefix, endpoint, runtime_api.REGION))
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    ses = boto3.client("sesv2", region_name=runtime_api.REGION, endpoint_url=endpoint, **keys)
    ses.create_email_identity(EmailIdentity=TERMS.contact.email)
    return {
        "VITRINA_PRICES": site,
        "VITRINA_STATE": str(folder / "state"),
        "VITRINA_SECRET": ROOT_KEY,
        "VITRINA_TABLES": prefix,
        "VITRINA_AWS_ENDPOINT": endpoint,
        "VITRINA_SES": runtime_api.REGION,
        "VITRINA_SES_ENDPOINT": endpoint,
    }


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The address of a site with a price list, while the block lasts."""
    publish(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def order(shape: Any = events.gateway) -> Any:
    return _sent(shape, "/api/orders", {
        "lines": [{"sku": "TEA-1", "quantity": 1}], "payment": "cash", "delivery": {"method": "pickup"},
        "contact": {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"},
    })  # fmt: skip


def ticket(shape: Any = events.gateway, **more: Any) -> Any:
    return _sent(shape, "/api/tickets", {
        "topic": "question", "message": "Is it open?", "contact": {"email": "boris@example.org"}, **more
    })  # fmt: skip


def idea(shape: Any = events.gateway) -> Any:
    return _sent(shape, "/api/feedback", {
        "kind": "idea", "text": "Please sell oolong tea", "contact": {"email": "vera@example.org"}
    })  # fmt: skip


def _sent(shape: Any, path: str, content: Mapping[str, Any]) -> Any:
    return shape("POST", path, json.dumps(content), key=secrets.token_hex(8))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing of a test is to be read in the middle of its results."""

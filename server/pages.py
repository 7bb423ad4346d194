"""The built site as a static host would serve it: its security headers and its 404 pages.

Nothing is kept by browsers here, and every page carries the script that reloads it.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from storefront.hosting import SECURITY, SHARING, is_shared

_LIVE = b'<script type="module" src="/_live.js"></script></body>'
_HIDDEN = ("_headers", "_redirects", ".vitrina")
#: On a laptop there is no certificate, so nothing may insist on one.
_HEADERS = {name: value for name, value in SECURITY.items() if name != "Strict-Transport-Security"}

#: The script keeps the words up to date and goes to the shop once there is one.
_UNBUILT = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head><body>'
    "<h1>The shop is not built yet</h1><p>Correct this and save; the shop then appears here.</p>"
    '<pre id="build-problems">{problems}</pre></body></html>'
)


class Pages:
    """Serves the files of a folder that may be replaced at any moment."""

    def __init__(self, site: Path, problems: Callable[[], str] = str) -> None:
        """*problems* says what keeps the site from being built."""
        self._site, self._problems = site, problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            response = Response("Only GET here.\n", 405, headers={"Allow": "GET, HEAD"})
        else:
            response = await run_in_threadpool(self._answer, scope["path"])
        await response(scope, receive, send)

    def _answer(self, path: str) -> Response:
        if not self._site.is_dir():
            return _response(_UNBUILT.format(problems=self._problems()).encode(), "text/html", 503)
        file = self._file(path)
        if file is not None and os.path.isdir(file):
            slashed = f"/{path.strip('/')}/"
            return RedirectResponse(slashed, 301) if not path.endswith("/") else self._missing(path)
        content = _read(file) if file is not None else None
        if file is None or content is None:
            return self._missing(path)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return _response(content, kind, shared=is_shared(path))

    def _missing(self, path: str) -> Response:
        """The 404 page in the language of the path."""
        language = path.strip("/").split("/")[0]
        for candidate in (self._file(f"/{language}/404.html"), self._file("/404.html")):
            if candidate is not None and (content := _read(candidate)) is not None:
                return _response(content, "text/html", 404)
        return Response("Nothing here.\n", 404, media_type="text/plain")

    def _file(self, path: str) -> Path | None:
        """The file behind a path; None for anything outside the site or not meant to be seen."""
        if "\0" in path:
            return None
        wanted = self._site / path.lstrip("/")
        if path.endswith("/"):
            wanted /= "index.html"
        site = self._site.resolve()
        inside = wanted.resolve().is_relative_to(site)
        return wanted if inside and wanted.name not in _HIDDEN else None


def _response(content: bytes, kind: str, status: int = 200, shared: bool = False) -> Response:
    if kind == "text/html":
        content = content.replace(b"</body>", _LIVE)
    headers = _HEADERS | (SHARING if shared else {}) | {"Cache-Control": "no-cache"}
    return Response(content, status, media_type=kind, headers=headers)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None

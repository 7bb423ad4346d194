"""Telling open pages that the site was built anew, or what stands in the way."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

_SCRIPT = Path(__file__).with_suffix(".js")

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Reload:
    """The number of the last good build and the problems of the last bad one."""

    def __init__(self) -> None:
        self._build = 0
        self.problems = ""

    def built(self) -> None:
        self._build += 1
        self.problems = ""

    def failed(self, problems: str) -> None:
        self.problems = problems

    async def answer(self, _: Request) -> Response:
        return JSONResponse({"build": self._build, "problems": self.problems}, headers=_HEADERS)


async def script(_: Request) -> Response:
    return FileResponse(_SCRIPT, media_type="text/javascript", headers=_HEADERS)

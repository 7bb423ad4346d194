"""The body of a request as nested fields: JSON, a form, or a form with pictures; each within limits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from shop import limits
from shop.requests import PICTURES_FIELD

BODY_BYTES = 64 * 1024
BODY_DEPTH = 6
BODY_VALUES = 1000
BODY_SECONDS = 20.0

#: What stands between values in JSON. Pictures hold none of it, so there is no more than in a body without.
_BETWEEN = (b",", b"[", b"{")

#: Pictures are sent from phones, too, and nobody waits for them to be scaled where no script runs.
PICTURES_SECONDS = 90.0
_MOST_FILES = 20  #: that are read at all; how many are taken is told beside the field

#: Fields of a form that may come several times: boxes that are ticked, files that are chosen.
_LISTS = ("skus", PICTURES_FIELD)
_LINE = re.compile(r"lines\.([0-9]{1,4})\.(.+)", re.DOTALL)


class Refused(Exception):
    """Raised when a request is not even looked at; *code* names the sentence that says why."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.values = status, code, values


class _Parts(MultiPartParser):
    """Starlette's reader, which also knows whether the form came to its end."""

    ended = False

    def on_end(self) -> None:
        self.ended = True

    def close(self) -> None:
        """Lets go of every file, of the one that broke off, too."""
        for file in self._files_to_close_on_error:
            file.close()


async def whole(request: Request, pictures: bool = False) -> bytes:
    """The body; more of it where there may be *pictures* inside. Raises Refused."""
    most = limits.PICTURES_BODY if pictures else BODY_BYTES
    async with _timed(PICTURES_SECONDS if pictures else BODY_SECONDS):
        return b"".join([chunk async for chunk in _arriving(request, most)])


async def parts(request: Request) -> dict[str, object]:
    """The fields of a form that may hold pictures; these come as a list of bytes. Raises Refused."""
    parser = _Parts(
        request.headers,
        _arriving(request, limits.PICTURES_BODY),
        max_files=_MOST_FILES,
        max_fields=BODY_VALUES,
        max_part_size=BODY_BYTES,
    )
    try:
        async with _timed(PICTURES_SECONDS):
            form = await parser.parse()
    except MultiPartException:
        raise Refused(400, "malformed") from None
    try:
        if not parser.ended:
            raise Refused(400, "malformed")
        return _nested([(name, await _content(name, part)) for name, part in form.multi_items()])
    finally:
        parser.close()


def from_json(body: bytes) -> dict[str, object]:
    # Millions of empty lists would take seconds to read, and 40 times their size.
    if sum(map(body.count, _BETWEEN)) > BODY_BYTES:
        raise Refused(400, "too_deep")
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
        raise Refused(400, "malformed") from None
    except RecursionError:
        raise Refused(400, "too_deep") from None
    if not isinstance(fields, dict):
        raise Refused(400, "malformed")
    _check_size(fields)
    return fields


def from_form(body: bytes) -> dict[str, object]:
    try:
        return _nested(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise Refused(400, "malformed") from None


@asynccontextmanager
async def _timed(seconds: float) -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Refused(408, "too_slow") from None


async def _arriving(request: Request, most: int) -> AsyncGenerator[bytes]:
    if _length(request.headers) > most:
        raise Refused(413, "too_large")
    arrived = 0
    try:
        async for chunk in request.stream():
            arrived += len(chunk)
            if arrived > most:
                raise Refused(413, "too_large")
            yield chunk
    except ClientDisconnect:
        raise Refused(400, "malformed") from None


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else 0


async def _content(name: str, part: UploadFile | str) -> str | bytes:
    """What a part of a form holds. A file where none belongs cannot be read as a field."""
    if isinstance(part, str):
        return part
    if name != PICTURES_FIELD:
        raise Refused(400, "malformed")
    return await part.read()


def _check_size(fields: object) -> None:
    """Breadth first, so that neither depth nor width is walked further than allowed."""
    level: list[object] = [fields]
    values = 0
    for _ in range(BODY_DEPTH + 1):
        level = [inner for value in level for inner in _inside(value)]
        values += len(level)
        if not level or values > BODY_VALUES:
            break
    if level:
        raise Refused(400, "too_deep")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _nested(pairs: Iterable[tuple[str, str | bytes]]) -> dict[str, object]:
    """`contact.email=…` as `{"contact": {"email": …}}`, and `lines.0.sku=…` as a list in that order."""
    fields: dict[str, object] = {}
    lines: dict[int, dict[str, object]] = {}
    lists: dict[str, list[object]] = {}
    for name, value in pairs:
        if name in _LISTS:
            lists.setdefault(name, []).append(value)
        elif line := _LINE.fullmatch(name):
            _put(lines.setdefault(int(line[1]), {}), [line[2]], value, name)
        else:
            _put(fields, name.split(".", 3), value, name)
    if lines:
        wanted = [lines[number] for number in sorted(lines) if not _left_out(lines[number])]
        _put(fields, ["lines"], wanted, "lines")
    for name, values in lists.items():
        _put(fields, [name], [value for value in values if value], name)
    # Counted without the lines left empty: a list of everything on a shelf may be as long as a body.
    _check_size(fields)
    return fields


def _put(fields: dict[str, object], path: Sequence[str], value: object, name: str) -> None:
    for part in path[:-1]:
        inner = fields.setdefault(part, {})
        if not isinstance(inner, dict):
            raise Refused(400, "sent_twice", field=name[:80])
        fields = inner
    if path[-1] in fields:
        raise Refused(400, "sent_twice", field=name[:80])
    fields[path[-1]] = value


def _left_out(line: Mapping[str, object]) -> bool:
    quantity = line.get("quantity")
    return isinstance(quantity, str) and quantity.strip().strip("0") == ""

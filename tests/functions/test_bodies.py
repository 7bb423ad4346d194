"""Forms that bring pictures, before anything is looked at that they hold."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

import pytest
from starlette import formparsers
from starlette.requests import Request
from starlette.types import Message

from functions import _bodies, _web
from functions._bodies import Refused
from functions._web import Sent
from shop import limits

MULTIPART = "multipart/form-data; boundary=limit"


def form(*parts: tuple[str, bytes], files: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    lines = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts
    ]
    lines += [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: image/jpeg\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, content in files
    ]
    return b"".join(lines) + b"--limit--\r\n"


def read(body: bytes, media: str = MULTIPART, *, pictures: bool = True, **headers: str) -> Sent:
    arriving = _pieces(body)
    sent = {"content-type": media, **headers}

    async def receive() -> Message:
        return next(arriving, {"type": "http.disconnect"})

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
    }
    return asyncio.run(_web.read(Request(scope, receive), pictures))


def _pieces(body: bytes) -> Iterator[Message]:
    for start in range(0, len(body), 1 << 16):
        more = start + (1 << 16) < len(body)
        yield {"type": "http.request", "body": body[start : start + (1 << 16)], "more_body": more}


def refusal(body: bytes, media: str = MULTIPART, **headers: str) -> tuple[int, str]:
    with pytest.raises(Refused) as raised:
        read(body, media, **headers)
    return raised.value.status, raised.value.code


def fields(sent: Sent) -> Mapping[str, object]:
    assert sent.form
    return sent.fields


def test_a_form_brings_fields_and_pictures() -> None:
    body = form(
        ("topic", b"return"),
        ("message", "Чашка разбилась".encode()),
        ("contact.email", b"anna@example.org"),
        ("skus", b"TP-01"),
        ("skus", b"CU-02"),
        ("idempotency_key", b"a-fresh-key-1"),
        files=[("pictures", "one.jpg", b"\xff\xd8\xff"), ("pictures", "../два.jpg", b"x" * 70_000)],
    )

    sent = read(body)

    assert sent.key == "a-fresh-key-1"
    assert fields(sent) == {
        "topic": "return",
        "message": "Чашка разбилась",
        "contact": {"email": "anna@example.org"},
        "skus": ["TP-01", "CU-02"],
        "pictures": [b"\xff\xd8\xff", b"x" * 70_000],
    }


def test_a_picture_that_is_not_chosen_is_none() -> None:
    sent = read(form(("topic", b"other"), files=[("pictures", "", b"")]))

    assert fields(sent) == {"topic": "other", "pictures": []}


def test_boxes_that_are_ticked_are_a_list_in_a_plain_form_too() -> None:
    sent = read(b"skus=TP-01&skus=CU-02&topic=order", "application/x-www-form-urlencoded")

    assert fields(sent) == {"topic": "order", "skus": ["TP-01", "CU-02"]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"topic=order",
        form(("topic", b"order"))[:-9],
        form(files=[("message", "message.txt", b"Hello")]),
        form(files=[("pictures", "a.jpg", b"x")] * 21),
        form(*((f"a{number}", b"") for number in range(1001))),
        form(("message", b"x" * (_bodies.BODY_BYTES + 1))),
        form(("topic", b"order"), ("topic", b"return")),
        b"--limit\r\nContent-Type: text/plain\r\n\r\nnameless\r\n--limit--\r\n",
    ],
    ids=lambda body: repr(body)[:24],
)
def test_a_form_that_cannot_be_read_is_refused(body: bytes) -> None:
    assert refusal(body)[0] == 400


def test_a_file_that_breaks_off_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[IO[bytes]] = []

    def opened(**options: int) -> IO[bytes]:
        kept.append(SpooledTemporaryFile(**options))  # noqa: SIM115
        return kept[-1]

    monkeypatch.setattr(formparsers, "SpooledTemporaryFile", opened)

    body = form(files=[("pictures", "a.jpg", b"x"), ("pictures", "b.jpg", b"y" * 1000)])[:-500]

    assert refusal(body) == (400, "malformed")
    assert [file.closed for file in kept] == [True, True]


def test_a_form_without_its_boundary_cannot_be_read() -> None:
    assert refusal(form(("topic", b"order")), "multipart/form-data") == (400, "malformed")


@pytest.mark.parametrize("media", [MULTIPART, "application/json"])
def test_a_body_with_pictures_has_a_limit_of_its_own(media: str) -> None:
    at_most = form(files=[("pictures", "a.jpg", b"x" * (limits.PICTURES_BODY - 1000))])

    assert fields(read(at_most))
    assert refusal(at_most + b" " * 1000, media) == (413, "too_large")
    assert refusal(b"", media, content_length=str(limits.PICTURES_BODY + 1)) == (413, "too_large")


def test_pictures_come_in_json_as_well() -> None:
    body = b'{"pictures": ["' + b"A" * 100_000 + b'"]}'

    assert read(body, "application/json").fields == {"pictures": ["A" * 100_000]}


@pytest.mark.parametrize("value", [b"[]", b"{}", b"0"])
def test_room_for_pictures_is_no_room_for_millions_of_values(value: bytes) -> None:
    body = b'{"pictures": [' + b",".join([value] * 2_000_000) + b"]}"

    begun = time.perf_counter()
    assert refusal(body, "application/json") == (400, "too_deep")
    assert time.perf_counter() - begun < 0.5


def test_where_no_pictures_belong_64_kb_are_the_most() -> None:
    with pytest.raises(Refused) as raised:
        read(b'{"note": "' + b"x" * 65_536 + b'"}', "application/json", pictures=False)

    assert raised.value.code == "too_large"


def test_a_form_that_comes_too_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bodies, "PICTURES_SECONDS", 0.01)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", MULTIPART.encode())]}
    with pytest.raises(Refused) as raised:
        asyncio.run(_web.read(Request(scope, never), pictures=True))

    assert raised.value.code == "too_slow"

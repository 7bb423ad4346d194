"""Bodies and origins, before anything of a shop is looked at."""

from __future__ import annotations

import json
import time
import unicodedata

import pytest
from starlette.datastructures import Headers

from functions import _bodies, _web
from tests.functions.browser import Answer, Client

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def code(answer: Answer) -> str:
    return str(answer.json["type"]).rsplit(":", maxsplit=1)[-1]


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b'"lines"', 400, "malformed"),
        (b"{", 400, "malformed"),
        (b'{"note": NaN}', 400, "malformed"),
        (b'{"note": 1e999}', 400, "malformed"),
        (b'{"note": ' + b"9" * 5000 + b"}", 400, "malformed"),
        (b'{"note": "\\ud800"}', 400, "malformed"),
        (b'{"note": "\xff"}', 400, "malformed"),
        (b"\xef\xbb\xbf{}", 400, "malformed"),
        (b"[" * 60_000, 400, "too_deep"),
        (b'{"a":' * 7 + b"1" + b"}" * 7, 400, "too_deep"),
        (b'{"lines": [' + b"1," * 1001 + b"1]}", 400, "too_deep"),
        (b'{"note": "' + b"x" * 65_536 + b'"}', 413, "too_large"),
        (b"{}", 422, "invalid"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_order_in_json_is_refused_with_a_reason(
    client: Client, body: bytes, status: int, told: str
) -> None:
    answer = client.send("POST", "/api/quote", body, JSON)

    assert (answer.status, code(answer)) == (status, told)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"payment=cash&payment=gold", 400),
        (b"lines.0.sku=A&lines.00.sku=B", 400),
        (b"lines=1&lines.0.sku=A", 400),
        (b"contact=a&contact.name=b", 400),
        (b"note=%ff", 400),
        (b"note=\xff", 400),
        (b"note=%ED%A0%80", 400),
        (b"&".join(b"a%d=1" % number for number in range(1001)), 400),
        (b"&".join(b"lines.%d.sku=A" % number for number in range(501)), 400),
        (b"note=" + b"x" * 65_536, 413),
        (b"", 422),
        (b"lines.0.sku=TEA-1&lines.0.quantity=1&a%00b=1", 422),
        (b"lines.99999.sku=TEA-1", 422),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_order_in_a_form_is_refused_with_a_page(client: Client, body: bytes, status: int) -> None:
    answer = client.send("POST", "/api/quote", body, FORM)

    assert answer.status == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("media", ["", "text/plain", "application/json; charset=utf-16"])
def test_other_kinds_of_content_are_415(client: Client, media: str) -> None:
    answer = client.send("POST", "/api/orders", b"{}", {"content-type": media})

    assert (answer.status, code(answer)) == (415, "unsupported_type")


def test_a_form_with_files_is_415_where_no_picture_belongs(client: Client) -> None:
    answer = client.send("POST", "/api/orders", b"{}", {"content-type": "multipart/form-data; boundary=x"})

    assert answer.status == 415
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_length_that_is_too_much_is_refused_before_the_body_is_read(client: Client) -> None:
    answer = client.send("POST", "/api/orders", b"", {**JSON, "content-length": "65537"})

    assert answer.status == 413


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://shop.example"}, False),
        ({"origin": "https://shop.example"}, True),
        ({"origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"}, True),
        ({"origin": "https://evil.example", "host": "shop.example"}, False),
        ({"origin": "https://shop.example.evil.example"}, False),
        ({"origin": "http://[bad"}, False),
        ({"origin": "null"}, True),
    ],
    ids=str,
)
def test_a_form_comes_from_the_shop_s_own_pages(headers: dict[str, str], own: bool) -> None:
    assert _web.from_own_pages(Headers(headers), ["https://shop.example"]) is own


def test_a_form_from_another_site_is_403(client: Client) -> None:
    answer = client.submit("/api/orders", {"lines.0.sku": "TEA-1"}, sec_fetch_site="cross-site")

    assert answer.status == 403


@pytest.fixture(scope="module")
def marks() -> str:
    """A text of 64 KB that takes seconds to compose: marks in the order that sorts worst."""
    combining = [chr(code) for code in range(0x300, 0x370) if unicodedata.combining(chr(code))]
    combining.sort(key=unicodedata.combining, reverse=True)
    each = 32_000 // len(combining)
    return "a" + "".join(mark * each for mark in combining)


@pytest.mark.parametrize("place", ["track", "quote", "form", "note"])
def test_a_body_full_of_marks_is_answered_at_once(client: Client, marks: str, place: str) -> None:
    line = {"sku": marks, "quantity": 1}

    def asked() -> Answer:
        match place:
            case "track":
                return client.post("/api/track", encoded({"number": marks, "key": "x"}))
            case "quote":
                return client.post("/api/quote", encoded({"lines": [line]}))
            case "form":
                return client.submit("/api/quote", f"lines.0.sku={marks}&lines.0.quantity=1".encode())
        return client.post("/api/orders", encoded({"note": marks}), "a-fresh-key")

    client.submit("/api/quote", {})  # what is loaded on first use is not part of the answer

    begun = time.perf_counter()
    answer = asked()

    assert time.perf_counter() - begun < 0.2
    assert answer.status == 422


def encoded(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def test_a_list_of_a_thousand_things_is_ordered_from_by_form(client: Client) -> None:
    rows = [f"lines.{number}.sku=X-{number}&lines.{number}.quantity=" for number in range(1000)]
    body = "&".join(["language=en", *rows, "lines.1000.sku=TEA-1&lines.1000.quantity=2"])

    page = client.submit("/api/quote", body.encode())

    assert page.status == 200
    assert page.fields["lines.0.quantity"] == "2"
    assert page.fields["expected_total"] == "19.80"


def test_lines_left_empty_in_a_form_are_left_out() -> None:
    body = (
        b"lines.2.sku=C&lines.2.quantity=1&lines.0.sku=A&lines.0.quantity=&lines.1.sku=B&lines.1.quantity=00"
    )

    assert _bodies.from_form(body) == {"lines": [{"sku": "C", "quantity": "1"}]}

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from functions import _local
from server.app import create
from server.live import Reload
from tests.functions.browser import Client
from tests.functions.conftest import KEY
from tests.functions.published import publish

HERE = {"host": "127.0.0.1:8000"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    publish(folder)
    for path, words in {
        "index.html": "<body>home</body>",
        "404.html": "<body>not here</body>",
        "ru/404.html": "<body>нет</body>",
        "ckb/404.html": "<body>نییە</body>",
        "pot/index.html": "<body>pot</body>",
        "widget.js": "// the button",
        "widget/en.json": "{}",
        "_headers": "secret rules",
        ".vitrina": "mark",
    }.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(words, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside")
    (tmp_path / "404.html").write_text("outside")
    (folder / "leak").symlink_to(tmp_path / "outside.txt")
    return folder


@pytest.fixture
def reload() -> Reload:
    return Reload()


@pytest.fixture
def client(site: Path, tmp_path: Path, reload: Reload) -> Iterator[Client]:
    yield Client(create(site, tmp_path / "state", reload))
    _local._at(tmp_path / "state").close()


@pytest.fixture
def order() -> dict[str, Any]:
    return {
        "lines": [{"sku": "TP-01-S", "quantity": 1}],
        "contact": {"name": "<b>Anna</b>", "email": "anna@example.org"},
        "delivery": {"method": "pickup"},
        "payment": "cash",
        "note": "<script>alert(1)</script>",
    }


def test_a_page_is_served_with_the_headers_a_host_would_send(client: Client) -> None:
    answer = client.get("/pot/", HERE)

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "pot" in answer.text
    assert '<script type="module" src="/_live.js">' in answer.text


def test_only_the_button_for_other_sites_is_for_them_to_load(client: Client) -> None:
    name = "access-control-allow-origin"

    assert [client.get(path, HERE).headers.get(name) for path in ("/widget.js", "/widget/en.json")] == [
        "*"
    ] * 2
    assert [client.get(path, HERE).headers.get(name) for path in ("/pot/", "/widget/nothing.json")] == [
        None
    ] * 2
    assert client.get("/widget.js", HERE).headers["content-type"].startswith("text/javascript")


def test_a_folder_without_its_slash_is_sent_to_the_page(client: Client) -> None:
    answer = client.get("/pot", HERE)

    assert (answer.status, answer.headers["location"]) == (301, "/pot/")
    assert client.get("//pot", HERE).headers["location"] == "/pot/"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing/", "not here"),
        ("/ru/nothing", "нет"),
        ("/ckb/nothing", "نییە"),
        ("/xx/", "not"),
        ("/../nope", "not here"),
        ("/%2e%2e/nope", "not here"),
        (f"/{'a' * 300}", "not here"),
    ],
)
def test_what_is_missing_is_answered_in_the_language_of_its_path(
    client: Client, path: str, words: str
) -> None:
    answer = client.get(path, HERE)

    assert answer.status == 404
    assert words in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "//outside.txt",
        "/leak",
        "/_headers",
        "/.vitrina",
        "/a\0b",
        "/pot/../..",
    ],
)
def test_nothing_outside_the_site_or_meant_for_hosts_is_served(client: Client, path: str) -> None:
    answer = client.get(path, HERE)

    assert answer.status == 404
    assert "outside" not in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/", "/_mail/", "/_orders/", "/_outbox/", "/_live", "/api/health"])
def test_only_names_of_this_machine_are_answered(client: Client, path: str) -> None:
    assert client.get(path, {"host": "evil.example"}).status == 400
    assert client.get(path, HERE).status == 200


def test_pages_are_only_read(client: Client) -> None:
    answer = client.send("POST", "/pot/", b"", HERE)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_an_order_and_its_letters_are_shown_with_every_word_escaped(
    client: Client, site: Path, tmp_path: Path, order: dict[str, Any]
) -> None:
    assert "No orders yet" in client.get("/_orders/", HERE).text
    assert "No letters yet" in client.get("/_mail/", HERE).text

    number = client.post("/api/orders", order, KEY, host="127.0.0.1").json["number"]
    _local.drain_local(site, tmp_path / "state", datetime.now(UTC))

    orders, letters = client.get("/_orders/", HERE).text, client.get("/_mail/", HERE).text
    assert number in orders
    orders = client.get(f"/_orders/{number}/", HERE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in orders
    assert "<script>" not in orders
    assert letters.count(number) == 2
    for file in (tmp_path / "state" / "letters").glob("*.eml"):
        shown = client.get(f"/_mail/{file.stem}/", HERE)
        assert shown.status == 200
        assert "<script" not in shown.text
        body = client.get(f"/_mail/{file.stem}/body", HERE)
        assert "sandbox" in body.headers["content-security-policy"]


def test_a_letter_that_is_not_there_is_a_404(client: Client) -> None:
    assert client.get("/_mail/..%2F..%2Fsecret/", HERE).status == 404
    assert client.get("/_mail/nothing/", HERE).status == 404
    assert client.get("/_mail/nothing/body", HERE).status == 404


def test_letters_are_read_where_nobody_waits_for_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: Path) -> Markup:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        return Markup("read in a thread")

    monkeypatch.setattr("server.mailbox._list", read)

    assert "read in a thread" in client.get("/_mail/", HERE).text


def test_open_pages_hear_of_builds_and_of_mistakes(client: Client, reload: Reload) -> None:
    assert client.get("/_live", HERE).json == {"build": 0, "problems": ""}

    reload.failed("shop.yaml:1:1: wrong")
    assert client.get("/_live", HERE).json == {"build": 0, "problems": "shop.yaml:1:1: wrong"}
    reload.built()
    assert client.get("/_live", HERE).json == {"build": 1, "problems": ""}


@pytest.mark.parametrize("path", ["/_mail/", "/_orders/", "/_outbox/"])
def test_a_page_of_another_site_may_not_even_ask(client: Client, path: str) -> None:
    assert client.get(path, {**HERE, "sec-fetch-site": "cross-site"}).status == 403
    assert client.get(path, {**HERE, "sec-fetch-site": "none"}).status == 200

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from starlette.types import Receive, Scope, Send

from server import command, serve
from server.app import create
from server.live import Reload
from storefront import starter
from storefront.commands import Folders
from tests.functions.browser import Client
from tests.storefront.conftest import TEMPLATES


def watched(
    rebuild: Callable[[], str | None], saves: int, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What open pages hear after so many saves."""
    ending = threading.Event()

    def watch(*_: object, **__: object) -> Iterator[set[str]]:
        yield from [{"shop.yaml"}] * saves
        ending.set()

    monkeypatch.setattr(serve.watchfiles, "watch", watch)
    reload = Reload()
    serve._watch([Path()], rebuild, reload, ending)
    heard: dict[str, object] = json.loads(bytes(asyncio.run(reload.answer(None)).body))  # type: ignore[arg-type]
    return heard


def test_an_answer_leaves_at_once_in_whatever_pieces_it_is_written() -> None:
    async def without_delay() -> bool:
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            told.set_result(bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        listening = serve.open_port("127.0.0.1", 0)
        async with await asyncio.start_server(answer, sock=listening):
            _, visitor = await asyncio.open_connection(*listening.getsockname())
            answered = await told
            visitor.close()
            await visitor.wait_closed()
            return answered

    assert asyncio.run(without_delay())


def test_a_mistake_in_the_content_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(lambda: "shop.yaml:1:1: wrong", 1, monkeypatch) == {
        "build": 0,
        "problems": "shop.yaml:1:1: wrong",
    }


def test_a_mistake_nobody_has_thought_of_is_shown_and_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise KeyError("n")

    words = "Could not build: KeyError: 'n'"
    assert watched(fail, 1, monkeypatch) == {"build": 0, "problems": words}
    assert capsys.readouterr().err == words + "\n"


def test_the_watcher_goes_on_after_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def fail_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise TypeError

    assert watched(fail_once, 2, monkeypatch) == {"build": 1, "problems": ""}


def test_a_folder_that_is_deleted_and_put_back_is_watched_again(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "shop.yaml").write_text("name: A")
    seen: Queue[str] = Queue()

    def rebuild() -> None:
        file = content / "shop.yaml"
        seen.put(file.read_text() if file.exists() else "gone")

    ending = threading.Event()
    watcher = threading.Thread(target=serve._watch, args=([content], rebuild, Reload(), ending))
    watcher.start()
    try:
        _until(seen, lambda: (content / "shop.yaml").write_text("name: B"), "name: B")
        shutil.rmtree(content)
        _until(seen, lambda: None, "gone")
        content.mkdir()
        _until(seen, lambda: (content / "shop.yaml").write_text("name: C"), "name: C")
        _until(seen, lambda: (content / "shop.yaml").write_text("name: D"), "name: D")
    finally:
        ending.set()
        watcher.join(timeout=5)


def test_a_folder_put_back_at_once_is_another_one(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    folder.mkdir()

    with serve._held([folder]) as before:
        for _ in range(20):
            folder.rmdir()
            folder.mkdir()
            assert serve._identities([folder]) != before


def _until(seen: Queue[str], act: Callable[[], object], expected: str) -> None:
    """Does it again until it is noticed: a watch takes a moment to stand."""
    for _ in range(20):
        act()
        try:
            while (heard := seen.get(timeout=1)) != expected:
                pass
        except Empty:
            continue
        assert heard == expected
        return
    pytest.fail(f"{expected} was never built")


def test_a_shop_that_was_never_built_shows_what_is_wrong(tmp_path: Path) -> None:
    reload = Reload()
    reload.failed("shop.yaml:1:1: <wrong>")
    client = Client(create(tmp_path / "site", tmp_path / "state", reload))

    answer = client.get("/", {"host": "localhost"})

    assert answer.status == 503
    assert "shop.yaml:1:1: &lt;wrong&gt;" in answer.text
    assert "/_live.js" in answer.text
    assert client.get("/_mail/", {"host": "localhost"}).status == 200


@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_port_that_does_not_exist_is_a_sentence(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = Folders(tmp_path, tmp_path, tmp_path / "site", tmp_path / "cache")

    assert command.serve(folders, tmp_path / "state", "127.0.0.1", port) == 2
    assert capsys.readouterr().err == f"There is no port {port}; choose one from 1 to 65535.\n"


def test_a_mistake_at_the_start_does_not_end_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starter.create(tmp_path / "shop")
    (tmp_path / "shop" / "shop.yaml").write_text('name: "Clay')
    served: list[Reload] = []
    monkeypatch.setattr(command, "run", lambda *given: served.append(given[-1]))
    monkeypatch.setattr(command, "open_port", lambda *_: None)
    folders = Folders(tmp_path / "shop", TEMPLATES, tmp_path / "site", tmp_path / "cache")

    assert command.serve(folders, tmp_path / "state", "127.0.0.1", 8472) == 0
    assert "shop.yaml:1:7: a quote is opened here" in served[0].problems


def test_the_web_server_believes_no_header_about_who_is_asking() -> None:
    seen: list[object] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"])

    config = serve.configuration(app)
    config.load()
    scope = {
        "type": "http", "scheme": "http", "client": ("127.0.0.1", 5),
        "headers": [(b"x-forwarded-for", b"8.8.8.8")],
    }  # fmt: skip

    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]

    assert seen == [("127.0.0.1", 5)]

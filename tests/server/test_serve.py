from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from server import serve
from server.live import Reload


def watched(
    rebuild: Callable[[], str | None], saves: int, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What open pages hear after so many saves."""
    monkeypatch.setattr(serve.watchfiles, "watch", lambda *_, **__: range(saves))
    reload = Reload()
    serve._watch([Path()], rebuild, reload, threading.Event())
    heard: dict[str, object] = json.loads(bytes(asyncio.run(reload.answer(None)).body))  # type: ignore[arg-type]
    return heard


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

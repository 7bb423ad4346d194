"""What is published by anybody reaches the pages that `serve` shows."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions import _local
from functions._sqlite import FILE
from functions._wiring import Ports
from server import serve
from server.hearing import Hearing
from server.live import Reload
from shop import consents, moderating, posting, voting
from shop.errors import Unavailable
from shop.posts import OPEN, REJECTED
from shop.visits import Visit
from storefront import starter
from storefront.generator import Generator
from storefront.said import decoded
from tests.functions.published import publish
from tests.storefront.conftest import TEMPLATES, quiet

AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
IDEA: dict[str, Any] = {
    "kind": "idea",
    "title": "Samples",
    "text": "With every order.",
    "contact": {"name": "Anna", "email": "canary@example.org"},
    "consent": consents.token(consents.FEEDBACK),
}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def ports(tmp_path: Path, state: Path) -> Ports:
    publish(tmp_path / "dist")
    return _local.ports(tmp_path / "dist", state)


def leave(ports: Ports) -> str:
    filed = posting.leave(
        IDEA, Visit(None, False), key="key-1", language="en", post_id="a" * 32, shop=ports, at=AT
    )
    return filed.case.id


def move(ports: Ports, id: str, to: str) -> None:
    post = ports.posts.by_id(id)
    assert post is not None
    moderating.move(post, to, "", ports, AT, who="owner")


def test_before_there_is_a_store_nothing_has_been_said(state: Path) -> None:
    assert decoded(Hearing(state).content()).ideas == ()
    assert not state.exists()


def test_what_is_published_is_new_once(state: Path, ports: Ports) -> None:
    hearing = Hearing(state)
    hearing.content()
    id = leave(ports)
    assert not hearing.is_newer()

    move(ports, id, OPEN)
    assert hearing.is_newer()
    assert [idea.title for idea in decoded(hearing.content()).ideas] == ["Samples"]
    assert not hearing.is_newer()

    move(ports, id, REJECTED)
    assert hearing.is_newer()
    assert decoded(hearing.content()).ideas == ()


def test_a_vote_is_no_reason_to_build(state: Path, ports: Ports) -> None:
    id = leave(ports)
    move(ports, id, OPEN)
    hearing = Hearing(state)
    hearing.content()

    voting.vote(id, {}, Visit("somebody", False), language="en", nonce=b"n" * 16, shop=ports, at=AT)

    assert not hearing.is_newer()
    assert decoded(hearing.content()).ideas[0].unverified == 1


def test_an_address_in_the_store_is_nowhere_in_what_a_build_writes(
    tmp_path: Path, state: Path, ports: Ports
) -> None:
    move(ports, leave(ports), OPEN)
    starter.create(tmp_path / "shop")
    generator = Generator(
        tmp_path / "shop", TEMPLATES, tmp_path / "site", tmp_path / "cache", feedback=Hearing(state).content
    )
    generator.build(quiet)

    files = [
        file for folder in ("site", "cache") for file in (tmp_path / folder).rglob("*") if file.is_file()
    ]
    assert [file for file in files if b"Samples" in file.read_bytes()] != []
    assert [file for file in files if b"canary" in file.read_bytes()] == []
    assert b"canary@example.org" in (state / FILE).read_bytes() + (state / f"{FILE}-wal").read_bytes()


def test_a_store_that_cannot_be_read_is_an_error_and_no_empty_list(
    state: Path, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_state: Path) -> bytes:
        raise Unavailable("the store is locked")

    monkeypatch.setattr(_local, "published", fail)

    with pytest.raises(OSError, match="the store is locked"):
        Hearing(state).content()


def test_the_site_is_built_again_and_a_store_that_is_away_for_a_moment_ends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ending, reload, builds = threading.Event(), Reload(), []
    answers = [False, Unavailable("away"), True]

    def newer() -> bool:
        answer = answers.pop(0)
        if not answers:
            ending.set()
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    serve._listen(newer, lambda: builds.append(1), reload, ending, every=0)

    assert builds == [1]
    assert capsys.readouterr().err == "What visitors say cannot be read: away\n"
    assert json.dumps(reload.problems) == '""'

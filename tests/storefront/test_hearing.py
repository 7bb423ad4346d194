from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront import hearing
from storefront.hearing import Hearing, NoFeedback, source_at
from storefront.said import Said
from tests.storefront.said import idea, published


class Answer(http.server.BaseHTTPRequestHandler):
    """A function that publishes a list, or does something else instead."""

    body = b""
    redirect = ""
    length: int | None = None

    def do_GET(self) -> None:
        self.send_response(302 if self.redirect else 200)
        if self.redirect:
            self.send_header("Location", self.redirect)
        self.send_header("Content-Length", str(self.length or len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/feedback"
    server.shutdown()
    server.server_close()
    thread.join()
    Answer.body, Answer.redirect, Answer.length = b"", "", None


def test_without_a_source_nothing_has_been_said(tmp_path: Path) -> None:
    assert Hearing(None, tmp_path / "kept.json").recall() == Said()


def test_a_file_is_read_and_remembered(tmp_path: Path) -> None:
    file, kept = tmp_path / "list.json", tmp_path / "cache" / "kept.json"
    file.write_bytes(published(idea("Samples")))
    ear = Hearing(source_at(str(file)), kept)

    assert [idea.title for idea in ear.recall().ideas] == ["Samples"]
    assert kept.read_bytes() == file.read_bytes()
    assert ear.notes() == ()


@pytest.mark.parametrize("broken", ["gone", "nonsense", "too large"])
def test_the_last_good_copy_stands_in_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    file, kept = tmp_path / "list.json", tmp_path / "kept.json"
    file.write_bytes(published(idea("Samples")))
    ear = Hearing(source_at(str(file)), kept)
    ear.recall()
    os.utime(kept, (1_795_000_000, 1_795_000_000))
    if broken == "gone":
        file.unlink()
    elif broken == "nonsense":
        file.write_bytes(b"<!doctype html>")
    else:
        monkeypatch.setattr(hearing, "_LARGEST", 10)

    assert [idea.title for idea in ear.recall().ideas] == ["Samples"]
    (note,) = ear.notes()
    assert note.startswith("what visitors have said cannot be read: ")
    assert note.endswith("The pages show what was known on 2026-11-18 at 11:06 UTC.")
    assert ear.notes() == ()
    assert (
        kept.read_bytes() == published(idea("Samples")).replace(idea("Samples")["id"].encode(), b"")
        or b"Samples" in kept.read_bytes()
    )


def test_without_a_copy_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(NoFeedback) as refused:
        Hearing(source_at(str(tmp_path / "none.json")), tmp_path / "kept.json").recall()

    assert str(refused.value) == (
        f"what visitors have said cannot be read: there is no file {tmp_path / 'none.json'}. Build without"
        " VITRINA_FEEDBACK to publish the site without it."
    )


def test_an_address_is_asked(tmp_path: Path, address: str) -> None:
    Answer.body = published(idea("Samples"))

    assert Hearing(source_at(address), tmp_path / "kept.json").recall().ideas[0].title == "Samples"


def test_no_redirect_is_followed(tmp_path: Path, address: str) -> None:
    Answer.redirect = address + "?again"

    with pytest.raises(NoFeedback, match="302"):
        Hearing(source_at(address), tmp_path / "kept.json").recall()


def test_a_list_that_breaks_off_is_none(tmp_path: Path, address: str) -> None:
    Answer.body, Answer.length = published(idea("Samples"))[:40], 5000

    with pytest.raises(NoFeedback):
        Hearing(source_at(address), tmp_path / "kept.json").recall()


def test_a_list_without_end_is_given_up(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Answer.body = b" " * 100_000
    monkeypatch.setattr(hearing, "_LARGEST", 1000)

    with pytest.raises(NoFeedback, match="larger than 1000 bytes"):
        Hearing(source_at(address), tmp_path / "kept.json").recall()


def test_a_list_that_drips_is_given_up(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Answer.body = published(idea("Samples"))
    monkeypatch.setattr(hearing, "_PATIENCE", -1.0)

    with pytest.raises(NoFeedback, match="too slow"):
        Hearing(source_at(address), tmp_path / "kept.json").recall()


@pytest.mark.parametrize(
    "place", ["http://shop.example/api/feedback", "file:///etc/passwd", "ftp://shop.example"]
)
def test_only_https_is_asked(place: str) -> None:
    with pytest.raises(ValueError, match="must be an https address or a file"):
        source_at(place)

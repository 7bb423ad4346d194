from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from functions._prices import Prices, Site, SiteFolder, prices_at
from shop.errors import Unavailable
from shop.published import FOLDER, INDEX, Index
from tests.functions.published import OFFERS, TERMS, offer, publish


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A source that counts what it is asked for and fails when told to."""

    keeps = 60.0

    def __init__(self, site: Path) -> None:
        self._folder, self.asked, self.broken = SiteFolder(site), [], False  # type: ignore[var-annotated]

    def fetch(self, path: str, tag: str | None) -> tuple[bytes, str | None] | None:
        self.asked.append(path)
        if self.broken:
            raise OSError("as if the site were down")
        return self._folder.fetch(path, tag)


def test_a_book_holds_the_terms_and_those_of_the_skus_that_are_on_sale(site: Path) -> None:
    book = prices_at(str(site)).book(("TEA-1", "NO-1"))

    assert book.offers == {"TEA-1": OFFERS[2]}
    assert book.terms == TERMS
    assert book.assets == "/assets/abc/"


def test_a_new_build_beside_the_functions_is_seen_at_once(site: Path) -> None:
    prices = prices_at(str(site))
    before = prices.book(("TEA-1",))

    publish(site, (offer("TEA-1", "Sencha", "8.00"),))
    after = prices.book(("TEA-1",))

    assert before.digest != after.digest
    assert after.offers["TEA-1"].price.decimal() == "8.00"


def test_an_index_is_kept_for_a_minute_and_shards_for_ever(site: Path) -> None:
    source, clock = Watched(site), Clock()
    prices = Prices(source, clock=clock)

    for now in (1000.0, 1059.0, 1061.0):
        clock.now = now
        prices.book(("TEA-1",))

    assert [path for path in source.asked if path == INDEX] == [INDEX, INDEX]
    assert len([path for path in source.asked if path != INDEX]) == 1


def test_a_fresh_look_is_taken_sooner_but_not_at_will(site: Path) -> None:
    source, clock = Watched(site), Clock()
    prices = Prices(source, clock=clock)

    for now in (1000.0, 1002.0, 1006.0, 1007.0):
        clock.now = now
        prices.book((), fresh=True)

    assert source.asked == [INDEX, INDEX]


def test_a_fresh_look_at_a_folder_is_never_put_off(site: Path) -> None:
    source, clock = Watched(site), Clock()
    source.keeps = 0.0
    prices = Prices(source, clock=clock)

    for _ in range(3):
        prices.book((), fresh=True)

    assert source.asked == [INDEX] * 3


@pytest.mark.parametrize("known", [False, True])
def test_a_list_of_another_version_is_not_guessed_at(site: Path, known: bool) -> None:
    prices = prices_at(str(site))
    if known:
        prices.book(())
    (site / INDEX).write_bytes(b'{"version": 9, "wares": {}}')

    for _ in range(2):
        with pytest.raises(Unavailable, match="the price list is of version 9; this code reads version 2"):
            prices.book(())


def test_the_last_good_copy_is_served_while_the_source_is_down(site: Path) -> None:
    source, clock = Watched(site), Clock()
    prices = Prices(source, clock=clock)
    good = prices.book(("TEA-1",))

    source.broken, clock.now = True, 5000.0

    assert prices.book(("TEA-1",)) == good


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"digest": 1}', b"\xff"])
def test_a_list_that_was_never_good_is_unavailable(site: Path, content: bytes | None) -> None:
    (site / INDEX).unlink()
    if content is not None:
        (site / INDEX).write_bytes(content)

    with pytest.raises(Unavailable):
        prices_at(str(site)).book(())


def test_a_shard_must_hold_what_its_name_says(site: Path) -> None:
    for shard in (site / FOLDER).glob("000*"):
        shard.write_bytes(shard.read_bytes().replace(b"745", b"001"))

    with pytest.raises(Unavailable):
        prices_at(str(site)).book(("TEA-1",))


@pytest.mark.parametrize("name", ["../../secret.json", "https://evil.example/x", "0000-short.json"])
def test_a_shard_is_read_from_its_folder_only(site: Path, name: str) -> None:
    index = Index("d", TERMS, (name,), "/assets/abc/")
    (site / INDEX).write_bytes(msgspec.json.encode(index))

    with pytest.raises(Unavailable):
        prices_at(str(site)).book(("TEA-1",))


def test_a_build_swapped_between_index_and_shard_is_read_again(site: Path) -> None:
    class Swapping(Watched):
        def fetch(self, path: str, tag: str | None) -> tuple[bytes, str | None] | None:
            if path != INDEX and len(self.asked) == 1:
                for shard in (site / FOLDER).glob("000*"):
                    shard.unlink()
                publish(site, (offer("TEA-1", "Sencha", "8.00"),))
            return super().fetch(path, tag)

    book = Prices(Swapping(site), clock=Clock()).book(("TEA-1",))

    assert book.offers["TEA-1"].price.decimal() == "8.00"


class Quiet(SimpleHTTPRequestHandler):
    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        tag = self.headers.get("If-None-Match")
        self.asked.append((self.path, tag))
        if self.path.endswith("/moved"):
            self.send_response(302)
            self.send_header("Location", f"/{INDEX}")
            self.end_headers()
        elif tag == '"one"':
            self.send_response(304)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("ETag", '"one"')
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def served(site: Path) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    kind = type("Asked", (Quiet,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", kind.asked  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_a_site_is_asked_with_the_tag_of_what_is_known(
    served: tuple[str, list[tuple[str, str | None]]],
) -> None:
    url, asked = served
    clock = Clock()
    prices = Prices(Site(url), clock=clock)

    first = prices.book(("TEA-1",))
    clock.now += 61
    second = prices.book(("TEA-1",))

    assert first == second
    assert [tag for path, tag in asked if path == f"/{INDEX}"] == [None, '"one"']


def test_a_redirect_is_not_followed(served: tuple[str, list[tuple[str, str | None]]]) -> None:
    url, asked = served

    with pytest.raises(OSError, match="302"):
        Site(url).fetch("moved", None)

    assert len(asked) == 1


def test_a_site_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        prices_at("http://127.0.0.1:9").book(())


def test_only_https_is_asked_over_the_network() -> None:
    assert isinstance(prices_at("https://shop.example")._source, Site)
    assert isinstance(prices_at("http://shop.example")._source, SiteFolder)

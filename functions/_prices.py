"""The published price list, read from a folder or from the shop's own site and kept."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec

from shop.catalog import Offer
from shop.errors import Unavailable
from shop.published import FOLDER, INDEX, VERSION, Index, PriceBook, Shard, digest_of, shard_of

_TIMEOUT = 5.0  #: seconds
_LARGEST = 16 * 1024 * 1024
_FRESH_SECONDS = 60.0
_RETRY_SECONDS = 5.0
_SHARD = re.compile(r"[0-9a-f]+-([0-9a-f]{8,64})\.json")

_Record = TypeVar("_Record")


class Source(Protocol):
    """Where the list is published."""

    keeps: float  #: seconds for which an index need not be asked for again

    def fetch(self, path: str, tag: str | None) -> tuple[bytes, str | None] | None:
        """The file and its version's tag; None where the version with *tag* is still the newest.

        Raises OSError where it cannot be had.
        """


class SiteFolder:
    """A site built on this machine; a new build is seen at once."""

    keeps = 0.0

    def __init__(self, site: Path) -> None:
        self._site = site

    def fetch(self, path: str, tag: str | None) -> tuple[bytes, str | None] | None:
        file = self._site / path
        status = file.stat()
        version = f"{status.st_ino}-{status.st_mtime_ns}-{status.st_size}"
        return None if version == tag else (file.read_bytes(), version)


class Site:
    """The shop's site. Its address comes from configuration; nothing a visitor sends is in a request."""

    keeps = _FRESH_SECONDS

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._opener = urllib.request.build_opener(_NoRedirect)

    def fetch(self, path: str, tag: str | None) -> tuple[bytes, str | None] | None:
        request = urllib.request.Request(f"{self._url}/{path}", headers={"If-None-Match": tag} if tag else {})
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                content: bytes = answer.read(_LARGEST + 1)
                if len(content) > _LARGEST:
                    raise OSError(f"{path} is larger than {_LARGEST} bytes")
                return content, answer.headers.get("ETag")
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return None
            raise
        except HTTPException as error:
            raise OSError(f"{path} cannot be read") from error


class Prices:
    """The PriceList port. What has been read once is served on when the source fails later."""

    def __init__(self, source: Source, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._clock = source, clock
        self._lock = Lock()
        self._index: Index | None = None
        self._tag: str | None = None
        self._next_look = 0.0
        self._shards: dict[str, Shard] = {}

    def book(self, skus: Sequence[str], fresh: bool = False) -> PriceBook:
        with self._lock:
            self._look(fresh)
            try:
                return self._book(skus)
            except OSError:
                # A shard may go with the build it belonged to; the newest index then names another.
                self._look(fresh=True, force=True)
            try:
                return self._book(skus)
            except OSError as error:
                raise Unavailable("a part of the price list cannot be read") from error

    def _book(self, skus: Sequence[str]) -> PriceBook:
        if self._index is None:
            raise Unavailable("the price list cannot be read")
        offers = {sku: offer for sku in skus if (offer := self._offer(self._index, sku))}
        return PriceBook(self._index.digest, self._index.terms, offers, self._index.assets)

    def _look(self, fresh: bool, force: bool = False) -> None:
        now = self._clock()
        # A visitor whose page shows another price may ask sooner, but not at will.
        sooner = max(0.0, self._source.keeps - _RETRY_SECONDS) if fresh else 0.0
        if self._index is not None and now < self._next_look - sooner and not force:
            return
        try:
            found = self._source.fetch(INDEX, self._tag if self._index else None)
            if found is not None:
                self._index, self._tag = _read_index(found[0]), found[1]
                self._shards = {
                    name: self._shards[name] for name in self._index.shards if name in self._shards
                }
            self._next_look = now + self._source.keeps
        except Unavailable:
            self._index = None  # what was known is older than a list this code cannot read
            raise
        except OSError:
            self._next_look = now + min(_RETRY_SECONDS, self._source.keeps)

    def _offer(self, index: Index, sku: str) -> Offer | None:
        name = index.shards[shard_of(sku, len(index.shards))]
        if name not in self._shards:
            self._shards[name] = self._shard(name)
        return self._shards[name].offers.get(sku)

    def _shard(self, name: str) -> Shard:
        digest = _SHARD.fullmatch(name)
        if digest is None:
            raise OSError(f"{name} is no name of a shard")
        found = self._source.fetch(f"{FOLDER}/{name}", None)
        if found is None or not digest_of(found[0]).startswith(digest[1]):
            raise OSError(f"{name} holds something else than its name says")
        return _decoded(found[0], Shard)


def prices_at(place: str) -> Prices:
    """The list below a site's address or folder."""
    return Prices(Site(place) if is_site(place) else SiteFolder(Path(place)))


def is_site(place: str) -> bool:
    """Whether it is an address that may be asked, not a folder."""
    try:
        parts = urlsplit(place)
    except ValueError:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    )


@dataclass(frozen=True, slots=True)
class _Versioned:
    """As much of an index as all its versions share."""

    version: int = VERSION


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would name another place than the one configured."""

    def redirect_request(self, *_args: object) -> None:
        return None


def _read_index(content: bytes) -> Index:
    version = _decoded(content, _Versioned).version
    if version != VERSION:
        raise Unavailable(f"the price list is of version {version}; this code reads version {VERSION}")
    return _decoded(content, Index)


def _decoded(content: bytes, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise OSError("the price list is not one") from error

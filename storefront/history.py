"""The price history's file: kept in the cache, published with the site, and found again in either."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from shop.bundles import variants_of
from shop.history import History, lowest_before, pruned, recorded, uncounted
from shop.money import Money
from shop.published import FOLDER
from storefront.site import Site

PUBLISHED = f"{FOLDER}/history.json"
VERSION = 1
_NAMED = 5  #: so many SKUs are named in a note


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file holds."""

    shop: str  #: its address
    history: History
    version: int = VERSION


class NoHistory(OSError):
    """Raised when the file that was named to go on from is not there, or is no price history."""


class Keeper:
    """Finds a shop's history where it was left last, and keeps it."""

    def __init__(self, file: Path, published: Path, named: Path | None = None) -> None:
        """*file* is in the cache; *published* is the site's folder; *named* goes before both."""
        self._file, self._published, self._named = file, published / PUBLISHED, named
        self._notes: list[str] = []

    def recall(self, shop: str, today: date) -> History:
        """The history to go on from. Raises NoHistory."""
        if self._named is not None:
            return self._read_named(self._named)
        if (kept := self._read(self._file)) is not None:
            return kept.history
        found = self._read(self._published)
        return found.history if found is not None and found.shop == shop else History(today)

    def notes(self) -> tuple[str, ...]:
        """What happened while it was looked for, told once."""
        told, self._notes = tuple(self._notes), []
        return told

    def keep(self, content: bytes) -> None:
        """Puts it into the cache, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            beside.write_bytes(content)
            os.replace(beside, self._file)
        finally:
            beside.unlink(missing_ok=True)

    def _read_named(self, file: Path) -> History:
        try:
            return _decoded(file.read_bytes()).history
        except FileNotFoundError:
            raise NoHistory(f"there is no file {file}, which was to be the price history") from None
        except ValueError as error:
            raise NoHistory(f"{file} cannot be read as a price history: {error}") from None

    def _read(self, file: Path) -> Stored | None:
        try:
            return _decoded(file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError as error:
            aside = self._put_aside(file)
            self._notes.append(
                f"{file} cannot be read as a price history: {error}. A copy is in {aside}; mend it and build"
                f" with --history {aside}, or the history goes on without what was in it."
            )
            return None

    def _put_aside(self, file: Path) -> Path:
        """A copy that no later build overwrites."""
        folder = self._file.parent
        folder.mkdir(parents=True, exist_ok=True)
        number, content = 1, file.read_bytes()
        while (aside := folder / f"{self._file.stem}-broken-{number}.json").exists():
            if aside.read_bytes() == content:
                return aside
            number += 1
        aside.write_bytes(content)
        return aside


def continued(history: History, site: Site, today: date) -> History:
    """The history with what the site says today, and without what is needed no more."""
    return pruned(recorded(history, variants_of(site.products).values(), today), today)


def lowest(history: History, site: Site) -> dict[str, Money]:
    """The lowest price before each reduction that runs, by SKU, where it is known."""
    found = ((sku, lowest_before(history, sku)) for sku in _reduced(site))
    return {sku: price for sku, price in found if price is not None}


def notes_on(before: History, site: Site) -> Iterator[str]:
    """What an owner should know of prices before reductions, and of numbers without a count."""
    reduced, known = _reduced(site), site.lowest
    if unknown := [sku for sku in reduced if sku not in known]:
        yield (
            f"the lowest price of the 30 days before the reduction is not known for {_list(unknown)}, and not"
            " shown: the price history does not reach back so far."
        )
    if higher := [sku for sku, price in known.items() if reduced[sku] > price]:
        yield (
            f'"was:" is higher than the lowest price of the 30 days before the reduction for {_list(higher)};'
            " the pages show both."
        )
    if changed := uncounted(before, variants_of(site.products).values()):
        yield (
            f'"stock:" has changed and "counted:" has not for '
            f"{_list([f'{sku} ({was} to {now})' for sku, was, now in changed])}: orders since the last count"
            " are still subtracted. If you have counted anew, write when."
        )


def encoded(history: History, shop: str) -> bytes:
    return msgspec.json.encode(Stored(shop, history), order="deterministic")


def _reduced(site: Site) -> dict[str, Money]:
    return {sku: variant.was for sku, variant in variants_of(site.products).items() if variant.was}


def _list(skus: list[str]) -> str:
    more = len(skus) - _NAMED
    return ", ".join(skus[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _decoded(content: bytes) -> Stored:
    """Raises ValueError where it is something else."""
    try:
        stored = msgspec.json.decode(content, type=Stored)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    if stored.version != VERSION:
        raise ValueError(f"it is of version {stored.version}, and this program writes version {VERSION}")
    for sku, entries in stored.history.entries.items():
        days = [entry.day for entry in entries]
        if not days or days != sorted(days):
            raise ValueError(f"the days of {sku} are not in order")
    return stored

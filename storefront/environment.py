"""What a build reads from the environment, all of it optional, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from shop.settings import Setting
from storefront.forwarding import NOWHERE, Forwarding
from storefront.hearing import Source, source_at

_Read = TypeVar("_Read")

SETTINGS = (
    Setting(
        "VITRINA_FUNCTIONS_URL",
        "where the functions answer, without `/api`: one address, or one for each function, such as"
        " `orders=https://… tickets=https://… feedback=https://… desk=https://…`",
        "the site has no rule for `/api/` and `/desk/`",
        example="https://orders.shop.example",
    ),
    Setting(
        "VITRINA_FEEDBACK",
        "where what visitors have said is published, or a file of the same",
        "nothing has been said; `serve` shows what is in its own store",
        example="https://clayandleaf.example/api/feedback",
    ),
    Setting(
        "VITRINA_HISTORY",
        "a price history to go on from; the same as `--history` of `build`",
        "the one in the cache, else the one in the published folder",
        example="history.json",
    ),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the settings of a build say."""

    forwarding: Forwarding = NOWHERE
    feedback: Source | None = None
    history: Path | None = None


class Misset(Exception):
    """Raised when settings cannot be; holds a sentence for each."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        one = len(sentences) == 1
        last = f"{len(sentences)} {'setting is' if one else 'settings are'} wrong; nothing was written."
        super().__init__("\n".join([*sentences, last]))


def read(environment: Mapping[str, str]) -> Environment:
    """Raises Misset with everything that is wrong."""
    faults: list[str] = []

    def of(name: str, reader: Callable[[str], _Read]) -> _Read | None:
        try:
            return reader(environment[name]) if environment.get(name) else None
        except ValueError as error:
            faults.extend(f"{name} {fault}." for fault in error.args)
        except OSError as error:
            faults.append(f"{name} {error}.")
        return None

    found = Environment(
        of("VITRINA_FUNCTIONS_URL", Forwarding.of) or NOWHERE,
        of("VITRINA_FEEDBACK", source_at),
        of("VITRINA_HISTORY", _history),
    )
    if faults:
        raise Misset(faults)
    return found


def _history(text: str) -> Path:
    file = Path(text)
    if not file.is_file():
        raise ValueError(f"names no file: there is no {file}")
    return file

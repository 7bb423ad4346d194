"""The functions on the owner's own machine, beside the built site: what `build.py serve` mounts."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
from starlette.applications import Starlette

from functions import _posting, _wiring, outbox
from functions._once import once
from functions._prices import prices_at
from functions._sqlite import FILE
from functions._together import together
from functions._wiring import Ports
from shop import showing
from shop.showing import Published


def local(dist: Path, state: Path) -> Starlette:
    """Everything below /api/ and /desk/ for the site in *dist*."""
    return together(lambda: ports(dist, state))


def drain_local(dist: Path, state: Path, at: datetime) -> int:
    """Writes the letters that are due into their folder; how many there were."""
    return outbox.drain(ports(dist, state), at).sent


def published(state: Path) -> bytes:
    """What the functions there publish of what visitors have said; nothing before there is a store."""
    if not (state / FILE).is_file():
        return msgspec.json.encode(Published((), ()))
    return msgspec.json.encode(_posting.published_answer(showing.published(_at(state))))


def letters_folder(state: Path) -> Path:
    return _wiring.letters_folder(state)


@once
def ports(dist: Path, state: Path) -> Ports:
    """Everything the functions work with there."""
    return replace(_at(state), prices=prices_at(str(dist)))


@once
def _at(state: Path) -> Ports:
    # By the state alone: one process must hold one connection to a store.
    return _wiring.embedded(".", state, environment=os.environ)

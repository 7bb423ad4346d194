"""The functions on the owner's own machine, beside the built site: what `build.py serve` mounts."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import msgspec
from starlette.applications import Starlette

from functions import _wiring, orders, outbox
from functions._answers import track_answer
from functions._once import once
from functions._prices import prices_at
from functions._wiring import Ports


def local(dist: Path, state: Path) -> Starlette:
    """Everything below /api/ for the site in *dist*."""
    return orders.application(lambda: ports(dist, state))


def drain_local(dist: Path, state: Path, at: datetime) -> int:
    """Writes the letters that are due into their folder; how many there were."""
    return outbox.drain(ports(dist, state), at).sent


def letters_folder(state: Path) -> Path:
    return _wiring.letters_folder(state)


def recent_orders(dist: Path, state: Path, language: str, limit: int = 50) -> list[dict[str, object]]:
    """The newest orders for a page of the owner's: what was ordered, by whom, where to, and the link."""
    here = ports(dist, state)
    terms = here.prices.book(()).terms
    return [
        {
            "order": msgspec.to_builtins(track_answer(order, here.orders.events(order.id), terms, language)),
            "customer": asdict(order.customer),
            "address": asdict(order.delivery.address) if order.delivery.address else None,
            "note": order.note,
            "link": order.link(here.root_key),
        }
        for order in here.orders.recent(limit)
    ]


@once
def ports(dist: Path, state: Path) -> Ports:
    """Everything the functions work with there."""
    return replace(_at(state), prices=prices_at(str(dist)))


@once
def _at(state: Path) -> Ports:
    # By the state alone: one process must hold one connection to a store.
    # The commands of build.py look into the store of a shop that is being served.
    return _wiring.embedded(".", state, alone=False, environment=os.environ)

"""A whole shop in one process: orders, tickets, feedback and the desk's links behind one app."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from starlette.applications import Starlette

from functions import _calls, desk, feedback, orders, tickets
from functions._wiring import Ports, embedded
from shop import consents
from shop.catalog import Offer
from shop.terms import Terms
from tests.functions.browser import Answer, Client
from tests.functions.published import TERMS, offer, publish

ROOT_KEY = b"k" * 32
OFFERS = (offer("TEA-1", "Sencha", "7.45"),)


class Steady(Client):
    """A client that sends everything from one task, so that the app's threads are there for the next."""

    def __init__(self, app: Any, address: str = "192.0.2.1") -> None:
        async def from_there(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "client": (self.address, 40000)}, receive, send)

        super().__init__(from_there)
        self.address = address  #: 192.0.2.1 says nothing: nobody is counted by it
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._asked: asyncio.Queue[tuple[Any, asyncio.Future[Answer]]] = asyncio.Queue()
        self._task = self._loop.create_task(self._sending())

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._asked.put_nowait((self._send(method, path, body, headers), answer))
        return self._loop.run_until_complete(answer)

    def close(self) -> None:
        self._task.cancel()
        self._runner.close()

    async def _sending(self) -> None:
        while True:
            asked, answer = await self._asked.get()
            try:
                answer.set_result(await asked)
            except Exception as error:
                answer.set_exception(error)


def application(ports: Ports) -> Starlette:
    """All that the functions answer to."""
    apps = (orders, tickets, feedback, desk)
    return _calls.application([route for each in apps for route in each.routes(lambda: ports)])


@contextmanager
def opened(folder: Path, terms: Terms = TERMS, offers: tuple[Offer, ...] = OFFERS) -> Iterator[Ports]:
    """The shop's stores in that folder; what is committed need not be on the disk."""
    publish(folder / "dist", offers, terms)
    ports = embedded(str(folder / "dist"), folder / "state", root_key=ROOT_KEY)
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    yield ports
    ports.close()


def order(**changes: Any) -> dict[str, Any]:
    """An order that is taken as it stands, as what follows is."""
    return {
        "lines": [{"sku": "TEA-1", "quantity": 1}],
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "delivery": {"method": "pickup"},
        "payment": "cash",
        **changes,
    }


def ticket(**changes: Any) -> dict[str, Any]:
    return {
        "topic": "question",
        "message": "Where is it?",
        "contact": {"name": "Anna", "email": "anna@example.org"},
        **changes,
    }


def idea(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "idea",
        "text": "More tea",
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "consent": consents.token(consents.FEEDBACK),
        **changes,
    }


def review(**changes: Any) -> dict[str, Any]:
    return idea(kind="review", text="Good tea", stars=5, sku="TEA-1", **changes)


def picture(colour: str = "sienna") -> str:
    """A small one, as JSON brings it."""
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def fragment(link: str) -> list[str]:
    """The number and the secrets of an order's or a ticket's link."""
    return link.rpartition("#")[2].split(".")

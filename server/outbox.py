"""`/_outbox/`: letters and webhooks that wait or were given up, with a button that sends those again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from functions._wiring import Ports
from server import forms, mail, plain
from server.answering import Books, answered, posted
from server.forms import Fields
from server.mail import Parcel

_HEADS = ("What", "Order", "To", "How it stands")


def app(books: Books) -> Starlette:
    def index(_: Request) -> Response:
        return answered(books, _listed)

    async def replay(request: Request) -> Response:
        return await posted(request, books, _replayed)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/style.css", plain.style),
            Route("/replay", replay, methods=["POST"]),
        ]
    )


def _listed(ports: Ports) -> Response:
    dead, waiting = mail.dead(ports), mail.waiting(ports)
    body = Markup()
    if dead:
        rows = [[*_cells(parcel), _again(parcel.id, "Send it again")] for parcel in dead]
        body += Markup("<h2>Given up</h2>") + plain.table([*_HEADS, ""], rows)
        body += _again(mail.ALL, "Send all of them again") if len(dead) > 1 else Markup()
    if waiting:
        body += Markup("<h2>Waiting</h2>") + plain.table(_HEADS, [_cells(parcel) for parcel in waiting])
    return plain.page("Outbox", body or Markup("<p>Nothing waits, and nothing was given up.</p>"), forms=True)


def _replayed(ports: Ports, fields: Fields) -> Response:
    mail.replay(ports, fields.get("id", ""), datetime.now(UTC))
    return RedirectResponse("/_outbox/", 303)


def _cells(parcel: Parcel) -> Sequence[object]:
    order = Markup('<a href="/_orders/{0}/">{0}</a>').format(parcel.number)
    return [parcel.what, order, parcel.to, parcel.state]


def _again(id: str, words: str) -> Markup:
    hidden = Markup('<input type="hidden" name="id" value="{}">').format(id)
    return forms.form("replay", hidden + plain.button(words))

"""All that the shop itself has functions do: the desk's links, the timer, letters that come back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from functions import bounces, desk, feedback, outbox, tickets
from shop import actions
from shop.cases import Case
from shop.errors import ShopError, Undeliverable
from shop.orders import Order
from shop.posts import Post
from shop.tickets import Ticket
from tests.evidence.whole import fragment, picture
from tests.functions.browser import Client
from tests.functions.test_bounces import bounce, sns
from tests.infra.journeys import asked, bought, done, placed, said
from tests.infra.world import World


def act(world: World) -> None:
    """What links in the owner's letters do."""
    client = world.acting(desk)
    for lost in (world.losing, world.dropping):
        order = world.order(fragment(placed(world)["track"])[0])
        for to in ("approval", "cancel"):
            now = world.order(order.number)
            with lost() if to == "cancel" else world.calm():
                _press(world, client, actions.ORDER, now, to=to, reason="other" * (to == "cancel"))
    email = world.email()
    first, second, third = (_ticket(world, email) for _ in range(3))
    for fields in (
        {"do": "note", "note": "Hm."}, {"do": "answer.open", "message": "Yes."}, {"do": "move.hold"},
    ):  # fmt: skip
        _press(world, client, actions.TICKET, world.ticket(first.number), **fields)
    _press(world, client, actions.TICKET, second, do="merge", into=first.number)
    _press(world, client, actions.TICKET, third, do="move.spam")
    ideas = [_post(world) for _ in range(3)]
    _press(world, client, actions.POST, ideas[0], do="move.open")
    _press(world, client, actions.POST, ideas[1], do="move.open")
    done(world.client(feedback).post(f"/api/feedback/{ideas[1].id}/vote", {}))
    _press(world, client, actions.POST, world.post(ideas[0].id), do="answer", answer="Soon.")
    _press(world, client, actions.POST, world.post(ideas[1].id), do="merge", into=ideas[0].id)
    _press(world, client, actions.POST, ideas[2], do="move.rejected")
    for lost in (world.losing, world.dropping):
        with lost():
            _press(world, client, actions.TICKET, world.ticket(first.number), do="note", note=lost.__name__)
            _press(world, client, actions.POST, world.post(ideas[0].id), do="answer", answer=lost.__name__)
    old = world.link(actions.ORDER, first.id, age=timedelta(days=8))
    assert client.submit(old, {"do": "renew"}).status == 202


def send_and_remind(world: World) -> None:
    """What the timer has done, over two months."""
    everything(world)
    at = datetime.now(UTC)
    world.drained(at)
    for lost in (world.losing, world.dropping):
        _ticket(world, pictures=[picture()])
        placed(world)
        with lost():
            world.drained(at + timedelta(days=1))
    for error in (RuntimeError("broken"), Undeliverable("nobody there")):
        placed(world)
        with world.mailing(error):
            world.drained(at + timedelta(days=1))
    for days in (2, 4, 9):
        world.drained(at + timedelta(days=days))
    _finish(world)
    for days in (45, 80):
        world.drained(at + timedelta(days=days))
    _post(world)
    for days, lost in ((125, world.dropping), (127, world.losing)):
        with lost():
            world.drained(at + timedelta(days=days))


def hear(world: World) -> None:
    """Letters that came back, of every kind."""
    everything(world)
    letters = world.waiting()
    outbox.drain(world.ports, datetime.now(UTC))  # whereupon others wait for the evening
    for id in (*letters, *world.waiting(), "0" * 40, None):
        for lost in (world.dropping, world.losing):
            with lost(), suppress(ShopError):
                _hear(world, id)


def everything(world: World) -> None:
    """One of each thing, with all that is to be told of it."""
    placed(world)
    ticket, post = _ticket(world), _post(world)
    bought(world)
    client, email = world.client(feedback), world.email()
    path = f"/api/feedback/{post.id}/vote"
    _press(world, world.client(desk), actions.POST, post, do="move.open")
    proof = done(client.post(path, {"email": email}), 202)["proof"]
    done(client.post(path, {"proof": proof, "code": world.code(email)}))
    _press(world, world.client(desk), actions.POST, world.post(post.id), do="answer", answer="Soon.")
    _press(world, world.client(desk), actions.TICKET, ticket, do="answer.pending", message="Which?")


def _finish(world: World) -> None:
    """Everything is settled, so that it may be forgotten."""
    client = world.client(desk)
    for ticket in world.ports.tickets.listed(("new", "open", "pending", "hold"), 100):
        _press(world, client, actions.TICKET, ticket, do="move.solved")


def _hear(world: World, id: str | None) -> None:
    with world.recorder.acting("bounces"):
        bounces.hear(world.ports, {"Records": [sns(bounce(id, world.email()))]}, datetime.now(UTC))


def _ticket(world: World, email: str = "", **changes: Any) -> Ticket:
    sent = done(world.client(tickets).post("/api/tickets", asked(world, email, **changes), world.key()), 201)
    return world.ticket(fragment(sent["track"])[0])


def _post(world: World) -> Post:
    sent = said(world.email())
    return world.post(done(world.client(feedback).post("/api/feedback", sent, world.key()), 201)["id"])


def _press(world: World, client: Client, purpose: str, thing: Order | Case, **fields: str) -> None:
    link = world.link(purpose, thing.id)
    assert client.get(link).status == 200
    answer = client.submit(link, {"version": str(thing.version), **fields})
    assert answer.status in (303, 503), answer.text

"""All that visitors have functions do, for the permissions that it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from functions import feedback, orders, tickets
from shop import desk as counter
from shop import followers, replying
from shop.numbers import contact_key
from tests.evidence.whole import fragment, idea, order, picture, review, ticket
from tests.functions.browser import Answer
from tests.infra.world import World


def place_and_follow(world: World) -> None:
    client, key = world.acting(orders), world.key()
    sent = ordered(world, phone="+49 30 1234567")
    number, secret = fragment(done(client.post("/api/orders", sent, key), 201)["track"])
    done(client.post("/api/orders", sent, key), 201)
    done(client.post("/api/orders", {**sent, "note": "another"}, key), 422)
    done(client.post("/api/orders", ordered(world, sku="TP-01-L", quantity=3), world.key()), 409)
    done(client.post("/api/quote", {"lines": sent["lines"], "contact": sent["contact"]}))
    assert client.submit("/api/quote", {"lines.0.sku": "TP-01-S", "lines.0.quantity": "1"}).status == 200
    done(client.post("/api/track", {"number": number, "key": secret}))
    for email in (sent["contact"]["email"], world.email()):
        done(client.post("/api/orders/find", {"number": number, "email": email}), 202)
    for path in ("/api/stock?sku=TP-01-S", "/api/form-token", "/api/health"):
        done(client.get(path))
    done(client.post(f"/api/orders/{number}/cancel", {"number": number, "key": secret}))
    for lost in (world.losing, world.dropping):
        with lost():
            client.post("/api/orders", ordered(world, phone="+49 30 1234568"), world.key())
        held = fragment(placed(world)["track"])
        with lost():
            client.post(f"/api/orders/{held[0]}/cancel", {"number": held[0], "key": held[1]})


def open_and_write(world: World) -> None:
    client, key = world.acting(tickets), world.key()
    pictures = [picture()]
    sent = asked(world, order=bought(world), pictures=pictures)
    number, secret = fragment(done(client.post("/api/tickets", sent, key), 201)["track"])
    done(client.post("/api/tickets", sent, key), 201)
    done(client.post("/api/tickets/view", {"number": number, "key": secret}))
    at, held = f"/api/tickets/{number}", {"key": secret}
    done(client.post(f"{at}/messages", {**held, "message": "And?", "pictures": pictures}))
    seen = client.post(f"{at}/view", held)
    assert client.get(_pictures(seen)[0]).status == 200
    for email in (sent["contact"]["email"], world.email()):
        done(client.post("/api/tickets/find", {"number": number, "email": email}), 202)
    replying.move(world.ticket(number), "solved", world.ports, datetime.now(UTC), who="owner")
    done(client.post(f"{at}/rating", {**held, "rating": "good"}))
    for lost in (world.losing, world.dropping):
        with lost():
            client.post("/api/tickets", asked(world), world.key())
            client.post(f"{at}/messages", {**held, "message": f"And {lost.__name__}?"})


def leave_and_vote(world: World) -> None:
    client, key, anna, boris = world.acting(feedback), world.key(), world.email(), world.email()
    left = done(client.post("/api/feedback", said(anna), key), 201)
    done(client.post("/api/feedback", said(anna), key), 201)
    vote = f"/api/feedback/{left['id']}/vote"
    done(client.post(vote, {"proof": left["proof"], "code": world.code(anna)}))
    done(client.post(vote, {}))
    proof = done(client.post(vote, {"email": boris}), 202)["proof"]
    done(client.post(vote, {"proof": proof, "code": world.code(boris)}))
    done(client.post("/api/feedback", {**review(order=bought(world)), "sku": "TP-01-S"}, world.key()), 201)
    done(client.get("/api/feedback"))
    done(client.get(f"/api/feedback/votes?id={left['id']}"))
    for id in (left["id"], followers.ALL):
        voter = contact_key(world.ports.root_key, boris)
        token = followers.unfollow_token(world.ports.root_key, id, voter, datetime.now(UTC))
        assert client.get(f"/api/feedback/{id}/unfollow/{token}").status == 200
        done(client.post(f"/api/feedback/{id}/unfollow", {"token": token}))
    for lost in (world.losing, world.dropping):
        mine = world.email()
        own = done(client.post("/api/feedback", said(mine), world.key()), 201)
        code = world.code(mine)
        with lost():
            client.post("/api/feedback", said(world.email()), world.key())
            client.post(f"/api/feedback/{own['id']}/vote", {"proof": own["proof"], "code": code})


def done(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.text
    return answer.json


def ordered(world: World, sku: str = "TP-01-S", quantity: int = 1, **contact: str) -> dict[str, Any]:
    contact = {"name": "Anna", "email": world.email(), **contact}
    return order(lines=[{"sku": sku, "quantity": quantity}], contact=contact)


def asked(world: World, email: str = "", **changes: Any) -> dict[str, Any]:
    return ticket(contact={"name": "Anna", "email": email or world.email()}, **changes)


def said(email: str) -> dict[str, Any]:
    return idea(contact={"name": "Anna", "email": email})


def placed(world: World) -> Any:
    """An order of somebody, for others to act on."""
    return done(world.client(orders).post("/api/orders", ordered(world), world.key()), 201)


def bought(world: World) -> dict[str, str]:
    """What proves that somebody has got what they have ordered."""
    number, secret = fragment(placed(world)["track"])
    terms = world.ports.prices.book(()).terms
    for to in ("approval", "assembling", "delivery", "complete"):
        counter.move(world.order(number), to, terms, world.ports, datetime.now(UTC), who="owner")
    return {"number": number, "key": secret}


def _pictures(seen: Answer) -> Sequence[str]:
    return re.findall(r"/api/pictures/[\w.-]+", seen.text)

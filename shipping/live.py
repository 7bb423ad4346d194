"""A test order: placed like anybody's, seen by its own link, taken back by it, and its stock given back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from shipping.asking import Answer, Site, Unreachable
from shipping.findings import Finding, error, warning
from shipping.patient import Patient
from shop.catalog import Offer
from shop.published import FOLDER, INDEX, Index, Shard
from shop.terms import DeliveryMethod, Terms

NAME = "TEST, please ignore"
NOTE = (
    "This is a test by build.py doctor, nobody's order. It is cancelled at once by its own link;"
    " nothing is to be packed."
)
_ADDRESS = {"street": "Test 1", "postcode": "00000", "city": "Test"}

#: So many of the cheapest things are looked at for one that can be had.
_MOST_TRIED = 50

_LOG = "Look into the log of the functions at this minute."

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is ordered: one piece of the cheapest thing that can be had."""

    offer: Offer
    method: DeliveryMethod
    terms: Terms
    left: int | None


def order(patient: Patient, say: Say) -> list[Finding]:
    """Tells every step through *say*, and gives back what went wrong."""
    asked = patient.outside()
    try:
        chosen = _chosen(asked)
        if chosen is None:
            what = "nothing can be ordered: all is sold out, or no way of delivery fits"
            return [warning(asked.url, what, "Look at the stock and at delivery: in shop.yaml.")]
        return _placed(asked, chosen, say)
    except (Unreachable, msgspec.MsgspecError) as why:
        what = f"the test order was not placed: {why if isinstance(why, Unreachable) else 'no price list'}"
        return [error(asked.url, what, "Run doctor again; what is placed with one key is placed once.")]


def _placed(asked: Site, chosen: _Chosen, say: Say) -> list[Finding]:
    body, key = _body(chosen), f"doctor-{secrets.token_hex(16)}"
    answer = _sent(asked, body, key)
    if answer.status != 201:
        what = f"an order is refused with {answer.status}: {_reasons(answer)}"
        return [error(f"{asked.url}/api/orders", what, _LOG)]
    number, link = str(answer.fields["number"]), str(answer.fields["track"])
    say(f"Placed {number}, one {chosen.offer.sku} for {answer.fields['total_text']}, as “{NAME}”.")
    proof = {"number": number, "key": link.rpartition(".")[2]}
    try:
        found = [*_seen(asked, proof, body, key, link), *_stock(asked, chosen, 1, say)]
    finally:
        taken_back = _taken_back(asked, proof, say)
    return [*found, *taken_back, *(() if taken_back else _stock(asked, chosen, 0, say))]


def _sent(asked: Site, body: Mapping[str, Any], key: str) -> Answer:
    """Sent once more where no answer comes: one key is one order."""
    try:
        return asked.post("/api/orders", body, Idempotency_Key=key)
    except Unreachable:
        return asked.post("/api/orders", body, Idempotency_Key=key)


def _seen(asked: Site, proof: Mapping[str, str], body: object, key: str, link: str) -> list[Finding]:
    """Its own page shows it, and sending it again makes no second one."""
    found = []
    if asked.post("/api/track", proof).fields.get("number") != proof["number"]:
        found.append(error(f"{asked.url}/api/track", "the order's own link does not show it", _LOG))
    if not link.startswith(f"{asked.url}/"):
        what = f"the links to orders lead to {link.partition('#')[0]}, another site than this one"
        found.append(error(asked.url, what, "Write this address as url: in shop.yaml, build and publish."))
    again = asked.post("/api/orders", body, Idempotency_Key=key)
    if again.fields.get("number") != proof["number"]:
        what = "the same order, sent again, makes another one"
        found.append(error(f"{asked.url}/api/orders", what, _LOG))
    return found


def _taken_back(asked: Site, proof: Mapping[str, str], say: Say) -> list[Finding]:
    number = proof["number"]
    try:
        answer = asked.post(f"/api/orders/{number}/cancel", proof)
    except Unreachable:
        answer = asked.post(f"/api/orders/{number}/cancel", proof)
    if answer.fields.get("status") == "cancel":
        say(f"Cancelled {number} by its own link. The shop's mailbox gets the letters, also the customer's.")
        return []
    what = f"the test order {number} still stands: cancelling it is answered {answer.status}"
    return [error(asked.url, what, f"Cancel it: python build.py orders {number} --to cancel --reason test")]


def _stock(asked: Site, chosen: _Chosen, taken: int, say: Say) -> list[Finding]:
    """Whether the shelf has what it should; others may order meanwhile, so more can be gone, not less."""
    if chosen.left is None:
        return []
    left = _left(asked, chosen.offer.sku)
    if left is not None and left > chosen.left - taken:
        return [error(asked.url, f"{chosen.offer.sku}: an order takes nothing from the shelf", _LOG)]
    if not taken and left != chosen.left:
        what = f"{chosen.offer.sku}: {left} are left, {chosen.left} were; not given back, or bought meanwhile"
        return [warning(asked.url, what, "Run doctor again at a quiet hour.")]
    if not taken:
        say(f"{chosen.offer.sku}: {left} are left, as before.")
    return []


def _chosen(asked: Site) -> _Chosen | None:
    index = msgspec.json.decode(asked.get(f"/{INDEX}").body, type=Index)
    for offer in sorted(_offers(asked, index), key=lambda each: each.price)[:_MOST_TRIED]:
        method = _method(index.terms, offer)
        if method is None:
            continue
        left = _left(asked, offer.sku)
        if left is None or left > 0:
            return _Chosen(offer, method, index.terms, left)
    return None


def _offers(asked: Site, index: Index) -> list[Offer]:
    shards = (asked.get(f"/{FOLDER}/{name}").body for name in index.shards)
    return [each for shard in shards for each in msgspec.json.decode(shard, type=Shard).offers.values()]


def _left(asked: Site, sku: str) -> int | None:
    """By a quote, which no cache keeps; None where nothing is counted."""
    lines = asked.post("/api/quote", {"lines": [{"sku": sku, "quantity": 1}]}).fields.get("lines")
    left = lines[0].get("left") if lines else None
    return left if isinstance(left, int) else None


def _method(terms: Terms, offer: Offer) -> DeliveryMethod | None:
    """Without an address where there is such a way."""
    fitting = [each for each in terms.delivery if each.carries(offer.weight or 0)]
    return min(fitting, key=lambda each: each.address, default=None)


def _body(chosen: _Chosen) -> dict[str, Any]:
    """To the shop's own mailbox, so that nobody else gets a letter."""
    terms, method = chosen.terms, chosen.method
    delivery: dict[str, Any] = {"method": method.id}
    if method.address:
        country = next(iter((*method.countries, *terms.countries, "DE")))
        delivery["address"] = _ADDRESS | {"country": country}
    return {
        "lines": [{"sku": chosen.offer.sku, "quantity": 1}],
        "contact": {"name": NAME, "email": terms.contact.email},
        "delivery": delivery,
        **({"payment": terms.payment[0].id} if terms.payment else {}),
        "note": NOTE,
        "language": terms.languages[0],
    }


def _reasons(answer: Answer) -> str:
    errors = answer.fields.get("errors") or []
    named = ", ".join(f"{each.get('field')} {each.get('code')}" for each in errors if isinstance(each, dict))
    return named or str(answer.fields.get("title") or "no reason is given")

"""Guessing at tickets and posts: numbers walked, keys and signed addresses guessed; what gives anything away.

VITRINA_GUESSES=1000000 sets how many keys are guessed, and as many signed addresses, past every limit;
VITRINA_WALKED=10000 how many numbers are asked for over HTTP; VITRINA_TIMED=5000 how many answers are timed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import pytest

from functions import _helping, _unfollowing, desk
from functions._web import Sent
from functions._wiring import Ports
from shop import actions, codes, followers, moderating, picture_links, posts, tickets
from shop.errors import Invalid, ShopError
from shop.helping import view_ticket
from shop.numbers import TICKET, number_of, secret_of
from shop.tickets import Ticket
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.guessing import GUESSES, Kinds, bodies, by_chance, guess, tells
from tests.evidence.whole import ROOT_KEY, Steady
from tests.shop.memory import Memory

WALKED = int(os.environ.get("VITRINA_WALKED", "300"))
TICKETS = 200


@dataclass(frozen=True)
class Door:
    """Something that signed texts open, and whether one does."""

    real: Sequence[str]
    opens: Callable[[str], bool]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """A shop with some hundred tickets, the first of them with a picture, some orders and some ideas."""
    with whole.opened(tmp_path_factory.mktemp("walked")) as ports:
        client = Steady(whole.application(ports))
        for number in range(TICKETS):
            contact = {"name": "A", "email": f"a{number}@example.org"}
            sent = whole.ticket(contact=contact, pictures=[] if number else [whole.picture()])
            assert client.post("/api/tickets", sent, f"walked-{number:05}").status == 201
        for number in range(5):
            assert client.post("/api/orders", whole.order(), f"walked-order-{number}").status == 201
            assert client.post("/api/feedback", whole.idea(), f"walked-idea-{number}").status == 201
        client.close()
        for post in ports.posts.listed(posts.STATES, 10):
            moderating.move(post, posts.OPEN, "", ports, datetime.now(UTC), who="owner")
        yield ports


@pytest.fixture(scope="module")
def held(shop: Ports) -> list[Ticket]:
    return shop.tickets.listed(tickets.STATES, TICKETS)


def test_whoever_walks_the_numbers_is_told_the_same_everywhere(shop: Ports, held: list[Ticket]) -> None:
    chance, client = random.Random(10_000), Steady(whole.application(shop))
    first = int(min(ticket.number for ticket in held)[2:-2])
    known = {ticket.number for ticket in held}
    answers, found = set(), 0

    for number in (number_of(first + step, TICKET) for step in range(WALKED)):
        answer = client.post(f"/api/tickets/{number}/view", {"key": by_chance(chance)})
        answers.add((answer.status, answer.body, tuple(sorted(answer.headers.items()))))
        found += number in known

    client.close()
    assert [status for status, _, _ in answers] == [404]
    assert found == min(TICKETS, WALKED)
    note("walked", **{"numbers": WALKED, "of them given out": found, "hits": 0, "different answers": 1})


def test_no_guess_opens_a_ticket_or_confirms_its_address(shop: Ports, held: list[Ticket]) -> None:
    chance, at = random.Random(161), datetime.now(UTC)
    keys = {ticket.number: secret_of(ROOT_KEY, ticket.id) for ticket in held}
    letters = [tickets.proof_of(ticket, ROOT_KEY) for ticket in held]
    numbers, secrets, signed = list(keys), set(keys.values()), set(letters)
    orders = [secret_of(ROOT_KEY, order.id) for order in shop.orders.recent(5)]
    hits = tried = proofs = 0

    while tried < GUESSES:
        number = chance.choice(numbers)
        guessed = chance.choice(orders) if chance.random() < 0.05 else guess(keys[number], chance)
        if guessed in secrets:
            continue  # that one would be knowledge
        tried += 1
        hits += view_ticket(number, {"key": guessed}, shop, at) is not None
        proof = guess(chance.choice(letters), chance)
        if tried % 20 == 0 and proof not in signed:  # whoever has the link, and not the mailbox
            seen = view_ticket(number, {"key": keys[number], "proof": proof}, shop, at)
            assert seen is not None
            proofs += 1
            hits += seen.author.verified

    assert all(view_ticket(number, {"key": key}, shop, at) for number, key in keys.items())
    assert hits == 0
    note("guesses-tickets", keys=tried, tickets=len(keys), proofs=proofs, hits=hits)


def test_no_text_that_was_not_signed_here_opens_anything(shop: Ports, held: list[Ticket]) -> None:
    chance, at = random.Random(162), datetime.now(UTC)
    doors = _doors(shop, held, at)
    others = [text for door in doors.values() for text in door.real]
    real = set(others)
    tried, hits = dict.fromkeys(doors, 0), []

    for name, door in doors.items():
        assert all(door.opens(text) for text in door.real), name
        while tried[name] < GUESSES // len(doors):
            text = _forged(chance.choice(door.real), chance.choice(door.real), others, chance)
            if text in real and text in door.real:
                continue
            tried[name] += 1
            hits += [text] if door.opens(text) else []

    assert hits == []
    note("guesses-signed", **tried, hits=0)


def _doors(shop: Ports, held: Sequence[Ticket], at: datetime) -> dict[str, Door]:
    ideas = shop.posts.listed(posts.STATES, 10)
    asked = [codes.asked(idea.id, "anna@example.org", bytes([n]) * 16, at) for n, idea in enumerate(ideas)]
    sent_codes = [(each, codes.code(ROOT_KEY, each)) for each in asked]

    def code_opens(proof: str) -> bool:
        """Whether any of the codes that were sent goes with it."""
        return any(
            # Counted anew each time, so that each guess is looked at.
            _does(partial(codes.confirmed, ROOT_KEY, each.post_id, proof, sent, Memory(), at))
            for each, sent in sent_codes
        )

    voters = ["0" * 31 + str(number) for number in range(5)]
    pictures = [(ticket, entry.pictures) for ticket in held for entry in shop.tickets.entries(ticket.id)]
    return {
        "pictures": Door(
            [picture_links.sign(ROOT_KEY, ticket.number, id, at) for ticket, ids in pictures for id in ids]
            + [picture_links.sign(ROOT_KEY, ticket.number, "x" * 32, at) for ticket in held[:5]],
            lambda text: picture_links.read(ROOT_KEY, text, at) is not None,
        ),
        "desk": Door(
            [actions.sign(ROOT_KEY, actions.ORDER, order.id, at) for order in shop.orders.recent(5)]
            + [actions.sign(ROOT_KEY, actions.TICKET, ticket.id, at) for ticket in held[:5]],
            lambda text: _does(partial(actions.read, ROOT_KEY, text, at)),
        ),
        "unfollowing": Door(
            [followers.unfollow_token(ROOT_KEY, followers.ALL, voter, at) for voter in voters],
            lambda text: followers.may_unfollow(ROOT_KEY, followers.ALL, text, at) is not None,
        ),
        "codes": Door([codes.proof(ROOT_KEY, each, sent=True) for each in asked], code_opens),
        "voters": Door(
            [codes.voter(ROOT_KEY, f"a{number}@example.org", at) for number in range(5)],
            lambda text: _does(partial(codes.voter_s, ROOT_KEY, text, at)),
        ),
    }


def _does(read: Callable[[], object]) -> bool:
    try:
        read()
    except (Invalid, ShopError):
        return False
    return True


def _forged(one: str, other: str, others: Sequence[str], chance: random.Random) -> str:
    """Nearly a signed text: a letter of it changed, a field of another's put in, a signature by chance."""
    fields, place = one.split("."), chance.randrange(len(one))
    match chance.randrange(7):
        case 0:
            return one[:place] + chance.choice("abcXYZ019-_") + one[place + 1 :]
        case 1:
            fields[chance.randrange(len(fields))] = chance.choice(other.split("."))
        case 2:
            fields[-1] = chance.choice(others).rpartition(".")[2]
        case 3:
            fields[-1] = (by_chance(chance) + by_chance(chance))[:43]
        case 4:
            moved = next((n for n, field in enumerate(fields) if field.isdecimal()), -1)
            fields[moved] = str(chance.randrange(10**10))
        case 5:
            return chance.choice(others).replace(fields[0], chance.choice(others).split(".")[0], 1)
        case 6:
            return one[:place] + one[place + 1 :]
    return ".".join(fields)


def test_neither_the_answer_nor_its_time_tells_what_was_wrong_with_a_ticket(
    shop: Ports, held: list[Ticket]
) -> None:
    kinds = _ticket_kinds(held, random.Random(7))
    # Whoever has the key and another number has the link; only the answer must be the same.
    holder = _viewing(held[1].number, secret_of(ROOT_KEY, held[0].id))

    answers = bodies(shop, _helping.view, [*(sent() for sent in kinds.values()), holder])

    assert [status for status, _ in answers] == [404]
    assert not tells("guesses-tickets-time", shop, _helping.view, kinds)


def test_neither_the_answer_nor_its_time_tells_of_pictures_links_and_followers(
    shop: Ports, held: list[Ticket]
) -> None:
    chance = random.Random(8)
    (picture,) = shop.tickets.entries(held[-1].id)[0].pictures
    order, voter = shop.orders.recent(1)[0].id, "0" * 32
    calls = {
        "pictures": (_helping.picture, "{number}.{id}.9999999999.{mac}", held[-1].number, picture),
        "desk": (desk.show, "v1.order.9999999999.{id}.{mac}", "", order),
        "unfollowing": (_unfollowing.unfollow, "stop.v1.{id}.9999999999.{mac}", "", voter),
    }

    for name, (call, shape, number, id) in calls.items():

        def sent(known: bool, shape: str = shape, number: str = number, id: str = id) -> Sent:
            # Both are made alike, or the machine's caches would tell them apart.
            token = shape.format(
                number=(number, "T-99999-8")[not known],
                id=(id, chance.randbytes(16).hex())[not known],
                mac=(by_chance(chance) * 2)[:43],
            )
            return Sent({"language": "en"}, form=False, path={"token": token, "id": followers.ALL})

        kinds: Kinds = {
            "something there is": partial(sent, True),
            "something there is not": partial(sent, False),
        }
        answers = bodies(shop, call, [each() for each in kinds.values()])

        assert [status for status, _ in answers] == [404], name
        assert not tells(f"guesses-{name}-time", shop, call, kinds), name


def _ticket_kinds(held: Sequence[Ticket], chance: random.Random) -> Kinds:
    """Ways to be wrong, for somebody who has no key."""
    unknown = [number_of(number, TICKET) for number in range(90_000, 90_000 + TICKETS)]
    return {
        "a number that was given out": lambda: _viewing(chance.choice(held).number, by_chance(chance)),
        "a number that was not": lambda: _viewing(chance.choice(unknown), by_chance(chance)),
        "no number at all": lambda: _viewing(chance.choice(unknown).replace("T", "W"), by_chance(chance)),
    }


def _viewing(number: str, key: str) -> Sent:
    return Sent({"key": key}, form=False, path={"number": number})

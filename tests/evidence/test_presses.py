"""Buttons about tickets and feedback that are pressed many times at once, in two processes: each counts once.

VITRINA_RACE=50 sets how many rounds are run, at 50 presses; fewer otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.client import Answer
from bench.home import SECRET, Home
from functions._wiring import Ports, embedded
from shop import codes, moderating, posts, tickets
from shop.codes import Asked
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.presses import at_once
from tests.evidence.test_race import PRESSES, ROUNDS
from tests.functions.published import publish

TURNS = ROUNDS or 2
ROOT_KEY = SECRET.encode()


@dataclass
class Street:
    """A shop that two processes sell in, and its books as a third sees them."""

    ports: list[int]
    books: Ports

    def press(self, path: str, contents: list[bytes], key: str = "a-key-of-presses") -> list[Answer]:
        return at_once(self.ports, [(path, content, key) for content in contents])


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    publish(tmp_path / "dist", whole.OFFERS)
    state = tmp_path / "state"
    state.mkdir()
    (state / "secret").write_text(SECRET)
    books = embedded(str(tmp_path / "dist"), state, root_key=ROOT_KEY)
    with Home(tmp_path / "dist", state) as one, Home(tmp_path / "dist", state) as other:
        yield Street([one.port, other.port], books)
    books.close()


@pytest.mark.parametrize("path", ["/api/tickets", "/api/feedback"])
def test_one_key_pressed_many_times_is_one_case_and_one_answer(path: str, street: Street) -> None:
    sends = whole.ticket if path == "/api/tickets" else whole.idea
    texts = "message" if path == "/api/tickets" else "text"

    for number in range(TURNS):
        content = json.dumps(sends(**{texts: f"What about {number}?"})).encode()
        other = json.dumps(sends(**{texts: "Something else"})).encode()
        answers = street.press(path, [content] * PRESSES, f"one-key-{number}")
        others = street.press(path, [other] * PRESSES, f"one-key-{number}")

        assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
        assert sum("idempotent-replayed" in answer.headers for answer in answers) == PRESSES - 1
        assert {answer.status for answer in others} == {422}
        kept = (
            len(street.books.tickets.listed(tickets.STATES, 1000))
            + len(street.books.posts.listed(posts.STATES, 1000))
        )  # fmt: skip
        assert kept == number + 1

    name = path.rpartition("/")[2]
    note(f"presses-{name}", rounds=TURNS, presses=PRESSES, kept=TURNS, **{"answers that differ": 0})


def test_as_many_votes_are_counted_as_there_are_voters(street: Street) -> None:
    for number in range(TURNS):
        id = published(street, number)
        asked = [an_asking(id, f"voter{each}@example.org", each) for each in range(PRESSES)]
        nobody = json.dumps({"language": "en"}).encode()

        known = street.press(f"/api/feedback/{id}/vote", [with_code(each) for each in asked])
        unknown = street.press(f"/api/feedback/{id}/vote", [nobody] * PRESSES)

        assert {answer.status for answer in (*known, *unknown)} == {200}
        assert all(answer.json["counted"] for answer in known)
        assert sum(answer.json["counted"] for answer in unknown) == 1
        tally = street.books.votes.tally([id])[id]
        assert (tally.verified, tally.unverified) == (PRESSES, 1)

    note(
        "presses-votes", rounds=TURNS, voters=PRESSES, presses=2 * PRESSES,
        **{"votes of each round": PRESSES, "unverified": 1},
    )  # fmt: skip


def test_one_voter_counts_once_and_a_code_is_tried_five_times(street: Street) -> None:
    tried: Counter[str] = Counter()

    for number in range(TURNS):
        id = published(street, number)
        right, wrong = (an_asking(id, "voter@example.org", n + 2 * number) for n in (0, 1))
        other = f"{(int(codes.code(ROOT_KEY, wrong)) + 1) % 10**6:06}"

        voted = street.press(f"/api/feedback/{id}/vote", [with_code(right)] * PRESSES)
        guessed = street.press(f"/api/feedback/{id}/vote", [with_code(wrong, other)] * PRESSES)
        late = street.press(f"/api/feedback/{id}/vote", [with_code(wrong)])

        assert Counter(answer.status for answer in voted) == {200: codes.TRIES, 422: PRESSES - codes.TRIES}
        assert sum(answer.json.get("counted", False) for answer in voted) == 1
        assert street.books.votes.tally([id])[id].verified == 1
        tried += Counter(answer.json["errors"][0]["code"] for answer in guessed)
        assert late[0].json["errors"][0]["code"] == "spent_code"

    assert tried == {"wrong_code": codes.TRIES * TURNS, "spent_code": (PRESSES - codes.TRIES) * TURNS}
    note(
        "presses-codes", rounds=TURNS, guesses=PRESSES,
        **{"of them compared": codes.TRIES, "votes of each voter": 1},
    )  # fmt: skip


def published(street: Street, number: int) -> str:
    """The id of a new idea that everybody sees."""
    content = json.dumps(whole.idea(text=f"Idea {number}")).encode()
    (answer,) = at_once(street.ports[:1], [("/api/feedback", content, f"published-{number}")])
    post = street.books.posts.by_id(answer.json["id"])
    assert post is not None
    moderating.move(post, posts.OPEN, "", street.books, datetime.now(UTC), who="owner")
    return post.id


def an_asking(id: str, email: str, number: int) -> Asked:
    return codes.asked(id, email, number.to_bytes(16), datetime.now(UTC))


def with_code(asked: Asked, code: str = "") -> bytes:
    proof = codes.proof(ROOT_KEY, asked, sent=True)
    return json.dumps({"proof": proof, "code": code or codes.code(ROOT_KEY, asked)}).encode()

"""Ideas, votes and reviews for browsers that run no script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest

from functions import _calls, feedback, orders
from functions._wiring import Ports
from shop import moderating
from shop.posts import COMPLETED, OPEN, PLANNED
from shop.terms import NEVER, Feedback
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY
from tests.functions.published import TERMS, publish
from tests.functions.test_feedback import IDEA, bought, code

ANNA, BERTA = "anna@example.org", "berta@example.org"


@pytest.fixture
def client(ports: Ports, site: Path) -> Client:
    publish(site, terms=replace(TERMS, feedback=Feedback(moderation=NEVER)))
    return Client(_calls.application([*feedback.routes(lambda: ports), *orders.routes(lambda: ports)]))


@pytest.fixture
def idea(client: Client) -> str:
    id: str = client.post("/api/feedback", IDEA, KEY).json["id"]
    return id


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form may be sent as soon as it is there."""
    monkeypatch.setattr("shop.tokens.YOUNGEST", timedelta())


def words(answer: Answer) -> str:
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    return " ".join("".join(page.find(".//main").itertext()).split())


def tally(client: Client, id: str) -> dict[str, int]:
    counts: dict[str, int] = client.get(f"/api/feedback/votes?id={id}").json[id]
    return counts


def asked(client: Client, id: str, email: str = BERTA, **more: str) -> Answer:
    """The page with the form for the code, by way of the one that is looked at once more."""
    look = client.submit(f"/api/feedback/{id}/vote", {"email": email, "language": "en", **more})
    assert look.status == 200, words(look)
    return client.submit(f"/api/feedback/{id}/vote", look.fields)


def test_a_vote_without_an_address_is_counted_apart(client: Client, idea: str) -> None:
    answer = client.submit(f"/api/feedback/{idea}/vote", {"email": "", "language": "en"})

    assert answer.status == 200
    assert "Your vote counts." in words(answer)
    assert "Confirmed votes: 0. Not confirmed: 1." in words(answer)
    assert tally(client, idea) == {"votes": 0, "unverified": 1}
    assert f'href="/ideas/{idea}/"' in answer.text


def test_a_vote_with_an_address_is_confirmed_by_the_code_of_a_letter(
    client: Client, ports: Ports, idea: str
) -> None:
    page = asked(client, idea)
    done = client.submit(f"/api/feedback/{idea}/vote", {**page.fields, "code": code(ports, idea, BERTA)})

    assert page.status == 202
    assert "We have sent a code" in words(page)
    assert done.status == 200
    assert "Confirmed votes: 1. Not confirmed: 0." in words(done)
    assert tally(client, idea) == {"votes": 1, "unverified": 0}


def test_a_page_of_the_site_has_no_token_so_it_is_looked_at_once_more(client: Client, idea: str) -> None:
    look = client.submit(f"/api/feedback/{idea}/vote", {"email": BERTA, "language": "ru"})

    assert look.status == 200
    assert "Посмотрите ещё раз и отправьте" in words(look)
    assert look.fields["email"] == BERTA
    assert look.fields["form_token"]


def test_a_wrong_code_is_told_and_can_be_typed_again(client: Client, ports: Ports, idea: str) -> None:
    page = asked(client, idea)
    right = code(ports, idea, BERTA)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"

    again = client.submit(f"/api/feedback/{idea}/vote", {**page.fields, "code": wrong})
    done = client.submit(f"/api/feedback/{idea}/vote", {**again.fields, "code": right})

    assert again.status == 422
    assert "That is not the code." in words(again)
    assert done.status == 200


def test_after_too_many_tries_another_code_is_asked_for(client: Client, ports: Ports, idea: str) -> None:
    page = asked(client, idea)
    wrong = f"{(int(code(ports, idea, BERTA)) + 1) % 1_000_000:06}"
    for _ in range(5):
        client.submit(f"/api/feedback/{idea}/vote", {**page.fields, "code": wrong})

    spent = client.submit(f"/api/feedback/{idea}/vote", {**page.fields, "code": code(ports, idea, BERTA)})

    assert spent.status == 422
    assert "Please ask for another code." in words(spent)
    assert "email" in spent.fields
    assert "code" not in spent.fields
    assert tally(client, idea)["votes"] == 0


def test_what_is_no_address_is_told_beside_it(client: Client, idea: str) -> None:
    answer = client.submit(f"/api/feedback/{idea}/vote", {"email": "berta@", "language": "en"})

    assert answer.status == 422
    assert answer.fields["email"] == "berta@"
    assert 'id="email-error"' in answer.text


def test_an_idea_that_is_decided_takes_no_votes(client: Client, ports: Ports, idea: str) -> None:
    for state in (PLANNED, COMPLETED):
        post = ports.posts.by_id(idea)
        assert post is not None
        moderating.move(post, state, "Done.", ports, datetime.now(UTC), who="owner")

    answer = client.submit(f"/api/feedback/{idea}/vote", {"email": "", "language": "en"})

    assert answer.status == 409
    assert "takes no more votes" in words(answer)


def test_a_vote_for_what_nobody_knows_is_a_page_that_says_so(client: Client) -> None:
    assert client.submit(f"/api/feedback/{'0' * 32}/vote", {"language": "en"}).status == 404


def test_an_idea_left_with_an_address_asks_for_its_code_at_once(client: Client, ports: Ports) -> None:
    fields = {
        "kind": "idea", "title": "<Samples>", "text": "Please.", "contact.email": ANNA, "language": "en",
        "consent": IDEA["consent"],
    }  # fmt: skip
    look = client.submit("/api/feedback", fields)
    left = client.submit("/api/feedback", look.fields)
    (post,) = ports.posts.listed((OPEN,), 10)
    done = client.submit(f"/api/feedback/{post.id}/vote", {**left.fields, "code": code(ports, post.id, ANNA)})

    assert look.fields["title"] == "<Samples>"
    assert left.status == 201
    assert "We have sent a code to your e-mail address." in words(left)
    assert (done.status, post.title) == (200, "<Samples>")
    assert tally(client, post.id)["votes"] == 1


def test_a_review_of_what_was_bought_begins_with_a_button_on_the_order_s_page(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    held = bought(client, ports, order)
    button = {"kind": "review", "sku": "TP-01-S", "order.number": held["number"], "order.key": held["key"]}

    form = client.submit("/api/feedback", {**button, "language": "en"})
    empty = client.submit("/api/feedback", form.fields)
    done = client.submit("/api/feedback", {**empty.fields, "stars": "4", "text": "Pours well."})

    assert form.status == 200
    assert "Please look at it once more" not in words(form)
    assert "Gaiwan" in words(form)
    assert "Please choose one to five stars." in words(empty)
    assert (empty.status, done.status) == (422, 201)
    (review,) = client.get("/api/feedback").json["reviews"]
    assert (review["stars"], review["bought"], review["text"]) == (4, True, "Pours well.")

"""A ticket behind a link in the owner's letters: it is read, answered, noted, moved on and merged there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions import desk as pages
from functions._wiring import Ports
from functions.outbox import drain
from shop import actions, opening, replying, ticket_moves
from shop.cases import Picture
from shop.terms import Canned
from shop.text import Text
from shop.tickets import STATES, Ticket
from shop.visits import Visit
from tests.functions.browser import Answer, Client
from tests.functions.conftest import ROOT_KEY
from tests.functions.published import TERMS, publish
from tests.functions.test_pages import well_formed
from tests.storefront.evasions import EVASIONS

PICTURE = Picture("p1", "image/jpeg", b"\xff\xd8\xff")
SENT = {
    "topic": "return",
    "message": "The cup came in two pieces.",
    "contact": {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"},
}


@pytest.fixture
def owner(ports: Ports) -> Client:
    return Client(pages.application(lambda: ports))


@pytest.fixture
def ticket(ports: Ports) -> Ticket:
    return opened(ports)


def opened(ports: Ports, number: int = 1, **changes: Any) -> Ticket:
    return opening.open_ticket(
        {**SENT, **changes}, Visit(), key=f"key-{number}", language="en", ticket_id=f"{number:032x}",
        pictures=(PICTURE,), shop=ports, at=datetime.now(UTC),
    ).case  # fmt: skip


def link(ticket: Ticket, purpose: str = actions.TICKET, age: timedelta = timedelta()) -> str:
    return actions.PATH + actions.sign(ROOT_KEY, purpose, ticket.id, datetime.now(UTC) - age)


def now(ports: Ports, ticket: Ticket) -> Ticket:
    found = ports.tickets.by_id(ticket.id)
    assert found is not None
    return found


def press(owner: Client, ticket: Ticket, do: str, version: int = 1, **fields: str) -> Answer:
    return owner.submit(link(ticket), {"version": str(version), "do": do, **fields})


def buttons(page: Answer) -> list[str]:
    return re.findall(r'name="do" value="([\w.]+)"', page.text)


def wrote(ports: Ports, ticket: Ticket, text: str) -> None:
    """The customer, at this very moment."""
    terms = ports.prices.book(()).terms
    ports.tickets.change(ticket_moves.wrote(now(ports, ticket), text, (), terms, datetime.now(UTC)))


def test_the_link_in_the_letter_shows_the_ticket(owner: Client, ports: Ports, ticket: Ticket) -> None:
    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letters = [file.read_text().replace("=\n", "") for file in folder.glob("*.eml")]
    found = [
        match for each in letters for match in re.findall(r"https://shop\.example(/desk/act/[\w.-]+)", each)
    ]

    page = owner.get(found[0])

    assert page.status == 200
    assert well_formed(page)
    for said in (ticket.number, "The cup came in two pieces.", "Anna Berg", "tel:+49301234567",
                 "A return, or something broken", "anna%40example.org", 'src="/api/pictures/T-',
                 "Your message to the customer", ticket.link(ROOT_KEY)):  # fmt: skip
        assert said in page.text, said
    assert "img-src 'self'" in page.headers["content-security-policy"]


def test_a_ticket_is_answered_from_the_letter(owner: Client, ports: Ports, ticket: Ticket) -> None:
    answer = press(owner, ticket, "answer.pending", message="Please send us a picture.\n\nThank you.")

    assert (answer.status, answer.headers["location"]) == (303, f"{link(ticket)}?done=1")
    assert now(ports, ticket).state == "pending"
    entry = ports.tickets.entries(ticket.id)[-1]
    assert (entry.name, entry.who, entry.text) == (
        "answered", "owner", "Please send us a picture.\n\nThank you.",
    )  # fmt: skip
    assert "ticket_answered" in [each.message.event for each in ports.outbox.waiting(99)]
    page = owner.get(f"{link(ticket)}?done=1")
    assert "Done. This is where it is now." in page.text
    assert "Please send us a picture." in page.text


def test_something_is_noted_that_no_customer_sees(owner: Client, ports: Ports, ticket: Ticket) -> None:
    waiting = ports.outbox.waiting(99)

    assert press(owner, ticket, "note", note="third time with this courier").status == 303

    assert ports.tickets.entries(ticket.id)[-1].name == "noted"
    assert ports.outbox.waiting(99) == waiting
    assert "only you see this" in owner.get(link(ticket)).text


@pytest.mark.parametrize("state", STATES)
def test_it_offers_exactly_what_can_follow(owner: Client, ports: Ports, ticket: Ticket, state: str) -> None:
    moved = replace(now(ports, ticket), state=state, version=2)
    ports.tickets.change(replace(ticket_moves.noted(ticket, "", datetime.now(UTC), "x"), case=moved))

    page = owner.get(link(ticket))

    assert well_formed(page)
    offered = [each for each in buttons(page) if "." in each]
    answers = {f"answer.{to}" for to in replying.answers(moved)}
    assert set(offered) == answers | {f"move.{to}" for to in replying.moves(moved) if to != "closed"}


def test_a_ticket_is_moved_without_a_word(owner: Client, ports: Ports, ticket: Ticket) -> None:
    assert press(owner, ticket, "move.spam").status == 303

    assert now(ports, ticket).state == "spam"
    assert "ticket_solved" not in [each.message.event for each in ports.outbox.waiting(99)]


def test_what_the_customer_writes_meanwhile_is_shown_before_anything_is_sent(
    owner: Client, ports: Ports, ticket: Ticket
) -> None:
    wrote(ports, ticket, "I have found the second half.")

    answer = press(owner, ticket, "answer.solved", message="We are sending you a new one.")

    assert answer.status == 409
    assert well_formed(answer)
    assert "Nothing was done" in answer.text
    assert answer.text.count("I have found the second half.") == 2
    assert "We are sending you a new one.</textarea>" in answer.text
    assert [each.name for each in ports.tickets.entries(ticket.id)] == ["opened", "wrote"]
    assert press(owner, ticket, "answer.solved", 2, message="We are sending you a new one.").status == 303


def test_an_answer_that_is_sent_often_is_put_in_and_sent_by_nobody(
    owner: Client, ports: Ports, site: Path, ticket: Ticket
) -> None:
    canned = (Canned(Text.plain("Back"), Text({"en": "Send it <back>.\n\nSoon.", "ru": "Пришлите."})),)
    publish(site, terms=replace(TERMS, canned=canned))

    page = press(owner, ticket, "fill", message="Dear Anna,", canned="0")

    assert page.status == 200
    assert well_formed(page)
    assert "Dear Anna,\n\nSend it &lt;back&gt;.\n\nSoon.</textarea>" in page.text
    assert now(ports, ticket) == ticket
    assert press(owner, ticket, "fill", message="As it was", canned="7").fields["message"] == "As it was"


def test_a_canned_answer_is_in_the_customer_s_language(owner: Client, site: Path, ports: Ports) -> None:
    canned = (Canned(Text.plain("Back"), Text({"en": "Send it back.", "ru": "Пришлите."})),)
    publish(site, terms=replace(TERMS, canned=canned))
    russian = opening.open_ticket(
        SENT, Visit(), key="k-ru", language="ru", ticket_id="e" * 32, pictures=(), shop=ports,
        at=datetime.now(UTC),
    ).case  # fmt: skip

    assert "Пришлите.</textarea>" in press(owner, russian, "fill", canned="0").text


def test_two_tickets_of_one_customer_are_put_together(owner: Client, ports: Ports, ticket: Ticket) -> None:
    other, stranger = opened(ports, 2), opened(ports, 3, contact={"name": "B", "email": "b@example.org"})
    page = owner.get(link(ticket))
    assert f'value="{other.number}"' in page.text
    assert f'value="{stranger.number}"' not in page.text

    refused = press(owner, ticket, "merge", into=stranger.number)
    assert refused.status == 422
    assert press(owner, ticket, "merge", into=other.number).status == 303

    assert (now(ports, ticket).state, now(ports, ticket).into) == ("merged", other.number)
    assert "Goes on in " + other.number in owner.get(link(ticket)).text
    assert "Taken in from " + ticket.number in owner.get(link(other)).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Please press one of the buttons below."),
        ({"do": "answer.solved", "message": " "}, "Please fill this in."),
        ({"do": "answer.solved", "message": "x" * 4001}, "no more than 4000 characters"),
        ({"do": "answer.solved", "message": "a\0b"}, "invisible characters"),
        ({"do": "note"}, "Please fill this in."),
        ({"do": "merge"}, "Please choose the request that it goes on in."),
        ({"do": "merge", "into": "T-99999-1"}, "Please choose the request that it goes on in."),
        ({"do": "answer"}, "Please press one of the buttons below."),
        ({"do": "note.open"}, "Please press one of the buttons below."),
        ({"do": "note", "note": "x", "who": "customer"}, "There is no such field."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_done(
    owner: Client, ports: Ports, ticket: Ticket, fields: dict[str, str], said: str
) -> None:
    answer = owner.submit(link(ticket), {"version": "1", **fields})

    assert answer.status == 422
    assert well_formed(answer)
    assert said in answer.text
    assert now(ports, ticket) == ticket


def test_what_cannot_follow_is_refused(owner: Client, ports: Ports, ticket: Ticket) -> None:
    answer = press(owner, ticket, "answer.closed", message="x")

    assert answer.status == 409
    assert "that is not possible" in answer.text
    assert now(ports, ticket) == ticket


def test_looking_twice_and_sending_no_button_change_nothing(
    owner: Client, ports: Ports, ticket: Ticket
) -> None:
    path = f"{link(ticket)}?do=move.spam&version=1"
    for method in ("GET", "HEAD", "GET", "HEAD"):
        assert owner.send(method, path, b"", {}).status == 200
    page = owner.get(link(ticket))

    assert owner.submit(link(ticket), page.fields).status == 422
    assert now(ports, ticket) == ticket
    assert len(ports.tickets.entries(ticket.id)) == 1


def test_no_other_link_opens_it(owner: Client, ports: Ports, ticket: Ticket) -> None:
    for path in (link(ticket, actions.ORDER), link(replace(ticket, id="f" * 32)), link(ticket)[:-1] + "~"):
        assert owner.get(path).status == 404
        assert owner.submit(path, {"version": "1", "do": "move.spam"}).status == 404
    assert owner.get(link(ticket, age=timedelta(days=8))).status == 410
    assert now(ports, ticket) == ticket


@pytest.mark.parametrize("evil", EVASIONS[::3])
def test_nothing_that_is_typed_becomes_markup(owner: Client, ports: Ports, evil: str) -> None:
    typed = "".join(c for c in evil if c.isprintable())[:90] + " x"
    ticket = opened(ports, message=typed, contact={"name": typed, "email": "anna@example.org"})

    seen = [
        owner.get(link(ticket)),
        press(owner, ticket, "answer", message=typed, note=typed, canned=typed[:60], into=typed[:30]),
        press(owner, ticket, "fill", message=typed),
    ]
    press(owner, ticket, "note", note=typed)
    seen.append(press(owner, ticket, "answer.solved", message=typed))

    assert [page.status for page in seen] == [200, 422, 200, 409]
    for page in seen:
        assert well_formed(page)
        assert not re.search(r"<(script|svg|iframe|object|style|img(?! class=\"act__picture))\b", page.text)


def test_a_new_link_is_sent_instead_of_one_that_is_too_old(
    owner: Client, ports: Ports, ticket: Ticket
) -> None:
    drain(ports, datetime.now(UTC))

    assert owner.submit(link(ticket, age=timedelta(days=8)), {"do": "renew"}).status == 202

    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letters = [file.read_text().replace("=\n", "") for file in folder.glob("*.eml")]
    (letter,) = (each for each in letters if "Subject: A new link: Request T-" in each)
    found = re.search(r"https://shop\.example(/desk/act/[\w.-]+)", letter)
    assert found
    assert owner.get(found[1]).status == 200

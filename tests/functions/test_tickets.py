"""Tickets over HTTP: opening one, following it, writing to it; and what nobody without its link learns."""

from __future__ import annotations

import base64
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from functions import tickets
from functions._wiring import Ports
from functions.outbox import drain
from shop import bounces, picture_links, replying, ticket_moves
from shop.cases import Picture
from shop.errors import Unavailable
from shop.numbers import number_of
from shop.tickets import CLOSED, OPEN, SOLVED, Ticket, proof_of
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY, ROOT_KEY

TICKET: dict[str, Any] = {
    "topic": "question",
    "message": "Does the gaiwan keep the heat?\n\nMy tea is cold.",
    "contact": {"name": "Anna Berg", "email": "anna@example.org"},
    "language": "en",
}


def drawn() -> str:
    file = BytesIO()
    Image.new("RGB", (40, 30), "sienna").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def client(ports: Ports) -> Client:
    return Client(tickets.application(lambda: ports))


def opened(client: Client, key: str = KEY, **changes: Any) -> Any:
    answer = client.post("/api/tickets", {**TICKET, **changes}, key)
    assert answer.status == 201, answer.text
    return answer.json


def held(told: Any) -> tuple[str, dict[str, str]]:
    """The number and the key of a ticket that was opened."""
    number, key = told["track"].rpartition("#")[2].split(".")
    return number, {"key": key}


def viewed(client: Client, told: Any, **more: str) -> Any:
    number, key = held(told)
    answer = client.post(f"/api/tickets/{number}/view", {**key, **more})
    assert answer.status == 200, answer.text
    return answer.json


def kept(ports: Ports, told: Any) -> Ticket:
    ticket = ports.tickets.by_number(told["number"])
    assert ticket is not None
    return ticket


def replied(ports: Ports, told: Any, text: str = "Yes, for an hour.", to: str = OPEN) -> Ticket:
    return replying.answer(kept(ports, told), text, to, ports, datetime.now(UTC), who="boris")


def test_a_ticket_is_opened_with_a_number_a_link_and_an_honest_promise(client: Client, ports: Ports) -> None:
    told = opened(client)

    assert told["number"] == number_of(10001, "T")
    assert told["track"].startswith(f"https://shop.example/support/ticket/#{told['number']}.")
    assert told["state"] == "new"
    by = datetime.fromisoformat(told["answer_by"])
    assert by == kept(ports, told).opened_at + timedelta(minutes=30)
    assert told["outlook"].startswith("We answer ")


def test_the_same_key_opens_it_once(client: Client) -> None:
    first = client.post("/api/tickets", TICKET, KEY)
    again = client.post("/api/tickets", TICKET, KEY)
    other = client.post("/api/tickets", {**TICKET, "message": "Another"}, KEY)

    assert first.json == again.json
    assert (first.headers.get("idempotent-replayed"), again.headers["idempotent-replayed"]) == (None, "true")
    assert (other.status, other.json["type"]) == (422, "urn:vitrina:problem:key_reused")


@pytest.mark.parametrize(("key", "code"), [(None, "key_missing"), ("short", "key_malformed")])
def test_a_key_is_needed(client: Client, key: str | None, code: str) -> None:
    refused = client.post("/api/tickets", TICKET, key)

    assert (refused.status, refused.json["type"]) == (400, f"urn:vitrina:problem:{code}")


def test_every_mistake_is_told_at_once_pictures_included(client: Client, ports: Ports) -> None:
    refused = client.post(
        "/api/tickets", {"topic": "?", "pictures": ["AAAA", 7], "state": "closed", "language": "ru"}, KEY
    )

    assert refused.status == 422
    assert {error["field"]: error["code"] for error in refused.json["errors"]} == {
        "state": "unknown_field", "topic": "choose_topic", "message": "required",
        "contact.email": "email_or_phone", "contact.phone": "email_or_phone",
        "pictures.0": "picture_kind", "pictures.1": "not_text",
    }  # fmt: skip
    assert refused.json["errors"][1]["message"] == "Выберите, о чём речь."
    assert ports.tickets.by_number(number_of(10001, "T")) is None


def test_its_holder_sees_the_thread_and_none_of_the_desk_s_notes(client: Client, ports: Ports) -> None:
    told = opened(client)
    replying.note(kept(ports, told), "NOTE: the one with the cat", ports, datetime.now(UTC), who="boris")
    replied(ports, told)

    seen = viewed(client, told)

    assert [(each["who"], each["name"], each["text"]) for each in seen["thread"]] == [
        ("customer", "Anna Berg", TICKET["message"]), ("shop", "Clay & Leaf", "Yes, for an hour."),
    ]  # fmt: skip
    assert (seen["state"], seen["stage"]) == ("open", "We are working on it")
    assert [(step["label"], step["done"]) for step in seen["steps"]] == [
        ("Received", True), ("Answered", True), ("Solved", False), ("Closed", False),
    ]  # fmt: skip
    assert (seen["may_write"], seen["may_rate"], seen["rating"]) == (True, False, "")
    assert seen["topic_label"] == "A question"
    whole = client.post(f"/api/tickets/{told['number']}/view", held(told)[1]).text
    for hidden in ("NOTE", "boris", "anna@example.org", kept(ports, told).id, kept(ports, told).secret_hash):
        assert hidden not in whole


def test_what_is_said_is_in_the_language_asked_for(client: Client) -> None:
    seen = viewed(client, opened(client), language="ru")

    assert (seen["topic_label"], seen["stage"]) == ("Вопрос", "Получено, ждёт нашего ответа")


def answers_to(client: Client, number: str, key: str) -> list[Answer]:
    """What every call answers to that number and key."""
    return [
        client.post(f"/api/tickets/{number}/view", {"key": key}),
        client.post(f"/api/tickets/{number}/messages", {"key": key, "message": "Hello"}),
        client.post(f"/api/tickets/{number}/rating", {"key": key, "rating": "good"}),
    ]


def test_a_wrong_number_and_a_wrong_key_get_the_same_answer(client: Client, ports: Ports) -> None:
    told, other = opened(client), opened(client, "another-key-1")
    (number, right), (another, _) = held(told), held(other)

    tries = [(number, "x" * 27), (another, right["key"]), ("T-99999-9", right["key"]), ("V-10001-4", "x")]
    seen = {
        (answer.status, answer.body, tuple(sorted(answer.headers.items())))
        for each in tries
        for answer in answers_to(client, *each)
    }

    assert len(seen) == 1
    assert next(iter(seen))[0] == 404
    assert kept(ports, told).version == 1


def test_numbers_walked_and_keys_guessed_open_nothing(client: Client, ports: Ports) -> None:
    told = opened(client)
    number, right = held(told)
    chance = random.Random(1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

    walked = {
        client.post(f"/api/tickets/{number_of(counter, 'T')}/view", {"key": right["key"][:-1] + "!"}).body
        for counter in range(10000, 10300)
    }
    guessed = {
        client.post(f"/api/tickets/{number}/view", {"key": "".join(chance.choices(letters, k=27))}).body
        for _ in range(300)
    }

    assert len(walked | guessed) == 1
    assert kept(ports, told).version == 1


def test_the_customer_writes_and_says_how_it_was(client: Client, ports: Ports) -> None:
    told = opened(client)
    number, key = held(told)
    replied(ports, told, to=SOLVED)

    reopened = client.post(f"/api/tickets/{number}/messages", {**key, "message": "But the lid?"})
    assert (reopened.status, reopened.json["state"]) == (200, "open")
    assert [each["text"] for each in reopened.json["thread"]][-1] == "But the lid?"

    early = client.post(f"/api/tickets/{number}/rating", {**key, "rating": "good"})
    assert (early.status, early.json["allowed"]) == (409, [])
    replied(ports, told, "It fits.", SOLVED)
    assert viewed(client, told)["may_rate"]
    rated = client.post(f"/api/tickets/{number}/rating", {**key, "rating": "good", "comment": "Quick!"})
    assert (rated.status, rated.json["rating"], rated.json["may_rate"]) == (200, "good", False)
    twice = client.post(f"/api/tickets/{number}/rating", {**key, "rating": "bad"})
    assert twice.status == 409


def test_a_message_to_a_closed_ticket_is_answered_with_the_new_one(client: Client, ports: Ports) -> None:
    told = opened(client)
    number, key = held(told)
    ticket = kept(ports, told)
    closed = replace(ticket, state=CLOSED, version=2, asked_at=None, answer_by=None, due_at=None)
    ports.tickets.rewrite(closed, ports.tickets.entries(ticket.id))

    answer = client.post(f"/api/tickets/{number}/messages", {**key, "message": "Once more"})

    assert answer.status == 200
    assert (answer.json["follows"], answer.json["state"]) == (number, "new")
    assert answer.json["track"] != told["track"]
    assert viewed(client, answer.json)["number"] == answer.json["number"] != number


def test_looking_never_confirms_an_address_and_posting_the_letter_s_proof_does(
    client: Client, ports: Ports
) -> None:
    told = opened(client)
    ticket = kept(ports, told)
    proof = proof_of(ticket, ROOT_KEY)
    number, key = held(told)

    for path in (f"/api/tickets/{number}/view", f"/api/tickets/{number}/view?key={key['key']}&proof={proof}"):
        assert client.get(path).status == client.send("HEAD", path, b"", {}).status == 405
    viewed(client, told)
    assert not kept(ports, told).author.verified

    viewed(client, told, proof=proof)
    assert kept(ports, told).author.verified


def test_finding_it_says_the_same_to_everybody(client: Client, ports: Ports) -> None:
    told = opened(client)
    drain(ports, datetime.now(UTC))

    answers = [
        client.post("/api/tickets/find", {"number": number, "email": email, "language": "en"})
        for number, email in (
            (told["number"], "anna@example.org"), (told["number"], "boris@example.org"),
            (number_of(77777, "T"), "anna@example.org"),
        )
    ]  # fmt: skip

    assert {(each.status, each.body) for each in answers} == {(202, answers[0].body)}
    waiting = [(each.message.event, each.message.about_id) for each in ports.outbox.waiting(9)]
    assert waiting == [("ticket_link", kept(ports, told).id)]


def test_a_picture_is_shown_to_the_holder_for_an_hour_and_to_nobody_else(
    client: Client, ports: Ports
) -> None:
    told = opened(client, pictures=[drawn()])
    [message] = viewed(client, told)["thread"]
    [src] = [each["src"] for each in message["pictures"]]

    shown = client.get(src)

    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.body.startswith(b"\xff\xd8")
    assert shown.headers["content-disposition"] == "inline"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"
    number, picture, until, mac = src.rpartition("/")[2].split(".")
    old = picture_links.sign(ROOT_KEY, number, picture, datetime.now(UTC) - timedelta(hours=2))
    forged = [
        f"{number}.{picture}.{int(until) + 1}.{mac}", f"{number}.{picture}.{until}.{mac[:-1]}", old, "x",
        picture_links.sign(b"another shop's key, 32 characters", number, picture, datetime.now(UTC)),
        picture_links.sign(ROOT_KEY, number, "0" * 32, datetime.now(UTC)),
    ]  # fmt: skip
    assert {client.get(f"/api/pictures/{token}").status for token in forged} == {404}


def test_what_is_no_picture_is_handed_over_as_a_file(client: Client, ports: Ports) -> None:
    told = opened(client)
    ticket = kept(ports, told)
    noted = ticket_moves.wrote(
        ticket, "look", (Picture("p", "image/svg+xml", b"<svg onload='x'/>"),), ports.prices.book(()).terms,
        datetime.now(UTC),
    )  # fmt: skip
    ports.tickets.change(noted)

    shown = client.get(f"/api/pictures/{picture_links.sign(ROOT_KEY, ticket.number, 'p', datetime.now(UTC))}")

    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"] == "attachment"


def test_pictures_are_counted_before_they_are_drawn(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions._helping.limits.PICTURE_TRIES", 1)
    monkeypatch.setattr("functions._client.network", lambda *_: "198.51.100.7")

    first = client.post("/api/tickets", {**TICKET, "pictures": [drawn()]}, "a-fresh-key-1")
    second = client.post("/api/tickets", {**TICKET, "pictures": [drawn()]}, "a-fresh-key-2")

    assert (first.status, second.status) == (201, 429)


def test_letters_of_a_ticket_leave_and_those_that_come_back_flag_it(client: Client, ports: Ports) -> None:
    told = opened(client)

    assert drain(ports, datetime.now(UTC)).sent == 2

    replied(ports, told)
    [letter] = [each.message for each in ports.outbox.waiting(9)]
    bounces.silence("anna@example.org", bounces.UNDELIVERABLE, ports, datetime.now(UTC))
    drained = drain(ports, datetime.now(UTC))

    assert (drained.kept, drained.sent) == (1, 0)
    assert kept(ports, told).flags == ("undeliverable",)
    assert kept(ports, told).state == OPEN
    assert letter.event == "ticket_answered"


def test_the_timer_tells_a_broken_promise_once_and_nothing_of_a_kept_one(
    client: Client, ports: Ports
) -> None:
    late, kept_one = opened(client), opened(client, "another-key-1")
    replied(ports, kept_one)
    drain(ports, datetime.now(UTC))
    after = datetime.now(UTC) + timedelta(minutes=31)

    drained = [
        drain(ports, after).sent,
        drain(ports, after).sent,
        drain(ports, after + timedelta(days=1)).sent,
    ]

    assert drained == [1, 0, 0]
    names = [each.name for each in ports.tickets.entries(kept(ports, late).id)]
    assert names == ["opened", "overdue"]


def test_a_customer_is_asked_how_it_was_a_day_later_unless_that_is_known(
    client: Client, ports: Ports
) -> None:
    asked, rated = opened(client), opened(client, "another-key-1")
    for told in (asked, rated):
        replied(ports, told, to=SOLVED)
    number, key = held(rated)
    assert client.post(f"/api/tickets/{number}/rating", {**key, "rating": "good"}).status == 200
    now = datetime.now(UTC)
    drain(ports, now)

    early, later = drain(ports, now + timedelta(hours=23)), drain(ports, now + timedelta(hours=25))

    assert (early.sent, early.kept) == (0, 0)
    assert (later.sent, later.kept) == (1, 1)


def test_letters_leave_while_time_stands_still_for_tickets(
    client: Client, ports: Ports, caplog: pytest.LogCaptureFixture
) -> None:
    opened(client)

    class Still:
        def __getattr__(self, name: str) -> Any:
            if name == "due":
                raise Unavailable("as if the store were slow")
            return getattr(ports.tickets, name)

    drained = drain(replace(ports, tickets=Still()), datetime.now(UTC))  # type: ignore[arg-type]

    assert drained.sent == 2
    assert "time stands still for tickets: as if the store were slow" in caplog.text

"""Tickets by plain forms, for browsers that run no script: nothing typed is lost on the way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from functions import orders, tickets
from functions._wiring import Ports
from shop import replying, ticket_moves
from shop.tickets import CLOSED, OPEN, PENDING, SOLVED, Ticket
from tests.functions.browser import Answer, Client
from tests.functions.test_bodies import MULTIPART, form
from tests.functions.test_pages import well_formed

KEY = "a-fresh-key-1"
TYPED = {
    "topic": "return",
    "order.number": "",
    "message": "The lid\nof <b>mine is chipped.",
    "contact.name": "Anna <b>Berg",
    "contact.email": "anna@example.org",
    "contact.phone": "",
    "language": "en",
}


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "sienna").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def client(ports: Ports) -> Client:
    return Client(tickets.application(lambda: ports))


def send(client: Client, path: str, fields: dict[str, str], *pictures: bytes) -> Answer:
    """As a browser sends a form with pictures."""
    files = [("pictures", f"{number}.jpg", content) for number, content in enumerate(pictures)]
    body = form(*((name, value.encode()) for name, value in fields.items()), files=files)
    return client.send("POST", path, body, {"content-type": MULTIPART})


def opened(client: Client, *pictures: bytes, **changes: str) -> Answer:
    fields = TYPED | {"idempotency_key": KEY} | changes
    page = send(client, "/api/tickets", fields, *pictures)
    assert page.status == 201, page.text
    return page


def link_of(page: Answer) -> dict[str, str]:
    match = re.search(r"#(T-\d+-\d)\.([\w-]+)", page.text)
    assert match is not None
    return {"number": match[1], "key": match[2], "language": "en"}


def stored(ports: Ports, number: str) -> Ticket:
    ticket = ports.tickets.by_number(number)
    assert ticket is not None
    return ticket


def answered(ports: Ports, number: str, text: str, to: str = OPEN) -> None:
    replying.answer(stored(ports, number), text, to, ports, datetime.now(UTC), who="boris")


def kept(page: Answer) -> dict[str, str]:
    return {name: page.fields[name] for name in TYPED}


def test_a_form_from_a_static_page_is_looked_at_once_more(client: Client, ports: Ports) -> None:
    page = client.submit("/api/tickets", TYPED)

    assert page.status == 200
    assert well_formed(page)
    assert "Nothing has been sent yet" in page.text
    assert kept(page) == TYPED
    assert page.fields["idempotency_key"]
    assert page.fields["form_token"]
    assert 'type="file"' in page.text
    assert ports.tickets.listed(("new",), 10) == []


def test_the_page_after_that_has_number_link_and_what_comes_next(client: Client, ports: Ports) -> None:
    looked = client.submit("/api/tickets", TYPED)

    page = send(client, "/api/tickets", looked.fields, photograph(), photograph())

    assert page.status == 201
    assert well_formed(page)
    link = link_of(page)
    ticket = stored(ports, link["number"])
    assert (ticket.topic, ticket.author.email) == ("return", "anna@example.org")
    assert f"https://shop.example/support/ticket/#{ticket.number}.{link['key']}" in page.text
    assert "We answer" in page.text
    assert len(ports.tickets.entries(ticket.id)[0].pictures) == 2


def test_the_same_page_sent_twice_opens_one(client: Client, ports: Ports) -> None:
    first, second = opened(client, photograph()), opened(client, photograph())

    assert link_of(first) == link_of(second)
    assert len(ports.tickets.listed(("new",), 10)) == 1


def test_something_else_from_the_same_page_is_asked_for_again(client: Client) -> None:
    opened(client)

    page = send(client, "/api/tickets", TYPED | {"message": "And the cup", "idempotency_key": KEY})

    assert page.status == 422
    assert "sent already" in page.text
    assert page.fields["message"] == "And the cup"
    assert page.fields["idempotency_key"] != KEY


@pytest.mark.parametrize(
    ("language", "title", "again"),
    [("en", "Please check: How can we help?", "a browser does not keep them"),
     ("ru", "Проверьте: Чем помочь?", "браузер их не запоминает")],
)  # fmt: skip
def test_mistakes_are_told_and_everything_typed_is_kept_but_the_files(
    client: Client, language: str, title: str, again: str
) -> None:
    wrong = TYPED | {"contact.email": "anna@", "order.number": "V-1", "language": language}

    page = send(client, "/api/tickets", wrong | {"idempotency_key": KEY}, photograph(), b"no picture")

    assert page.status == 422
    assert well_formed(page)
    assert f"<title>{title}" in page.text
    assert kept(page) == wrong
    assert page.fields["idempotency_key"] == KEY
    for field in ("contact-email", "order-number", "pictures"):
        assert f'href="#{field}"' in page.text
        assert f'id="{field}"' in page.text
        assert f'id="{field}-error"' in page.text
    assert re.search(r"(Picture|Снимок) 2: ", page.text)
    assert again in page.text


def test_files_are_not_asked_for_again_where_none_were_chosen(client: Client) -> None:
    page = send(client, "/api/tickets", TYPED | {"message": "", "idempotency_key": KEY}, b"")

    assert page.status == 422
    assert "a browser does not keep them" not in page.text


@pytest.fixture
def order(ports: Ports, order: dict[str, Any]) -> dict[str, str]:
    """The number and the key of an order of two things."""
    order["lines"].append({"sku": "TEA-1", "quantity": 1})
    del order["expected_total"]
    placed = Client(orders.application(lambda: ports)).post("/api/orders", order, "order-key-1")
    assert placed.status == 201, placed.text
    number, key = placed.json["track"].partition("#")[2].split(".")
    return {"order.number": number, "order.key": key}


def test_an_order_s_page_leads_to_the_form_with_its_lines_ticked(
    client: Client, ports: Ports, order: dict[str, str]
) -> None:
    track = {"number": order["order.number"], "key": order["order.key"], "language": "en"}
    shown = Client(orders.application(lambda: ports)).submit("/api/track", track)
    assert "Something wrong with this order?" in shown.text

    page = client.submit("/api/tickets", order | {"topic": "order", "language": "en"})

    assert well_formed(page)
    assert len(re.findall(r'name="skus" value="[^"]+" checked', page.text)) == 2
    assert 'name="order.number" type="text"' not in page.text
    fields = page.fields | {"message": "It drips", "contact.email": "", "skus": "TEA-1"}
    sent = send(client, "/api/tickets", fields)
    ticket = stored(ports, link_of(sent)["number"])
    assert (ticket.order_number, ticket.skus) == (order["order.number"], ("TEA-1",))
    assert ticket.author.email == "anna@example.org"


def test_what_was_unticked_stays_unticked(client: Client, order: dict[str, str]) -> None:
    fields = TYPED | order | {"message": "", "idempotency_key": KEY, "skus": "TEA-1"}

    page = send(client, "/api/tickets", fields)

    assert page.status == 422
    assert re.findall(r'name="skus" value="([^"]+)" checked', page.text) == ["TEA-1"]


def test_an_order_with_a_wrong_key_shows_no_lines(client: Client, order: dict[str, str]) -> None:
    page = client.submit("/api/tickets", TYPED | order | {"order.key": "x" * 27})

    assert 'name="skus"' not in page.text


def test_number_and_key_open_the_ticket(client: Client, ports: Ports) -> None:
    link = link_of(opened(client, photograph()))
    answered(ports, link["number"], "Dear Anna,\n\nwe send <i>another</i>.", PENDING)

    page = client.submit("/api/tickets/view", link | {"number": link["number"].lower()})

    assert page.status == 200
    assert well_formed(page)
    assert f"Request {link['number']}" in page.text
    assert "The lid\nof &lt;b&gt;mine is chipped." in page.text
    assert "we send &lt;i&gt;another&lt;/i&gt;." in page.text
    assert "Waiting for you" in page.text
    source = re.search(r'<img src="(/api/pictures/[^"]+)"', page.text)
    assert source is not None
    assert client.get(source[1]).headers["content-type"] == "image/jpeg"
    assert "Your answer" in page.text
    assert "Were you helped?" not in page.text


def test_the_ticket_speaks_the_language_of_the_page_it_was_asked_from(client: Client) -> None:
    link = link_of(opened(client))

    page = client.submit("/api/tickets/view", link | {"language": "ru"})

    assert f"Обращение {link['number']}" in page.text


@pytest.mark.parametrize("wrong", [{"number": "T-99999-9"}, {"key": "x" * 27}, {"key": ""}, {"number": ""}])
def test_without_number_or_key_there_is_no_ticket(client: Client, wrong: dict[str, str]) -> None:
    link = link_of(opened(client))

    page = client.submit("/api/tickets/view", link | wrong)

    assert page.status in (404, 422)
    assert "chipped" not in page.text


def test_its_customer_answers_with_a_picture(client: Client, ports: Ports) -> None:
    link = link_of(opened(client))
    shown = client.submit("/api/tickets/view", link)
    path = f"/api/tickets/{link['number']}/messages"

    page = send(client, path, {**_of_form(shown, path), "message": "Here it is"}, photograph())

    assert page.status == 200
    assert well_formed(page)
    assert "Here it is" in page.text
    assert "<img " in page.text
    assert page.fields["message"] == ""


def test_an_answer_that_cannot_be_taken_is_kept_beside_the_ticket(client: Client) -> None:
    link = link_of(opened(client))
    path = f"/api/tickets/{link['number']}/messages"
    sent = {"key": link["key"], "language": "en", "message": "It is this one"}

    page = send(client, path, sent, b"no picture")

    assert page.status == 422
    assert well_formed(page)
    assert "chipped" in page.text
    assert page.fields["message"] == "It is this one"
    assert "a browser does not keep them" in page.text


def test_an_answer_that_comes_too_soon_is_kept_beside_the_ticket(client: Client, ports: Ports) -> None:
    link = link_of(opened(client))
    path = f"/api/tickets/{link['number']}/messages"
    sent = {"key": link["key"], "language": "ru", "message": "Вот она"}
    for number in range(20):
        assert send(client, path, sent | {"message": f"message {number}"}).status == 200

    page = send(client, path, sent)

    assert page.status == 429
    assert 0 < int(page.headers["retry-after"]) <= 3600
    assert well_formed(page)
    assert page.fields["message"] == "Вот она"
    assert "chipped" in page.text
    assert " мин или" in page.text
    assert len(ports.tickets.entries(stored(ports, link["number"]).id)) == 21


def test_whoever_comes_too_soon_without_the_key_is_shown_nothing(client: Client) -> None:
    link = link_of(opened(client))
    path = f"/api/tickets/{link['number']}/messages"
    for number in range(20):
        send(client, path, {"key": link["key"], "language": "en", "message": f"message {number}"})

    page = send(client, path, {"key": "guess", "language": "en", "message": "Let me in"})

    assert page.status == 404
    assert "chipped" not in page.text


def test_a_stranger_s_answer_is_shown_nothing(client: Client) -> None:
    link = link_of(opened(client))
    path = f"/api/tickets/{link['number']}/messages"

    for message in ("Hello", ""):
        page = send(client, path, {"key": "x" * 27, "message": message})
        assert page.status in (404, 422)
        assert "chipped" not in page.text


def test_a_solved_ticket_is_rated_once(client: Client, ports: Ports) -> None:
    link = link_of(opened(client))
    answered(ports, link["number"], "Done.", SOLVED)
    path = f"/api/tickets/{link['number']}/rating"
    key = {"key": link["key"], "language": "en"}
    assert "Were you helped?" in client.submit("/api/tickets/view", link).text

    unsaid = client.submit(path, key | {"comment": "Quick!"})
    page = client.submit(path, key | {"rating": "good", "comment": "Quick!"})
    again = client.submit(path, key | {"rating": "bad"})

    assert unsaid.status == 422
    assert well_formed(unsaid)
    assert unsaid.fields["comment"] == "Quick!"
    assert page.status == 200
    assert "You said that we have helped." in page.text
    assert again.status == 409
    assert well_formed(again)
    assert stored(ports, link["number"]).rating == "good"


def test_a_message_to_a_closed_ticket_goes_on_in_a_new_one(client: Client, ports: Ports) -> None:
    link = link_of(opened(client))
    answered(ports, link["number"], "Done.", SOLVED)
    ticket = stored(ports, link["number"])
    ports.tickets.change(ticket_moves.closed(ticket, ports.prices.book(()).terms, datetime.now(UTC)))
    assert "begins a new one" in client.submit("/api/tickets/view", link).text

    page = send(client, f"/api/tickets/{link['number']}/messages", {"key": link["key"], "message": "Again"})

    assert stored(ports, link["number"]).state == CLOSED
    assert f"It goes on from request {link['number']}" in page.text
    after = send(client, _action(page, "messages"), {"key": page.fields["key"], "message": "And again"})
    assert "And again" in after.text


def test_a_merged_ticket_leads_to_the_other_one(client: Client, ports: Ports) -> None:
    link = link_of(opened(client))
    other = link_of(opened(client, idempotency_key="another-key-1", message="The same"))
    replying.merge(
        stored(ports, link["number"]), stored(ports, other["number"]), ports, datetime.now(UTC), who="boris"
    )

    page = client.submit("/api/tickets/view", link)

    assert well_formed(page)
    assert f"This goes on in request {other['number']}" in page.text
    assert "<textarea" not in page.text


def test_whoever_looks_for_a_ticket_is_told_the_same_whatever_there_is(client: Client) -> None:
    link = link_of(opened(client))
    mine = client.submit("/api/tickets/find", {"number": link["number"], "email": "anna@example.org"})
    other = client.submit("/api/tickets/find", {"number": "T-99999-9", "email": "bert@example.org"})

    assert (mine.status, other.status) == (202, 202)
    assert well_formed(mine)
    assert mine.text == other.text


def test_a_form_of_another_site_opens_nothing(client: Client, ports: Ports) -> None:
    body = form(*((name, value.encode()) for name, value in TYPED.items()), ("idempotency_key", KEY.encode()))

    page = client.send(
        "POST", "/api/tickets", body, {"content-type": MULTIPART, "sec-fetch-site": "cross-site"}
    )

    assert page.status == 403
    assert ports.tickets.listed(("new",), 10) == []


def _of_form(page: Answer, action: str) -> dict[str, str]:
    """The fields of one of a page's forms, as they stand."""
    part = page.text.partition(f'action="{action}"')[2].partition("</form>")[0]
    found = Answer(200, {}, part.encode()).fields
    assert found, action
    return found


def _action(page: Answer, ending: str) -> str:
    match = re.search(rf'action="(/api/tickets/[^"]+/{ending})"', page.text)
    assert match is not None
    return match[1]

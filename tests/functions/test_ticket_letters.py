"""Letters about tickets as they leave: what they say, and what must not stand in those to a stranger."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions import _ticket_letters
from shop import actions, ticket_letters, ticket_moves
from shop.cases import OPENED, Author, Entry, Filing
from shop.events import CUSTOMER, SHOP
from shop.messages import of_given_up
from shop.numbers import hash_of, secret_of
from shop.outbox import Message
from shop.ticket_letters import ANSWERED, LINK, OVERDUE, RATED, RATING, RECEIVED, REMINDER, SOLVED, WROTE
from shop.tickets import OPEN, PENDING, Ticket, proof_of
from shop.tickets import SOLVED as IS_SOLVED
from tests.functions.conftest import ROOT_KEY
from tests.functions.published import TERMS
from tests.functions.test_letters import HEADERS, TYPED, part, words_of

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TO_CUSTOMERS = (RECEIVED, ANSWERED, REMINDER, SOLVED, RATING, LINK)
TO_OWNERS = (ticket_letters.OPENED, WROTE, OVERDUE, RATED)
ACTING = (ticket_letters.OPENED, WROTE, OVERDUE)
ANSWER = "Yes, for an hour.\nKeep the lid on."


def ticket_by(
    name: str = "Anna Berg", language: str = "en", email: str | None = "anna@example.org", **changes: object
) -> Ticket:
    id = "0" * 32
    ticket = Ticket(
        id=id, number="T-10427-7", opened_at=AT, language=language,
        author=Author(name, email, phone="+49 30 1234567"), topic="return",
        page="https://shop.example/ticket/", secret_hash=hash_of(secret_of(ROOT_KEY, id)),
        order_number="V-10001-4", skus=("TP-01-S",), since=AT,
    )  # fmt: skip
    asked = ticket_moves.asked(replace(ticket, author=ticket.author), TERMS, AT)
    return replace(asked, **changes)  # type: ignore[arg-type]


def story(ticket: Ticket, written: str = "My lid is broken.") -> list[Entry]:
    """What happened to it: asked, answered with a question back, and answered once more."""
    opened = Entry(ticket.id, 1, AT, OPENED, CUSTOMER, text=written, pictures=("p1", "p2"))
    answered = ticket_moves.answered(ticket, ANSWER, PENDING, TERMS, AT, "boris").entry
    return [opened, answered]


def told_of(event: str, ticket: Ticket, at: datetime = AT) -> Message:
    if event == RATING:
        return ticket_letters.asking_how_it_was(replace(ticket, state=IS_SOLVED, rating=""), TERMS, at)[0]
    if event in TO_CUSTOMERS:
        return ticket_letters.to_customer(ticket, event, at)[0]
    terms = replace(TERMS, languages=(ticket.language,))
    facts = {"promised": (AT + timedelta(minutes=30)).isoformat()} if event == OVERDUE else {}
    return ticket_letters.to_owner(ticket, event, terms, at, facts)


def written(event: str, ticket: Ticket, entries: list[Entry], at: datetime = AT) -> EmailMessage:
    return _read(_ticket_letters.message(told_of(event, ticket, at), ticket, entries, TERMS, ROOT_KEY))


def _read(mail: EmailMessage) -> EmailMessage:
    read = message_from_bytes(mail.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def answered(**changes: object) -> tuple[Ticket, list[Entry]]:
    ticket = ticket_by(**changes)  # type: ignore[arg-type]
    entries = story(ticket)
    return replace(ticket, state=PENDING, version=2, asked_at=None, answer_by=None), entries


def test_the_acknowledgement_says_the_number_the_promise_and_the_link_that_proves_the_address() -> None:
    ticket = ticket_by()

    letter = written(RECEIVED, ticket, story(ticket))

    assert letter["To"] == "anna@example.org"
    assert letter["Subject"] == "Request T-10427-7 has arrived — Clay & Leaf"
    for kind in ("plain", "html"):
        text = html.unescape(part(letter, kind))
        for said in ("We answer today by 10:30.", ticket.letter_link(ROOT_KEY), "hello@shop.example"):
            assert said in text, (kind, said)


def test_the_answer_is_sent_with_what_comes_next() -> None:
    ticket, entries = answered()

    letter = written(ANSWERED, ticket, entries)

    assert letter["Subject"] == "Our answer to request T-10427-7 — Clay & Leaf"
    assert "\nYes, for an hour.\nKeep the lid on.\n" in part(letter, "plain")
    assert "Yes, for an hour.\nKeep the lid on." in part(letter, "html")
    assert "To go on we need your answer." in part(letter, "plain")


def test_what_somebody_asked_is_repeated_only_where_the_address_is_known_to_be_theirs() -> None:
    ticket, entries = answered()
    verified = replace(ticket, author=replace(ticket.author, verified=True))

    assert "My lid is broken." not in part(written(ANSWERED, ticket, entries), "plain")
    assert "You wrote:\n> My lid is broken." in part(written(ANSWERED, verified, entries), "plain")


def test_a_letter_that_waited_tells_the_answer_it_was_written_for() -> None:
    ticket, entries = answered()
    letter = told_of(ANSWERED, ticket)
    later = ticket_moves.answered(ticket, "ANOTHER", OPEN, TERMS, AT, "boris")

    mail = _ticket_letters.message(letter, later.case, [*entries, later.entry], TERMS, ROOT_KEY)

    assert ANSWER in part(_read(mail), "plain")
    assert "ANOTHER" not in part(_read(mail), "plain")


def test_the_owner_s_letter_says_everything_and_opens_the_desk() -> None:
    ticket = ticket_by(doubts=("trap",), follows="T-10001-4")

    letter = written(ticket_letters.OPENED, ticket, story(ticket, "two\nlines <b>"))

    act = actions.link(ROOT_KEY, TERMS, actions.TICKET, ticket.id, AT)
    assert letter["To"] == "Clay & Leaf <hello@shop.example>"
    assert letter["Subject"] == "New request T-10427-7: A return, or something broken"
    for kind in ("plain", "html"):
        text = html.unescape(part(letter, kind))
        for said in (
            act, "Anna Berg", "anna@example.org", "+49 30 1234567", "TP-01-S", "Goes on from", "T-10001-4",
            "V-10001-4, as the customer says; its link did not come along", "23 November 2026, 10:30",
            "Pictures that came along: 2", "A field was filled in that people do not see.",
        ):  # fmt: skip
            assert said in text, (kind, said)
    assert "> two\n> lines <b>" in part(letter, "plain")
    assert proof_of(ticket, ROOT_KEY) not in part(letter, "plain")


def test_a_late_answer_is_told_with_when_it_was_promised() -> None:
    ticket = ticket_by(answer_by=None)

    text = part(written(OVERDUE, ticket, story(ticket)), "plain")

    assert "Waiting since: 23 November 2026, 10:00" in text
    assert "Answer was promised by: 23 November 2026, 10:30" in text


def test_what_was_solved_by_silence_is_told_otherwise_than_what_somebody_solved() -> None:
    ticket, entries = answered()
    by_time: Filing[Ticket] = ticket_moves.moved(ticket, IS_SOLVED, TERMS, AT, SHOP)
    by_hand = ticket_moves.moved(ticket, IS_SOLVED, TERMS, AT, "boris")

    told = [part(written(SOLVED, each.case, [*entries, each.entry]), "plain") for each in (by_time, by_hand)]

    assert "We have not heard from you for a while" in told[0]
    assert "We believe that everything is as it should be now." in told[1]
    assert all("until 27 November 2026, 10:00" in each for each in told)


def test_a_rating_is_told_with_its_words() -> None:
    ticket = replace(ticket_by(), state=IS_SOLVED)
    filing = ticket_moves.rated(ticket, "bad", "Slow.", AT)

    letter = written(RATED, filing.case, [*story(ticket), filing.entry])

    assert letter["Subject"] == "T-10427-7: Not good"
    assert "> Slow." in part(letter, "plain")


def test_a_letter_about_a_ticket_that_was_given_up_is_told_like_any_other() -> None:
    ticket = ticket_by()
    dead = of_given_up(told_of(RECEIVED, ticket), "refused for good", TERMS, AT)[0]

    letter = _read(_ticket_letters.message(dead, ticket, story(ticket), TERMS, ROOT_KEY))

    assert letter["Subject"] == "Not delivered: Letter “Your request has arrived” (Request T-10427-7)"
    assert "To: anna@example.org" in part(letter, "plain")
    assert ticket.link(ROOT_KEY) in part(letter, "plain")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("event", [*TO_CUSTOMERS, *TO_OWNERS])
def test_every_letter_is_one_that_mail_programs_and_robots_understand(event: str, language: str) -> None:
    ticket, entries = answered(language=language, rating="good", doubts=("many",))
    later = AT + timedelta(hours=5)

    letter = written(event, ticket, entries, later)

    assert set(letter.keys()) == HEADERS - ({"Reply-To"} if event in ACTING else set())
    to_owner = event in TO_OWNERS
    assert letter["To"].addresses[0].addr_spec == ("hello@shop.example" if to_owner else "anna@example.org")
    assert ticket.number in letter["Subject"]
    assert letter["Date"].datetime == later + timedelta(days=event == RATING)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Content-Language"] == language
    assert ticket.link(ROOT_KEY) in part(letter, "plain")
    assert "\n\n\n" not in part(letter, "plain")
    assert words_of(letter, "plain") == words_of(letter, "html")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', part(letter, "html"))]
    assert all(link.startswith((TERMS.url + "/", "mailto:", "tel:")) for link in links), links
    assert (actions.PATH in part(letter, "plain")) == (event in ACTING)
    assert (ticket.letter_link(ROOT_KEY) in part(letter, "plain")) == (not to_owner)


@settings(max_examples=100)
@given(typed=TYPED, event=st.sampled_from(TO_CUSTOMERS), language=st.sampled_from(["en", "ru"]))
def test_nothing_a_visitor_typed_stands_in_a_letter_to_an_address_nobody_confirmed(
    typed: str, event: str, language: str
) -> None:
    clean = ticket_by(language=language)
    ticket = ticket_by(name=typed, language=language, order_number=typed, skus=(typed,))

    letter = written(event, ticket, story(ticket, typed))

    expected = written(event, clean, story(clean, "another question"))
    runs = {typed[n : n + 8] for n in range(len(typed) - 7)}
    for kind in ("plain", "html"):
        assert part(letter, kind) == part(expected, kind)
        assert not [run for run in runs if run in html.unescape(part(letter, kind))]
    assert dict(letter.items()) | {"Content-Type": ""} == dict(expected.items()) | {"Content-Type": ""}


@settings(max_examples=60)
@given(name=st.text(min_size=1, max_size=100), text=st.text(max_size=200), event=st.sampled_from(TO_OWNERS))
def test_no_name_and_no_message_can_add_a_header(name: str, text: str, event: str) -> None:
    clean = [each.encode("utf-8", "replace").decode() for each in (name, text)]
    ticket = ticket_by(clean[0])

    letter = written(event, ticket, story(ticket, clean[1]))

    assert set(letter.keys()) <= HEADERS
    assert len(letter.keys()) == len(set(letter.keys()))

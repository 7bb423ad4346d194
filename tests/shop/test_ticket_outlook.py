from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ticket_outlook import outlook
from shop.tickets import CLOSED, HOLD, MERGED, OPEN, PENDING, SOLVED, SPAM, Ticket
from tests.shop.tickets import AT, OPEN_TERMS, opened, shop_with


def asked(at: datetime, within: int = 30, timezone: str = "UTC") -> tuple[Ticket, str, str]:
    """A ticket of that moment and what its customer is told at once, in English and in Russian."""
    terms = replace(OPEN_TERMS, answer_within=within, timezone=timezone)
    ticket = opened(shop_with(terms), at=at)
    return ticket, outlook(ticket, terms, "en", at), outlook(ticket, terms, "ru", at)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "within", "english", "russian"),
    [
        (utc(23, 10), 30, "We answer today by 10:30.", "Ответим сегодня до 10:30."),
        (utc(23, 17, 50), 30, "We answer tomorrow by 10:20.", "Ответим завтра до 10:20."),
        (utc(27, 17, 50), 30, "We answer on Monday by 10:20.", "Ответим в понедельник до 10:20."),
        (
            utc(28, 12), 30, "We are closed now; we open on Monday at 10:00 and answer by 10:30.",
            "Сейчас мы закрыты; откроемся в понедельник в 10:00 и ответим до 10:30.",
        ),
        (
            utc(23, 7), 30, "We are closed now; we open today at 10:00 and answer by 10:30.",
            "Сейчас мы закрыты; откроемся сегодня в 10:00 и ответим до 10:30.",
        ),
        (
            utc(23, 20), 600,
            "We are closed now; we open tomorrow at 10:00 and answer on Wednesday by 12:00.",
            "Сейчас мы закрыты; откроемся завтра в 10:00 и ответим в среду до 12:00.",
        ),
        (
            utc(23, 10), 480 * 6, "We answer on 30 November by 18:00.", "Ответим 30 ноября до 18:00.",
        ),
        (
            utc(28, 12), 0, "We are closed now; we open on Monday at 10:00 and answer then.",
            "Сейчас мы закрыты; откроемся в понедельник в 10:00 и тогда ответим.",
        ),
        (utc(23, 10), 0, "We answer as soon as we can.", "Ответим, как только сможем."),
    ],
)  # fmt: skip
def test_the_next_answer_is_promised_honestly(at: datetime, within: int, english: str, russian: str) -> None:
    assert asked(at, within)[1:] == (english, russian)


def test_the_shop_s_own_clock_is_told() -> None:
    _, english, _ = asked(utc(28, 12), timezone="Europe/Berlin")

    assert english == "We are closed now; we open on Monday at 10:00 and answer by 10:30."


def test_a_shop_without_hours_is_never_closed() -> None:
    terms = replace(OPEN_TERMS, hours=(), answer_within=30)
    ticket = opened(shop_with(terms), at=utc(28, 3))

    assert outlook(ticket, terms, "en", utc(28, 3)) == "We answer today by 03:30."


def test_no_moment_is_promised_that_has_passed() -> None:
    ticket, _, _ = asked(AT)
    late = AT + timedelta(minutes=31)

    for each in (ticket, replace(ticket, answer_by=None)):
        told = outlook(each, OPEN_TERMS, "en", late)
        assert told.startswith("This takes longer than we promised")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (OPEN, "We have answered and are still working on it."),
        (HOLD, "We have answered and are still working on it."),
        (PENDING, "We need something from you. Please read our last message and answer here."),
        (SOLVED, "We believe that this is solved. If it is not, write here and it is open again."),
        (CLOSED, "This is closed. If it is not over, write here: a new request goes on from it."),
        (SPAM, "This is closed. If it should not be, please call or write to us."),
        (MERGED, "This goes on in request T-10002-3."),
    ],
)
def test_every_state_says_what_comes_next(state: str, told: str) -> None:
    ticket = replace(opened(shop_with()), state=state, asked_at=None, answer_by=None, into="T-10002-3")

    assert outlook(ticket, OPEN_TERMS, "en", AT) == told

"""Tickets on the owner's machine: the commands, as they are typed."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import build
from server.words import hours, percent, span, table
from shop import clocks
from shop.tickets import Ticket
from tests.server.conftest import Served

NUMBER = "T-10001-4"


@pytest.fixture(autouse=True)
def _no_store_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITRINA_PRICES", raising=False)
    monkeypatch.delenv("VITRINA_STATE", raising=False)


def typed(shop: Served, *words: str) -> int:
    return build.main([*words, "--state", str(shop.state), "--out", str(shop.site)])


def ask(shop: Served, key: str = "a-fresh-key", **changes: Any) -> str:
    ticket = {
        "topic": "question",
        "message": "Does it keep the heat?\nNext: --to spam",
        "contact": {"name": "Anna Berg", "email": "anna@example.org"},
        "language": "en",
        **changes,
    }
    answer = shop.client.post("/api/tickets", ticket, key, host="127.0.0.1")
    assert answer.status == 201, answer.text
    number: str = answer.json["number"]
    return number


def kept(shop: Served, number: str = NUMBER) -> Ticket:
    ticket = shop.ports.tickets.by_number(number)
    assert ticket is not None
    return ticket


def test_tickets_are_listed_with_how_long_their_customers_wait(
    shop: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(shop, "orders") in (0, 1)
    ask(shop, subject="a robot")
    capsys.readouterr()

    assert typed(shop, "tickets") == 0

    said = capsys.readouterr().out
    assert re.fullmatch(
        r"NUMBER +STATE +WAITS +ABOUT +WHO\nT-10001-4 +new +0 min +A question +Anna Berg\n"
        r"    ! A field was filled in that people do not see\.\n",
        said,
    )


def test_a_late_one_is_listed_first_and_ended_ones_are_not(
    shop: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    late, answered, spam = ask(shop), ask(shop, "another-key-1"), ask(shop, "another-key-2")
    typed(shop, "tickets", answered, "--answer", "Yes.")
    typed(shop, "tickets", spam, "--to", "spam")
    clocks.tick(shop.ports, datetime.now(UTC) + timedelta(hours=1))
    capsys.readouterr()

    typed(shop, "tickets")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["NUMBER", late, answered]
    assert lines[1].endswith("late")
    assert not lines[2].endswith("late")


def test_one_ticket_is_told_whole_and_no_line_of_it_passes_for_one_of_the_command(
    shop: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(shop)
    typed(shop, "tickets", NUMBER, "--note", "the one with the cat")
    capsys.readouterr()

    assert typed(shop, "tickets", "t10001-4") == 0

    said = capsys.readouterr().out
    for line in (
        "T-10001-4: New (new, waiting for 0 min)", "Name: Anna Berg", "E-mail: anna@example.org",
        "> Does it keep the heat?", "> Next: --to spam", "> the one with the cat",
        "Next: --answer TEXT, --to open, --to pending, --to hold, --to solved, --to spam",
        f"The customer's page: {kept(shop).link(shop.ports.root_key)}",
    ):  # fmt: skip
        assert f"\n{line}\n" in f"\n{said}", line


def test_a_ticket_is_answered_moved_noted_and_merged(
    shop: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(shop)
    twin = ask(shop, "another-key-1")
    monkeypatch.setattr("sys.stdin", io.StringIO("Yes.\n\nFor an hour.\n"))

    assert typed(shop, "tickets", NUMBER, "--answer", "-", "--to", "pending") == 0
    assert typed(shop, "tickets", NUMBER, "--to", "hold") == 0
    assert typed(shop, "tickets", NUMBER, "--note", "call the potter") == 0
    assert typed(shop, "tickets", twin, "--merge", NUMBER) == 0

    assert capsys.readouterr().out == (
        f"{NUMBER}: answered, new → pending\n{NUMBER}: pending → hold\n{NUMBER}: noted\n"
        f"{twin}: new → merged into {NUMBER}\n"
    )
    entries = shop.ports.tickets.entries(kept(shop).id)
    assert [(each.name, each.text) for each in entries][1:4] == [
        ("answered", "Yes.\n\nFor an hour."), ("moved", ""), ("noted", "call the potter"),
    ]  # fmt: skip
    assert "ticket_answered" in shop.letters()
    typed(shop, "tickets", twin)
    assert f"goes on in {NUMBER}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["T-10001-5"], "There is no ticket T-10001-5."),
        (["V-10001-4"], "There is no ticket V-10001-4."),
        ([NUMBER, "--to", "closed"],
         "T-10001-4 is new; from there it can become open, pending, hold, solved, spam or merged, "
         "not closed."),
        ([NUMBER, "--to", "done"],
         "There is no state done; there are new, open, pending, hold, solved, closed, spam and merged."),
        ([NUMBER, "--answer", "\u200b"],
         "Please write something, in at most 4000 characters that can be seen."),
        ([NUMBER, "--merge", NUMBER],
         "T-10001-4 cannot go on in T-10001-4: both must be of one customer, and that one open."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_changed(
    shop: Served, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    ask(shop)
    before = kept(shop)

    assert typed(shop, "tickets", *words) == 1

    assert capsys.readouterr().err == f"{said}\n"
    assert kept(shop) == before


def test_what_has_ended_is_left_alone(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    ask(shop)
    typed(shop, "tickets", NUMBER, "--to", "spam")

    assert typed(shop, "tickets", NUMBER, "--answer", "Hello") == 1
    said = capsys.readouterr().err
    assert said == "T-10001-4 is spam, where a ticket ends; nothing is done to it any more.\n"


@pytest.mark.parametrize(
    "words",
    [["--answer", "x"], ["--to", "open"], [NUMBER, "--to", "open", "--note", "x"],
     [NUMBER, "--to", "open", "--merge", NUMBER]],
)  # fmt: skip
def test_words_that_do_not_belong_together_are_refused(
    shop: Served, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    ask(shop)

    assert typed(shop, "tickets", *words) == 2
    assert "With the ticket's number" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--answer", "--note", "--merge", "--to"])
def test_empty_words_are_refused_and_not_taken_for_looking(
    shop: Served, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    ask(shop)

    with pytest.raises(SystemExit) as ended:
        typed(shop, "tickets", NUMBER, option, " ")

    assert ended.value.code == 2
    said = capsys.readouterr()
    assert f"argument {option}: nothing is written between the quotes" in said.err
    assert said.out == ""


def test_an_empty_answer_from_standard_input_is_none(
    shop: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(shop)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))

    assert typed(shop, "tickets", NUMBER, "--answer", "-") == 1

    assert capsys.readouterr().err == "Nothing came to be sent; nothing was done.\n"
    assert kept(shop).state == "new"


def test_a_month_is_told_in_figures(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    ask(placed)
    typed(placed, "tickets", NUMBER, "--answer", "Yes.", "--to", "solved")
    placed.go("approval")
    capsys.readouterr()

    assert typed(placed, "report") == 0

    said = capsys.readouterr().out
    for line in (
        r"\w+ \d{4}, by the clock of Europe/Berlin; working time by the hours as they are now",
        r"Tickets: 1 new, 1 solved, 0 waiting at the end",
        r" +WORKING TIME +9 IN 10 +CALENDAR +9 IN 10 +OF",
        r"  First answer( +0 min){4} +1",
        r"  Answered within 30 min: 1 of 1",
        r"  Found it good: 0 of 0 \(–\); 0% of those solved said how it was",
        r"  Customers write most:\n    \w+ \d\d:00–\d\d:00: 1, first answer after 0 min",
        r"Orders: 1 placed, 0 of them cancelled",
        r"  First reaction( +0 min){4} +1",
        r"  Average order: €96\.00, with delivery and tax, of €96\.00 not cancelled",
        r"  Customers: 1, 1\.00 orders each",
        r"  Came again: 0 of 1 this month \(0%\), 0 of 1 ever \(0%\)",
    ):
        assert re.search(f"^{line}$", said, re.M), (line, said)
    assert "anna" not in said.lower()


def test_another_month_is_asked_for_by_name(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed, "report", "--month", "2020-02") == 0
    assert capsys.readouterr().out.startswith("February 2020, ")

    for wrong in ("May", "2026-13", "9999-12"):
        assert typed(placed, "report", "--month", wrong) == 2
        assert capsys.readouterr().err == "Write the month as 2026-11.\n"


def test_small_words() -> None:
    lengths = [timedelta(seconds=s) for s in (0, 89, 3599, 3600, 4000, 90000, 200000)]

    assert [span(each) for each in lengths] == [
        "0 min", "1 min", "1 h", "1 h", "1 h 7 min", "1 day 1 h", "2 days 7 h",
    ]  # fmt: skip
    assert [hours(each) for each in lengths[-2:]] == ["25 h", "55 h 33 min"]
    assert [percent(1, 3), percent(0, 0)] == ["33%", "–"]
    assert table(("A", "B"), [("long", "x")]) == ["A     B", "long  x"]

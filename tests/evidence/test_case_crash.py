"""Processes killed at any moment: no ticket and no post lost, none doubled, every letter written once.

VITRINA_CASE_CRASH=1000 sets how many are sent at least, with 50 kills at least; fewer otherwise.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from bench.home import Home
from functions._sqlite import journal
from shop.posts import Post
from shop.tickets import Ticket
from tests.evidence import whole
from tests.evidence.crowd import Crowd
from tests.evidence.figures import note
from tests.evidence.test_crash import SEED, killed, sent_to_the_end, unsent
from tests.functions.published import publish

CASES = int(os.environ.get("VITRINA_CASE_CRASH", "0"))
LEAST, KILLS, THREADS = (CASES, 50, 8) if CASES else (40, 4, 4)

PATHS = ("/api/tickets", "/api/feedback")
#: To the owner and to the author, about each.
LETTERS = 2


def path(number: int) -> str:
    return PATHS[number % 2]


def sent(number: int) -> bytes:
    contact = {"name": f"Asker {number}", "email": f"asker-{number}@example.org"}
    if path(number) == "/api/tickets":
        return json.dumps(whole.ticket(contact=contact, message=f"Question {number}")).encode()
    return json.dumps(whole.idea(contact=contact, text=f"Idea {number}")).encode()


def test_killed_at_any_moment_it_loses_and_doubles_no_ticket_and_no_post(tmp_path: Path) -> None:
    publish(tmp_path / "dist", whole.OFFERS)
    home = Home(tmp_path / "dist", tmp_path / "state", log=tmp_path / "log")
    crowd = Crowd(home.port, sent, f"case-crash-{SEED}", path)
    start = time.monotonic()

    try:
        home.start()
        crowd.start(THREADS)
        kills = killed([home], crowd, random.Random(crowd.seed), KILLS, LEAST)
        crowd.finish()
    finally:
        home.kill()
    seconds = time.monotonic() - start
    waited = unsent(tmp_path)
    root_key = sent_to_the_end(tmp_path, "together", {})

    assert set(crowd.statuses) <= {201, 503}
    assert crowd.differing == 0
    cases = examined(tmp_path, crowd, root_key)
    letters = examined_letters(tmp_path, len(crowd.answers))
    note(
        "case-crash", **cases, kills=kills, lost=0, doubled=0, letters=letters,
        **{"answers lost": crowd.lost, "of taken ones": crowd.rescued, "letters left at the end": waited},
        journal=journal(sqlite3.sqlite_version_info), seed=SEED, seconds=round(seconds, 1),
    )  # fmt: skip


def examined(folder: Path, crowd: Crowd, root_key: bytes) -> dict[str, int]:
    """How many there are of each kind, after all that must be true of them has been looked at."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        kept: dict[str, dict[str, Any]] = {"ticket": {}, "post": {}}
        for kind, record in db.execute("SELECT kind, record FROM cases"):
            case = msgspec.json.decode(record, type=Ticket if kind == "ticket" else Post)
            kept[kind][case.number or case.id] = case
        total = db.execute("SELECT count(*) FROM cases").fetchone()
        keys = db.execute("SELECT count(*), count(DISTINCT case_id) FROM case_keys").fetchone()
        entries = Counter(id for (id,) in db.execute("SELECT case_id FROM case_entries"))
        texts = dict(db.execute("SELECT case_id, text FROM case_entries").fetchall())

    tickets, posts = kept["ticket"], kept["post"]
    count = len(crowd.answers)
    assert total == (len(tickets) + len(posts),) == (count,)
    assert keys == (count, count)
    assert {answer.json.get("number", answer.json.get("id")) for answer in crowd.answers.values()} == {
        *tickets, *posts,
    }  # fmt: skip
    for number, answer in crowd.answers.items():
        asks = path(number) == "/api/tickets"
        case = tickets[answer.json["number"]] if asks else posts[answer.json["id"]]
        assert case.author.email == f"asker-{number}@example.org"
        assert (texts[case.id] or case.text) == (f"Question {number}" if asks else f"Idea {number}")
        assert not asks or answer.json["track"] == case.link(root_key)
    assert entries == dict.fromkeys((case.id for case in (*tickets.values(), *posts.values())), 1)
    return {"tickets": len(tickets), "posts": len(posts)}


def examined_letters(folder: Path, cases: int) -> int:
    """Each letter of the outbox is done, and is one whole file of its name; there is no other."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        rows = db.execute("SELECT message_id, event, state, reason FROM outbox").fetchall()
    files = {file.stem: file for file in (folder / "state" / "letters").glob("*.eml")}
    # A code that could not be sent within a quarter of an hour is worth nothing, and not sent any more.
    late = {id for id, event, _, reason in rows if (event, reason) == ("idea_code", "outdated")}
    told = Counter(event for _, event, _, _ in rows if event != "ticket_overdue")

    assert {state for _, _, state, _ in rows} == {"done"}
    assert told.total() == LETTERS * cases
    assert set(told) == {"ticket_opened", "ticket_received", "post_left", "idea_code"}
    assert set(files) == {id for id, _, _, _ in rows} - late
    for file in files.values():
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert not letter.defects
        html = letter.get_body(("html",))
        assert html is not None
        assert "</html>" in html.get_content()
    return len(files)

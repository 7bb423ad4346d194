"""After somebody is erased, not one byte of them is left in the store's files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from functions import _sqlite
from functions._sqlite import FILE, Database
from shop.cases import Author
from shop.errors import Unavailable
from shop.outbox import HOOK, Message
from shop.requests import Customer
from tests.functions.stores.adapters import in_sqlite
from tests.functions.stores.filings import entry_of, opened, picture_of, posted, vote_of
from tests.functions.stores.makers import AT, Store, placed

PEOPLE = 120


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(tmp_path / FILE)) as database:
        yield database


@pytest.fixture
def store(database: Database) -> Store:
    return in_sqlite(database)


def name_of(person: int) -> str:
    return f"Person-{person:04d}-Личность"


def lives(store: Store, person: int) -> None:
    """All that one person leaves with a shop; each leaves another amount, so that pages are split."""
    name, mail = name_of(person), f"{name_of(person)}@example.org"
    text = f"{name} was here. " * (person * 7 % 90 + 1)
    order = placed(store, person, customer=Customer(name, mail, None), note=text)
    store.outbox.put([Message(f"m{person}", HOOK, "order.placed", "crm", "en", order.id, text)], AT)
    author, picture = Author(name, mail), picture_of("a", text.encode() * 20)
    opened(
        store, person, pictures=(picture,), entry={"text": text, "data": {"name": name}}, author=author,
        contacts=(mail,),
    )  # fmt: skip
    post = posted(store, 1000 + person, author=author, text=text)
    store.votes.cast(vote_of(post.id, mail, email=mail))


def erase(store: Store, person: int) -> None:
    mail = f"{name_of(person)}@example.org"
    for order in store.orders.of_contact(mail):
        after = replace(order, version=2, customer=Customer("", None, None), note="")
        store.orders.rewrite(after, store.orders.events(order.id), [])
        store.outbox.forget([each.id for each in store.outbox.about(order.id)])
    for ticket in store.tickets.of_contact(mail):
        blank = replace(ticket, version=2, author=Author("", None), contacts=())
        store.tickets.rewrite(blank, [entry_of(blank, text="")])
    post = next(each for each in store.posts.listed(["pending"], 9999) if each.author.email == mail)
    gone = replace(post, version=2, author=Author("", None), text="")
    store.posts.rewrite(gone, [entry_of(gone, text="")])
    store.votes.forget(mail)


def people_in(folder: Path) -> set[int]:
    """Everybody whose name stands somewhere in the folder's files."""
    content = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return {person for person in range(PEOPLE) if f"Person-{person:04d}".encode() in content}


def test_no_byte_of_those_who_are_erased_is_left_and_the_others_are(
    store: Store, database: Database, tmp_path: Path
) -> None:
    for person in range(PEOPLE):
        lives(store, person)
    for person in range(0, PEOPLE, 2):
        erase(store, person)
    assert people_in(tmp_path) > set(range(1, PEOPLE, 2))  # some are in the log until it is scrubbed

    database.scrub()

    assert people_in(tmp_path) == set(range(1, PEOPLE, 2))
    assert all(store.orders.of_contact(f"{name_of(person)}@example.org") for person in range(1, PEOPLE, 2))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_byte_is_left_where_rows_were_moved_from_page_to_page(
    store: Store, database: Database, tmp_path: Path, seed: int
) -> None:
    """When SQLite balances its trees, copies of rows stay behind that `secure_delete` knows nothing of."""
    database.opened().execute("PRAGMA synchronous = OFF")
    chance, there, gone = Random(seed), list[str](), list[str]()
    for number in range(3000):
        voter = f"{chance.getrandbits(64):016x}"
        store.votes.cast(vote_of(f"p{number % 7}", voter, email=f"<{voter}>" * chance.randint(1, 25)))
        there.append(voter)
        if chance.random() < 0.6:
            gone.append(there.pop(chance.randrange(len(there))))
            store.votes.forget(gone[-1])

    database.scrub()

    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [voter for voter in gone if voter.encode() in content] == []
    assert [voter for voter in there if voter.encode() not in content] == []


def test_a_store_with_a_rollback_journal_is_scrubbed_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sqlite, "journal", lambda *_: "TRUNCATE")
    with closing(Database(tmp_path / FILE)) as database:
        store = in_sqlite(database)
        for person in range(6):
            lives(store, person)
        for person in range(5):
            erase(store, person)

        database.scrub()

        assert people_in(tmp_path) == {5}


def test_a_store_that_somebody_reads_is_not_called_scrubbed(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sqlite, "_BUSY_SECONDS", 0.01)
    lives(store, 1)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM orders").fetchone()
        erase(store, 1)

        with pytest.raises(Unavailable, match="somebody is reading it"):
            database.scrub()
        reader.execute("COMMIT")

    database.scrub()
    assert people_in(tmp_path) == set()


def test_a_scrubbed_store_is_used_on(store: Store, database: Database) -> None:
    lives(store, 1)
    database.scrub()

    lives(store, 2)

    assert len(store.orders.recent(9)) == 2

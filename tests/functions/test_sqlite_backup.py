from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from functions import _sqlite_backup
from functions._migrations import migrate
from functions._sqlite import FILE, Database
from functions._sqlite_backup import backup, restore
from functions._sqlite_orders import SqliteOrders
from shop.errors import Unavailable
from tests.functions.stores.adapters import in_sqlite
from tests.functions.stores.filings import opened, picture_of, posted, vote_of
from tests.functions.stores.makers import AT, placing, wish


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def orders(state: Path) -> Iterator[SqliteOrders]:
    """The store while its server runs, with three orders."""
    database = Database(state / FILE)
    with closing(database):
        orders = SqliteOrders(database)
        for number in range(3):
            orders.place(wish(number), placing(), AT)
        yield orders


def test_a_copy_brings_back_every_order(state: Path, tmp_path: Path, orders: SqliteOrders) -> None:
    taken = backup(state, tmp_path / "copy" / "monday.sqlite3")

    restored = restore(tmp_path / "copy" / "monday.sqlite3", tmp_path / "new")

    assert restored == taken
    assert taken.rows["orders"] == 3
    with closing(Database(tmp_path / "new" / FILE)) as database:
        assert SqliteOrders(database).recent(9) == orders.recent(9)


def test_a_copy_brings_back_tickets_with_their_pictures_and_votes(
    state: Path, tmp_path: Path, orders: SqliteOrders
) -> None:
    store = in_sqlite(orders._database)
    ticket = opened(store, 1, pictures=(picture_of("a", bytes(range(256))),), contacts=("anna",))
    store.votes.cast(vote_of(posted(store, 2).id))
    backup(state, tmp_path / "monday.sqlite3")

    restored = restore(tmp_path / "monday.sqlite3", tmp_path / "new")

    tables = ("cases", "case_keys", "case_entries", "case_pictures", "case_contacts", "votes")
    assert [restored.rows[table] for table in tables] == [2, 2, 2, 1, 1, 1]
    with closing(Database(tmp_path / "new" / FILE)) as database:
        new = in_sqlite(database)
        assert new.tickets.of_contact("anna") == [ticket]
        assert new.tickets.picture(ticket.id, "a") == picture_of("a", bytes(range(256)))
        assert new.votes.of_voter("anna") == store.votes.of_voter("anna")


def test_a_copy_is_one_file_for_its_owner_s_eyes(state: Path, tmp_path: Path, orders: SqliteOrders) -> None:
    backup(state, tmp_path / "copy" / "monday.sqlite3")

    assert [file.name for file in (tmp_path / "copy").iterdir()] == ["monday.sqlite3"]
    assert (tmp_path / "copy" / "monday.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_copy_shows_one_moment_while_orders_arrive(
    state: Path, tmp_path: Path, orders: SqliteOrders
) -> None:
    enough = Event()

    def sell() -> None:
        number = 3
        while not enough.is_set():
            orders.place(wish(number), placing(), AT)
            number += 1

    seller = Thread(target=sell)
    seller.start()
    copies = [backup(state, tmp_path / f"{number}.sqlite3") for number in range(5)]
    enough.set()
    seller.join()

    for contents in copies:
        assert contents.rows["orders"] == contents.rows["idempotency"] == contents.rows["events"]
    assert copies[-1].rows["orders"] <= len(orders.recent(10_000))
    assert restore(tmp_path / "4.sqlite3", tmp_path / "new") == copies[-1]


def test_a_copy_is_told_from_one_of_another_store(state: Path, tmp_path: Path, orders: SqliteOrders) -> None:
    before = backup(state, tmp_path / "before.sqlite3")
    with closing(sqlite3.connect(state / FILE)) as db, db:
        db.execute("UPDATE events SET comment = 'altered'")

    after = backup(state, tmp_path / "after.sqlite3")

    assert after.rows == before.rows
    assert after.digest != before.digest


def test_nothing_is_ever_overwritten(state: Path, tmp_path: Path, orders: SqliteOrders) -> None:
    copy = tmp_path / "copy.sqlite3"
    backup(state, copy)

    with pytest.raises(Unavailable, match=r"copy\.sqlite3 is there already; choose another name"):
        backup(state, copy)
    with pytest.raises(Unavailable, match=r"orders\.sqlite3 is there already; move it away first, with"):
        restore(copy, state)


def test_a_log_without_its_store_is_not_played_into_another(
    state: Path, tmp_path: Path, orders: SqliteOrders
) -> None:
    backup(state, tmp_path / "copy.sqlite3")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / f"{FILE}-wal").write_bytes(b"left behind")

    with pytest.raises(Unavailable, match=r"orders\.sqlite3-wal is there already"):
        restore(tmp_path / "copy.sqlite3", tmp_path / "new")


def test_a_store_that_is_put_there_meanwhile_stays(
    state: Path, tmp_path: Path, orders: SqliteOrders, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(state, tmp_path / "copy.sqlite3")
    new = tmp_path / "new" / FILE
    monkeypatch.setattr(_sqlite_backup, "_verify", lambda *_: new.write_bytes(b"another's"))

    with pytest.raises(Unavailable):
        restore(tmp_path / "copy.sqlite3", tmp_path / "new")

    assert new.read_bytes() == b"another's"


def test_a_file_system_without_links_takes_a_copy_too(
    state: Path, tmp_path: Path, orders: SqliteOrders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)

    assert backup(state, tmp_path / "copy.sqlite3").rows["orders"] == 3
    assert (tmp_path / "copy.sqlite3").exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "there is no store at"),
        (b"", "no store of orders"),
        (b"not a database at all" * 100, "file is not a database"),
    ],
)
def test_what_is_no_store_is_refused_and_leaves_nothing(
    tmp_path: Path, content: bytes | None, complaint: str
) -> None:
    file = tmp_path / "copy.sqlite3"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Unavailable, match=complaint):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def test_a_copy_of_newer_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        migrate(db)
        db.execute("INSERT INTO migrations VALUES ('209901010000_later.sql')")

    with pytest.raises(Unavailable, match=r"newer code: 209901010000_later\.sql"):
        restore(file, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_copy_of_older_code_is_taken_and_brought_up(tmp_path: Path, state: Path) -> None:
    file = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY) STRICT")

    restore(file, state)

    with closing(Database(state / FILE)) as database:
        assert SqliteOrders(database).recent(1) == []


def test_a_damaged_copy_is_refused_when_it_is_verified(
    state: Path, tmp_path: Path, orders: SqliteOrders
) -> None:
    copy = tmp_path / "copy.sqlite3"
    backup(state, copy)
    with closing(sqlite3.connect(copy)) as db:
        index, size = db.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master"
            " WHERE name = 'orders_by_time'"
        ).fetchone()
    whole = bytearray(copy.read_bytes())
    whole[(index - 1) * size + 8 : index * size] = bytes(size - 8)
    copy.write_bytes(whole)

    with pytest.raises(Unavailable, match=r"damaged|malformed"):
        restore(copy, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_row_that_has_lost_its_order_is_damage(state: Path, tmp_path: Path, orders: SqliteOrders) -> None:
    with closing(sqlite3.connect(state / FILE)) as db, db:
        db.execute("DELETE FROM orders")

    with pytest.raises(Unavailable, match="rows without what they belong to"):
        backup(state, tmp_path / "copy.sqlite3")

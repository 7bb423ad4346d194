from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from functions import _migrations, _turns
from functions._sqlite import Database, journal
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from functions._turns import Turns
from shop.errors import NotEnough, Unavailable
from shop.events import CUSTOMER, PLACED, Event
from shop.letters import ORDER_PLACED, ORDER_RECEIVED, to_customer, to_owner
from shop.orders import Order, Step
from shop.outbox import LETTER, Leased
from shop.ports import Change, Wish
from tests.functions.stores import makers
from tests.functions.test_turns import is_free

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WISH = Wish("k" * 64, "f" * 64)


class SqliteStore(SqliteOrders, SqliteOutbox):
    def __init__(self, file: Path) -> None:
        self.file, database = file, Database(file)
        self.opened, self.close = database.opened, database.close
        super().__init__(database)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "state" / "orders.sqlite3")) as opened:
        yield opened


def order_of(counter: int, id: str = "0" * 32) -> Order:
    return makers.order_of(counter, id=id, secret_hash="s" * 64)


def placement(counter: int, id: str = "0" * 32) -> Change:
    order = order_of(counter, id)
    letters = (to_owner(order, ORDER_PLACED, "en", AT), *to_customer(order, ORDER_RECEIVED, AT))
    return Change(Step(order, Event(order.id, 1, AT, PLACED, CUSTOMER)), letters)


def count(store: SqliteStore, table: str) -> int:
    with closing(sqlite3.connect(store.file)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def taken(store: SqliteStore, at: datetime) -> list[Leased]:
    return list(iter(lambda: store.take(at, [LETTER]), None))


def test_a_placement_that_fails_half_way_leaves_nothing_and_takes_no_number(store: SqliteStore) -> None:
    def twice(counter: int) -> Change:
        made = placement(counter)
        return replace(made, messages=made.messages * 2)

    with pytest.raises(Unavailable):
        store.place(WISH, twice, AT)

    assert [count(store, table) for table in ("orders", "outbox", "events", "idempotency")] == [0, 0, 0, 0]
    assert store.place(WISH, placement, AT).order.number == "V-10001-4"


def test_what_is_counted_while_an_order_is_made_stands_or_falls_with_it(store: SqliteStore) -> None:
    limits = SqliteLimits(store._database)
    commits: list[str] = []
    store.opened().set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    def counting(counter: int) -> Change:
        assert limits.hit("orders", 1, timedelta(hours=1), AT)
        return placement(counter)

    def failing(counter: int) -> Change:
        counting(counter)
        raise NotEnough(["A"])

    with pytest.raises(NotEnough):
        store.place(WISH, failing, AT)
    store.place(WISH, counting, AT)

    assert not limits.hit("orders", 1, timedelta(hours=1), AT)
    assert commits == ["COMMIT", "COMMIT"]  # the order with its count; the hit that was one too many


def test_a_store_that_breaks_while_an_order_is_made_keeps_nothing_and_is_used_again(
    store: SqliteStore,
) -> None:
    def breaking(counter: int) -> Change:
        with store._database.writing() as db:
            db.execute("INSERT INTO nowhere VALUES (1)")
        return placement(counter)

    with pytest.raises(Unavailable, match="nowhere"):
        store.place(WISH, breaking, AT)

    assert store.place(WISH, placement, AT).order.number == "V-10001-4"


def test_what_is_stored_survives_the_process(store: SqliteStore) -> None:
    store.place(WISH, placement, AT)
    store.close()

    assert store.by_id("0" * 32) == order_of(10001)


def test_the_file_is_for_its_owner_s_eyes_and_set_to_last(store: SqliteStore) -> None:
    store.place(WISH, placement, AT)

    assert store.file.stat().st_mode & 0o777 == 0o600
    db = store.opened()
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize(
    ("version", "without_turns"),
    [
        ((3, 7, 0), "TRUNCATE"), ((3, 40, 1), "TRUNCATE"), ((3, 44, 5), "TRUNCATE"), ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"), ((3, 50, 6), "TRUNCATE"), ((3, 50, 7), "WAL"), ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"), ((3, 53, 0), "WAL"),
    ],
)  # fmt: skip
def test_a_write_ahead_log_needs_turns_or_a_library_that_can_do_without(
    version: tuple[int, ...], without_turns: str
) -> None:
    assert journal(version, turns=False) == without_turns
    assert journal(version, turns=True) == "WAL"


def test_whoever_uses_another_journal_does_not_come_between(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._sqlite.journal", lambda version, turns: "TRUNCATE")
    store.placed("x")

    with closing(SqliteStore(store.file)) as other:
        with pytest.raises(Unavailable, match="locked"):
            other.placed("x")
        store.close()

        assert other.place(WISH, placement, AT).order.number == "V-10001-4"
        assert other.opened().execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert other.opened().execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.skipif(not _turns.POSSIBLE, reason="not run: there is no flock here")
def test_every_write_is_made_within_the_turn_of_its_process(store: SqliteStore) -> None:
    free: dict[str, set[bool]] = {}
    other = Turns(store.file)

    def look(sql: str) -> None:
        free.setdefault(sql.split()[0], set()).add(is_free(other))

    store.placed("x")
    store.opened().set_trace_callback(look)
    store.place(WISH, placement, AT)
    store.done(taken(store, AT)[0], AT)

    assert {name: free[name] for name in ("BEGIN", "INSERT", "UPDATE", "COMMIT")} == {
        "BEGIN": {False}, "INSERT": {False}, "UPDATE": {False}, "COMMIT": {False},
    }  # fmt: skip
    assert is_free(other)
    other.close()


@pytest.mark.skipif(not _turns.POSSIBLE, reason="not run: there is no flock here")
def test_a_store_is_opened_within_the_turn_and_refused_while_another_process_has_it(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._turns.PATIENCE", 0.01)
    store.file.parent.mkdir()
    other = Turns(store.file)

    with other.turn(), pytest.raises(Unavailable, match="another process"):
        store.placed("x")

    assert not store.place(WISH, placement, AT).replayed
    other.close()


def test_a_letter_that_need_not_be_sent_says_why(store: SqliteStore) -> None:
    store.place(WISH, placement, AT)
    sent, kept = taken(store, AT)
    store.done(sent, AT)
    store.done(kept, AT, "suppressed")

    reasons = dict(store.opened().execute("SELECT message_id, reason FROM outbox"))
    assert reasons == {sent.message.id: None, kept.message.id: "suppressed"}
    assert taken(store, AT + timedelta(days=30)) == []


def test_a_store_of_older_code_is_brought_up_with_its_orders_and_letters(tmp_path: Path) -> None:
    file, first = tmp_path / "orders.sqlite3", min(_migrations.MIGRATIONS.glob("*.sql"))
    record = msgspec.json.encode(order_of(10001)).decode()
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.executescript(
            f"CREATE TABLE migrations (name TEXT PRIMARY KEY) STRICT; {first.read_text()}"
            f"INSERT INTO migrations VALUES ('{first.name}');"
        )
        at = "2026-11-23T08:00:00.000000+00:00"
        db.execute("INSERT INTO orders VALUES (?, 'V-10001-4', 1, 'new', ?, 1, ?)", ("0" * 32, at, record))
        db.execute(
            "INSERT INTO outbox (message_id, order_id, event, recipient, language, due_at)"
            " VALUES ('m', ?, 'order_placed', 'owner', 'en', ?)",
            ("0" * 32, at),
        )

    with closing(SqliteStore(file)) as store:
        assert store.by_secret("s" * 64) == order_of(10001)
        assert store.behind(AT + timedelta(seconds=1), AT)
        assert [leased.message.kind for leased in taken(store, AT)] == [LETTER]
        assert store.of_contact("Anna+shop@example.org") == [order_of(10001)]


def test_a_store_that_is_no_database_is_unavailable_and_used_again_once_it_is(tmp_path: Path) -> None:
    file = tmp_path / "orders.sqlite3"
    file.write_bytes(b"not a database at all" * 100)
    with closing(SqliteStore(file)) as store:
        with pytest.raises(Unavailable):
            store.place(WISH, placement, AT)
        file.unlink()

        assert store.place(WISH, placement, AT).order.number == "V-10001-4"


def test_a_locked_store_is_unavailable_and_writes_nothing(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._sqlite._BUSY_SECONDS", 0.01)
    store.placed("x")
    with closing(sqlite3.connect(store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.close()
        with pytest.raises(Unavailable, match="locked"):
            store.place(WISH, placement, AT)
        other.execute("ROLLBACK")

    assert not store.place(WISH, placement, AT).replayed


def test_a_full_disk_is_unavailable_and_writes_nothing(store: SqliteStore) -> None:
    store.placed("x")
    pages = store.opened().execute("PRAGMA page_count").fetchone()[0]
    store.opened().execute(f"PRAGMA max_page_count = {pages}")

    def large(counter: int) -> Change:
        made = placement(counter)
        return replace(made, step=replace(made.step, order=replace(made.step.order, note="x" * 100_000)))

    with pytest.raises(Unavailable, match="full"):
        store.place(WISH, large, AT)

    assert count(store, "orders") == 0
    assert store.place(WISH, large, AT).order.number == "V-10001-4"


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Unavailable):
        SqliteStore(tmp_path / "file" / "orders.sqlite3").placed("x")


def test_migrations_are_applied_once_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "202602010000_second.sql").write_text("INSERT INTO a VALUES (1);\n")
    (tmp_path / "202601010000_first.sql").write_text("CREATE TABLE a (b);\n-- a word;\nCREATE TABLE c (d);\n")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        _migrations.migrate(db, tmp_path)
        _migrations.migrate(db, tmp_path)

        assert db.execute("SELECT count(*) FROM a").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "202601010000_first.sql").write_text("CREATE TABLE a (b);\nINSERT INTO nowhere VALUES (1);\n")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with pytest.raises(sqlite3.OperationalError):
            _migrations.migrate(db, tmp_path)

        assert db.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_store_of_newer_code_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        _migrations.migrate(db)
        db.execute("INSERT INTO migrations VALUES ('209901010000_later.sql')")

        with pytest.raises(Unavailable, match=r"209901010000_later\.sql"):
            _migrations.migrate(db)

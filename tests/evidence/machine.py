"""A shop that anything may happen to, in any order, beside a small model of what must then be true.

The model is written apart from the shop's own rules: its table of moves, its arithmetic of stock and money,
and its list of what follows which event are its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from functions._folder import FolderMailer
from functions._sqlite import FILE, Database
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from functions._wiring import Ports
from functions.outbox import drain
from shop import desk
from shop.catalog import Part
from shop.errors import IllegalMove, KeyReused, NoReturn, QuoteChanged, Stale, Throttled, Undeliverable
from shop.events import FLAGGED, OVERDUE, SHOP
from shop.money import Money
from shop.numbers import hash_of, secret_of
from shop.orders import Order
from shop.outbox import LEASE
from shop.ports import Placed
from shop.pricing import Line
from shop.promos import Promo
from shop.returns import Return
from shop.service import Visit, place_order
from shop.terms import Rates
from shop.text import Text
from tests.shop.makers import BOOK, TERMS, Contacts, Prices, offer, sent
from tests.shop.memory import Memory

ROOT_KEY = b"the root key of a machine's shop"
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ENDPOINTS = ("one.example", "two.example")

#: Cents; what each unit takes of the two things that are counted.
PRICES = {"CUP": 500, "PAIR": 900, "SET": 2000, "TEA": 745}
PIECES = {"CUP": {"CUP": 1}, "PAIR": {"CUP": 2}, "SET": {"CUP": 1, "POT": 1}, "TEA": {}}
DELIVERY = {"courier": 500, "pickup": 0}
ADDRESS = {"country": "DE", "postcode": "1", "city": "B", "street": "I 1"}

#: A euro off every order, for so many of them; a cancelled one gives its euro back.
LESS, LESS_USES = 100, 4

#: Where an order may go from each status.
ALLOWED = {
    "new": {"approval", "cancel"},
    "approval": {"assembling", "cancel"},
    "assembling": {"delivery", "approval", "cancel"},
    "delivery": {"complete", "cancel"},
    "complete": set(),
    "cancel": set(),
}
NEXT = {"new": "approval", "approval": "assembling", "assembling": "delivery", "delivery": "complete"}
OPEN = ("new", "approval", "assembling", "delivery")


class Died(BaseException):
    """The process ends here."""


@dataclass
class Shelf:
    """One counted thing as it must be."""

    published: int
    counted: str = ""  #: the count that the store has heard of
    taken: int = 0
    held: int = 0
    sold: int = 0


@dataclass
class Known:
    """One order as it must be."""

    key: str
    content: dict[str, Any]
    first: Order
    less: bool  #: whether it has used the promo
    status: str = "new"
    version: int = 1
    earlier: Order | None = None  #: a version before this one
    returned: Counter[str] = field(default_factory=Counter)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)  #: outbox rows by kind and event

    @property
    def pieces(self) -> Counter[str]:
        return pieces({line["sku"]: line["quantity"] for line in self.content["lines"]})


def pieces(units: dict[str, int]) -> Counter[str]:
    taken: Counter[str] = Counter()
    for sku, quantity in units.items():
        for item, each in PIECES[sku].items():
            taken[item] += each * quantity
    return taken


class Hooks:
    """Two endpoints that want to hear of everything, and sometimes do not."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self, event: str) -> tuple[str, ...]:
        if self._world.dies_while_placing:
            raise Died
        return ENDPOINTS

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        self._world.effect(id, lambda: self._world.heard.append((id, endpoint, body)))


class Mailer:
    """The folder's own mailer, which sometimes fails before it writes or dies after it has."""

    def __init__(self, world: World) -> None:
        self._world, self._folder = world, FolderMailer(world.letters)

    def send(self, id: str, message: EmailMessage) -> None:
        self._world.effect(id, lambda: self._folder.send(id, message))


class World:
    """What is outside of the shop: a disk, receivers, and all that may go wrong there."""

    def __init__(self, kind: str, empty: Path) -> None:
        self.kind = kind
        self.folder = Path(tempfile.mkdtemp(prefix="machine-", dir=_fast()))
        self.letters = self.folder / "letters"
        self.heard: list[tuple[str, str, str]] = []
        self.moods: list[str] = []
        self.dies_while_placing = False
        less = Promo("less", Text.plain("A euro less"), amount=Money(LESS, "EUR"), uses=LESS_USES)
        terms = replace(TERMS, rates=Rates(0, 0, 0), promos=(less,))
        self.prices = Prices(replace(BOOK, offers={}, terms=terms))
        self._memory = Memory()
        self._database: Database | None = None
        self._lives = 0
        if kind == "sqlite":
            shutil.copy(empty, self._next_file())
        self.ports = self._wired()

    def effect(self, id: str, happens: Callable[[], None]) -> None:
        mood = self.moods.pop() if self.moods else "well"
        if mood == "throttled":
            raise Throttled(30)
        if mood == "gone":
            raise Undeliverable("nobody is there any more")
        if mood == "fails":
            raise OSError("as if the wire were cut")
        if mood == "dies before":
            raise Died
        happens()
        if mood == "dies after":
            raise Died

    def die(self) -> None:
        """Only what is on the disk is there afterwards; the old connection is never closed in order."""
        if self._database is not None:
            here = self._database.file
            there = self._next_file()
            for suffix in ("", "-wal"):
                with suppress(FileNotFoundError):
                    shutil.copy(f"{here}{suffix}", f"{there}{suffix}")
            self._database.close()
        self.ports = self._wired()

    def end(self) -> None:
        if self._database is not None:
            self._database.close()
        shutil.rmtree(self.folder)

    def bytes(self) -> bytes:
        """The store as it lies on the disk."""
        if self._database is None:
            return repr(vars(self._memory)).encode()
        return b"".join(file.read_bytes() for file in self.folder.glob(f"{self._lives}-{FILE}*"))

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """The outbox: id, kind, event, order, state; one that was settled unsent is `suppressed`."""
        if self._database is None:
            return [
                (
                    id,
                    row.message.kind,
                    row.message.event,
                    row.message.about_id,
                    row.reason if row.state == "done" and row.reason else row.state,
                )
                for id, row in self._memory.rows.items()
            ]
        return (
            self._database.opened()
            .execute(
                "SELECT message_id, kind, event, about_id,"
                " CASE state WHEN 'done' THEN coalesce(reason, 'done') ELSE state END FROM outbox"
            )
            .fetchall()
        )

    def keys(self) -> int:
        if self._database is None:
            return len(self._memory.keys)
        return int(self._database.opened().execute("SELECT count(*) FROM idempotency").fetchone()[0])

    def _next_file(self) -> Path:
        self._lives += 1
        return self.folder / f"{self._lives}-{FILE}"

    def _wired(self) -> Ports:
        store: Any = self._memory
        limits: Any = self._memory
        outbox: Any = self._memory
        if self.kind == "sqlite":
            self._database = Database(self.folder / f"{self._lives}-{FILE}")
            store, limits = SqliteOrders(self._database), SqliteLimits(self._database)
            outbox = SqliteOutbox(self._database)
            # What an fsync is worth is another proof's matter.
            self._database.opened().execute("PRAGMA synchronous = OFF")
        return Ports(
            prices=self.prices, orders=store, stock=store, promos=store, limits=limits, suppressions=limits,
            outbox=outbox, mailer=Mailer(self), hooks=Hooks(self), contacts=Contacts(), root_key=ROOT_KEY,
            tickets=self._memory.tickets, posts=self._memory.posts, votes=self._memory.votes,
            close=lambda: None,
        )  # fmt: skip


def empty_store() -> Path:
    """A store that nothing has happened to, made once; every sequence starts from a copy."""
    file = Path(tempfile.mkdtemp(prefix="machine-", dir=_fast())) / FILE
    with closing(Database(file)) as database:
        database.opened().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def _fast() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Shop(RuleBasedStateMachine):
    """Rules are what may happen; invariants are what must be true after each."""

    kind: ClassVar[str] = "sqlite"
    empty: ClassVar[Path]
    counts: ClassVar[Counter[str]] = Counter()

    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.kind, self.empty)
        self.now = START
        self.known: dict[str, Known] = {}
        self.shelves = {"CUP": Shelf(12), "POT": Shelf(3)}
        self.counted_at = {"CUP": "", "POT": ""}
        self.published = {"CUP": 12, "POT": 3}
        self.recounts = self.buyers = self.ids = self.used = 0
        self._publish()
        self.counts["sequences"] += 1

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            self.world.end()

    # What may happen.

    @initialize(target=orders, skus=st.lists(st.sampled_from(list(PRICES)), min_size=3, max_size=3))
    def open_with_orders(self, skus: list[str]) -> MultipleResults[str]:
        return multiple(*(self.place({sku: 1}, "pickup", True, True) for sku in skus))

    @rule(
        target=orders,
        lines=st.dictionaries(st.sampled_from(list(PRICES)), st.integers(1, 4), min_size=1, max_size=3),
        method=st.sampled_from(list(DELIVERY)),
        email=st.booleans(),
        answered=st.sampled_from([True, True, True, False]),
    )
    def order(self, lines: dict[str, int], method: str, email: bool, answered: bool) -> str:
        return self.place(lines, method, email, answered)

    def place(self, lines: dict[str, int], method: str, email: bool, answered: bool) -> str:
        self.buyers += 1
        content = sent(
            lines=[{"sku": sku, "quantity": quantity} for sku, quantity in lines.items()],
            contact={"name": "Anna", **_reach(self.buyers, email)},
            delivery={"method": method, "address": ADDRESS},
        )
        key = f"key-{self.buyers}"
        wanted = pieces(lines)
        left = {item: self._left(item) for item in wanted}
        try:
            placed = self._placed(content, key)
        except QuoteChanged:
            assert any(wanted[item] > left[item] for item in wanted), "refused although there was enough"
            self.counts["refused"] += 1
            return ""
        assert all(wanted[item] <= left[item] for item in wanted), "sold more than there is"
        assert not placed.replayed
        self._remember(key, content, placed.order, wanted, email)
        if not answered:  # the process died with the answer in its hands; the buyer presses again
            self._die()
            assert self._placed(content, key).order == placed.order
        return placed.order.id

    @rule(lines=st.dictionaries(st.sampled_from(list(PRICES)), st.integers(1, 2), min_size=1, max_size=2))
    def die_while_placing(self, lines: dict[str, int]) -> None:
        self.world.dies_while_placing = True
        with suppress(Died, QuoteChanged):
            self._placed(
                sent(lines=[{"sku": sku, "quantity": number} for sku, number in lines.items()]), "dying-key"
            )
        self.world.dies_while_placing = False
        self._die()

    @rule(id=orders)
    def replay(self, id: str) -> None:
        if known := self.known.get(id):
            again = self._placed(known.content, known.key)
            assert again.replayed
            assert (again.order.id, again.order.number) == (id, known.first.number)

    @rule(id=orders, change=st.sampled_from(["note", "lines", "payment"]))
    def mutate_and_replay(self, id: str, change: str) -> None:
        if known := self.known.get(id):
            other = {"note": "another", "lines": [{"sku": "TEA", "quantity": 9}], "payment": "other"}[change]
            try:
                self._placed({**known.content, change: other}, known.key)
            except KeyReused:
                return
            raise AssertionError("one key was taken for two orders")

    @rule(
        id=orders,
        to=st.sampled_from(list(ALLOWED)),
        role=st.sampled_from(["owner", "packer", "support"]),
        stale=st.sampled_from([False, False, True]),
    )
    def move(self, id: str, to: str, role: str, stale: bool) -> None:
        """From what somebody sees, or has seen before somebody else was faster."""
        if order := self._seen(id, stale):
            self.move_it(order, to, role)

    def move_it(self, order: Order, to: str, role: str) -> None:
        known = self.known[order.id]
        able = role == "owner" or (role == "packer" and to in ("assembling", "delivery", "complete"))
        reason = "spam" if to == "cancel" and self.buyers % 2 else "customer"
        try:
            moved = desk.move(
                order, to, self._terms(), self.world.ports, self.now, who="m@shop.example", role=role,
                reason=reason if to == "cancel" else "",
            )  # fmt: skip
        except IllegalMove:
            assert to not in ALLOWED[order.status] or not able
            self.counts["moves refused"] += 1
        except Stale:
            self.counts["stale moves"] += 1
            assert order.version != known.version
        else:
            assert to in ALLOWED[known.status]
            assert able
            assert order.version == known.version
            self._moved(known, order, moved, by_customer=False, reason=reason)

    @rule(id=orders, steps=st.integers(1, 4))
    def advance(self, id: str, steps: int) -> None:
        """The next steps of an order that all goes well with."""
        for _ in range(steps):
            if (known := self.known.get(id)) and (order := self._seen(id)) and known.status in NEXT:
                self.move_it(order, NEXT[known.status], "owner")

    @rule(id=orders, stale=st.sampled_from([False, False, True]))
    def withdraw(self, id: str, stale: bool) -> None:
        order = self._seen(id, stale)
        if order is None:
            return
        known = self.known[order.id]
        try:
            moved = desk.withdraw(order, self._terms(), self.world.ports, self.now)
        except IllegalMove:
            assert order.status != "new"
        except Stale:
            assert order.version != known.version
        else:
            assert known.status == "new"
            self._moved(known, order, moved, by_customer=True, reason="customer")

    @rule(id=orders, line=st.integers(0, 2), quantity=st.integers(1, 3), restock=st.booleans())
    def take_back(self, id: str, line: int, quantity: int, restock: bool) -> None:
        order = self._seen(id)
        if order is None:
            return
        sku = order.lines[line % len(order.lines)].sku
        known = self.known[order.id]
        bought = sum(line["quantity"] for line in known.content["lines"] if line["sku"] == sku)
        back = Return(self._id(), order.id, self.now, "m@shop.example", (Line(sku, quantity),), "", restock)
        try:
            desk.take_back(order, back, self.world.ports)
        except NoReturn:
            assert order.status != "complete" or order.returned.get(sku, 0) + quantity > bought
        else:
            assert known.status == "complete"
            self.counts["returns"] += 1
            known.version += 1
            known.returned[sku] += quantity
            assert known.returned[sku] <= bought
            known.rows["hook", "order.returned"] += len(ENDPOINTS)
            if restock:
                for item, number in pieces({sku: quantity}).items():
                    self._begin_count(item)
                    self.shelves[item].taken -= number
                    self.shelves[item].sold -= number

    @rule(item=st.sampled_from(["CUP", "POT"]), number=st.integers(0, 12), anew=st.booleans())
    def count_the_shelf(self, item: str, number: int, anew: bool) -> None:
        """The owner publishes another number: counted *anew*, with the moment of it, or as a correction."""
        if anew:
            self.recounts += 1
            self.counted_at[item] = f"2026-11-23T{10 + self.recounts:06}"
        self.published[item] = number
        self._publish()

    @rule(
        moods=st.lists(
            st.sampled_from(["well", "well", "throttled", "fails", "gone", "dies before", "dies after"]),
            max_size=6,
        ),
        skew=st.sampled_from([0, 0, 0, -300, 300]),
    )
    def dispatch(self, moods: list[str], skew: int) -> None:
        """A timer's call, by a clock that may be wrong."""
        self.world.moods = list(moods)
        try:
            drain(self.world.ports, self.now + timedelta(seconds=skew), 5)
        except Died:
            self._die()
        self.world.moods = []
        self._catch_up()

    @rule(what=st.sampled_from(["die", "lease", 60, 100, 3600, 86_400]))
    def pass_time(self, what: str | int) -> None:
        """Time goes by, the process dies, or somebody takes a message and is never heard of again."""
        if what == "die":
            self._die()
        elif what == "lease":
            self.world.ports.outbox.take(self.now, ["letter", "hook"])
        else:
            self.now += timedelta(seconds=int(what))

    @rule()
    def sweep_overdue(self) -> None:
        late = [order.id for order in self.world.ports.orders.overdue(self.now, 100)]
        assert desk.tell_overdue(self._terms(), self.world.ports, self.now) == len(late)
        for id in late:
            known = self.known[id]
            assert known.status in OPEN
            known.version += 1
            known.rows["letter", "order_overdue"] += 1
        assert self.world.ports.orders.overdue(self.now, 100) == []

    # What must be true.

    @invariant()
    def stock_is_what_the_orders_hold_and_have_bought(self) -> None:
        counters = self.world.ports.stock.counters(list(self.shelves))
        for item, shelf in self.shelves.items():
            counter = counters.get(item)
            if counter is None:
                assert (shelf.taken, shelf.held, shelf.sold) == (0, 0, 0)
                continue
            assert (counter.taken, counter.held, counter.sold, counter.counted) == (
                shelf.taken, shelf.held, shelf.sold, shelf.counted,
            )  # fmt: skip
            assert shelf.held == sum(
                known.pieces[item] for known in self.known.values() if known.status in OPEN
            )

    @invariant()
    def a_promo_is_used_as_often_as_open_orders_say(self) -> None:
        assert self.world.ports.promos.used("less", ()) == (self.used, 0)

    @invariant()
    def every_key_has_one_order(self) -> None:
        assert self.world.keys() == len(self.known) == len(self.world.ports.orders.recent(1000))

    @invariant()
    def every_event_has_its_messages(self) -> None:
        rows: dict[str, Counter[tuple[str, str]]] = {}
        for _, kind, event, order, _ in self.world.rows():
            if event != "outbox_dead":
                rows.setdefault(order, Counter())[kind, event] += 1
        assert rows == {id: known.rows for id, known in self.known.items() if known.rows}

    @invariant()
    def done_is_what_was_seen_to_happen(self) -> None:
        heard = {id for id, _, _ in self.world.heard}
        ids = set()
        for id, kind, _, _, state in self.world.rows():
            ids.add(id)
            if state == "done":
                assert id in heard if kind == "hook" else (self.world.letters / f"{id}.eml").exists()
        assert heard <= ids

    def _end(self) -> None:
        self._orders_are_as_they_must_be()
        self._everything_leaves_in_the_end()
        self.counts["orders"] += len(self.known)
        written = self.world.bytes()
        assert ROOT_KEY not in written
        for id in self.known:
            assert secret_of(ROOT_KEY, id).encode() not in written

    def _orders_are_as_they_must_be(self) -> None:
        for id, known in self.known.items():
            order = self.world.ports.orders.by_id(id)
            assert order is not None
            assert (order.status, order.version) == (known.status, known.version)
            assert order.total.minor == cents(known.content) - LESS * known.less
            assert dict(order.returned) == {sku: number for sku, number in known.returned.items() if number}
            events = self.world.ports.orders.events(id)
            assert [event.version for event in events] == list(range(1, known.version + 1))
            status = "new"
            for event in events:
                if event.name == "moved":
                    assert event.data["from"] == status
                    assert event.data["to"] in ALLOWED[status]
                    status = event.data["to"]
            assert status == known.status

    def _everything_leaves_in_the_end(self) -> None:
        """Once everybody is well, every message that was not given up arrives; a letter is one file."""
        self.world.moods = []
        self.now += timedelta(days=3) + LEASE
        while drain(self.world.ports, self.now).sent:
            pass
        self._catch_up()
        rows = self.world.rows()
        assert {state for *_, state in rows} <= {"done", "dead", "suppressed"}
        letters = {file.stem for file in self.world.letters.glob("*.eml")}
        done = {id for id, kind, *_, state in rows if kind == "letter" and state == "done"}
        # One whose sender died after writing it may be given up, or its address silenced, before the next.
        given_up = {
            id for id, kind, *_, state in rows if kind == "letter" and state in ("dead", "suppressed")
        }
        assert done <= letters <= done | given_up
        bodies: dict[str, set[tuple[str, str]]] = {}
        for id, endpoint, body in self.world.heard:
            bodies.setdefault(id, set()).add((endpoint, body))
        assert all(len(told) == 1 for told in bodies.values()), "one id stood for two things"
        self.counts["messages"] += len(rows)
        self.counts["hooks heard twice"] += len(self.world.heard) - len(bodies)

    # What the model knows.

    def _catch_up(self) -> None:
        """What the shop noted by itself while messages left: orders overdue, addresses that do not exist."""
        for id, known in self.known.items():
            for event in self.world.ports.orders.events(id)[known.version :]:
                assert event.name in (OVERDUE, FLAGGED)
                assert event.who == SHOP
                known.version += 1
                if event.name == OVERDUE:
                    assert known.status in OPEN
                    known.rows["letter", "order_overdue"] += 1

    def _placed(self, content: dict[str, Any], key: str) -> Placed:
        return place_order(
            content, Visit(), key=key, language="en", order_id=self._id(),
            shop=self.world.ports, at=self.now,
        )  # fmt: skip

    def _seen(self, id: str, stale: bool = False) -> Order | None:
        known = self.known.get(id)
        if stale and known and known.earlier:
            return known.earlier
        return self.world.ports.orders.by_id(id) if known else None

    def _remember(
        self, key: str, content: dict[str, Any], order: Order, wanted: Counter[str], email: bool
    ) -> None:
        known = Known(key, content, order, less=self.used < LESS_USES)
        self.used += known.less
        known.rows["letter", "order_placed"] += 1
        known.rows["letter", "order_received"] += email
        known.rows["hook", "order.placed"] += len(ENDPOINTS)
        known.rows = +known.rows
        self.known[order.id] = known
        for item, number in wanted.items():
            self._begin_count(item)
            self.shelves[item].taken += number
            self.shelves[item].held += number

    def _moved(self, known: Known, order: Order, moved: Order, by_customer: bool, reason: str) -> None:
        self.counts[moved.status] += 1
        known.earlier = order
        before, known.status, known.version = known.status, moved.status, known.version + 1
        assert moved.version == known.version
        back = (before, moved.status) == ("assembling", "approval")
        silent = back or (moved.status == "cancel" and reason == "spam")
        told = "email" in known.content["contact"] and not silent
        known.rows["letter", LETTERS[moved.status]] += told
        known.rows["letter", "order_withdrawn"] += by_customer
        known.rows["hook", "order.moved"] += len(ENDPOINTS)
        known.rows = +known.rows
        if moved.status == "cancel":
            self.used -= known.less
        for item, number in known.pieces.items():
            shelf = self.shelves[item]
            if moved.status in ("cancel", "complete"):
                shelf.held -= number
            if moved.status == "cancel":
                self._begin_count(item)
                shelf.taken -= number
            if moved.status == "complete":
                shelf.sold += number

    def _begin_count(self, item: str) -> None:
        """Whatever takes or gives back pieces knows the owner's newest count."""
        shelf = self.shelves[item]
        if self.counted_at[item] > shelf.counted:
            shelf.counted, shelf.taken = self.counted_at[item], 0

    def _left(self, item: str) -> int:
        shelf = self.shelves[item]
        taken = 0 if self.counted_at[item] > shelf.counted else shelf.taken
        return max(0, self.published[item] - taken)

    def _publish(self) -> None:
        parts = {item: Part(item, 1, self.published[item], self.counted_at[item]) for item in self.shelves}
        offers = {
            sku: replace(
                offer(sku, f"{PRICES[sku] / 100:.2f}"),
                parts=tuple(replace(parts[item], each=each) for item, each in PIECES[sku].items()),
            )
            for sku in PRICES
        }
        prices = self.world.prices
        prices._book = prices._newer = replace(prices._book, offers=offers)

    def _id(self) -> str:
        """Not by chance: a sequence that is tried again must be the same one."""
        self.ids += 1
        return hash_of(f"id {self.ids}")[:32]

    def _die(self) -> None:
        self.counts["crashes"] += 1
        self.world.die()

    def _terms(self) -> Any:
        return self.world.prices.book(()).terms


#: The letter that tells a customer of each status.
LETTERS = {
    "approval": "order_confirmed",
    "assembling": "order_packing",
    "delivery": "order_sent",
    "complete": "order_done",
    "cancel": "order_cancelled",
}


def _reach(buyer: int, email: bool) -> dict[str, str]:
    return {"email": f"b{buyer}@example.org"} if email else {"phone": f"9{buyer}"}


def cents(content: dict[str, Any]) -> int:
    goods = sum(PRICES[line["sku"]] * line["quantity"] for line in content["lines"])
    return goods + DELIVERY[content["delivery"]["method"]]

"""All of a store's ports in dictionaries; it passes the same contract tests as the real ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shop.contacts import contacts_of, counted
from shop.errors import NotEnough, PromoSpent, Stale, Unavailable
from shop.events import Event
from shop.orders import Order
from shop.ports import Change, Placed, Wish
from shop.posts import Post
from shop.promos import Use
from shop.returns import Return
from shop.stock import Counter, Move
from shop.tickets import Ticket
from tests.shop.memory_cases import MemoryCases, MemoryVotes
from tests.shop.memory_outbox import MemoryOutbox


class Memory(MemoryOutbox):
    """The Orders, Stock, Promos, Outbox, Limits and Suppressions ports; tickets, posts, votes beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 10001
        self.orders: dict[str, Order] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.log: list[Event] = []
        self.backs: list[Return] = []
        self.shelves: dict[str, Counter] = {}
        self.uses: dict[tuple[str, str], int] = {}
        self.hits: dict[tuple[str, datetime], int] = {}
        self.silenced: dict[str, str] = {}
        self.tickets: MemoryCases[Ticket] = MemoryCases(self._insert)
        self.posts: MemoryCases[Post] = MemoryCases(self._insert)
        self.votes = MemoryVotes()

    def placed(self, key: str) -> Placed | None:
        found = self.keys.get(key)
        return Placed(self.orders[found[0]], found[1], replayed=True) if found else None

    def place(self, wish: Wish, make: Callable[[int], Change], at: datetime) -> Placed:
        with self._lock:
            if earlier := self.placed(wish.key):
                return earlier
            change = make(self._next)
            self._write(change)
            self._next += 1
            self.keys[wish.key] = change.step.order.id, wish.fingerprint
            return Placed(change.step.order, wish.fingerprint, replayed=False)

    def change(self, change: Change) -> None:
        with self._lock:
            self._check(change.step.order)
            self._write(change)

    def by_id(self, id: str) -> Order | None:
        return self.orders.get(id)

    def by_secret(self, secret_hash: str) -> Order | None:
        return next((each for each in self.orders.values() if each.secret_hash == secret_hash), None)

    def by_number(self, number: str) -> Order | None:
        return next((each for each in self.orders.values() if each.number == number), None)

    def recent(self, limit: int) -> list[Order]:
        newest = sorted(self.orders.values(), key=lambda each: (each.placed_at, each.number), reverse=True)
        return newest[:limit]

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        late = [(each.due_at, each.number, each) for each in self.orders.values() if each.due_at]
        return [order for due_at, _, order in sorted(late) if due_at <= at][:limit]

    def of_contact(self, contact: str) -> list[Order]:
        known = counted(contact)
        return [each for each in self.recent(len(self.orders)) if known in contacts_of(each.customer)]

    def aged(self, before: datetime, limit: int) -> list[Order]:
        old = [each for each in self.recent(len(self.orders)) if each.placed_at < before]
        return [each for each in old[::-1] if contacts_of(each.customer)][:limit]

    def rewrite(self, order: Order, events: Sequence[Event], returns: Sequence[Return]) -> None:
        with self._lock:
            self._check(order)
            self.orders[order.id] = order
            self.log = [each for each in self.log if each.order_id != order.id] + [*events]
            self.backs = [each for each in self.backs if each.order_id != order.id] + [*returns]

    def events(self, order_id: str) -> list[Event]:
        return [event for event in self.log if event.order_id == order_id]

    def returns(self, order_id: str) -> list[Return]:
        return [back for back in self.backs if back.order_id == order_id]

    def counters(self, items: Collection[str]) -> Mapping[str, Counter]:
        return {item: self.shelves[item] for item in items if item in self.shelves}

    def used(self, promo: str, contacts: Collection[str]) -> tuple[int, int]:
        most = max((self.uses.get((promo, contact), 0) for contact in contacts), default=0)
        return self.uses.get((promo, ""), 0), most

    def hit(self, key: str, limit: int, window: timedelta, at: datetime) -> bool:
        seconds = window.total_seconds()
        begins = datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
        with self._lock:
            if self.hits.get((key, begins), 0) >= limit:
                return False
            self.hits[key, begins] = self.hits.get((key, begins), 0) + 1
            return True

    def suppress(self, contact: str, reason: str, at: datetime) -> None:
        self.silenced.setdefault(contact, reason)

    def suppressed(self, contact: str) -> str | None:
        return self.silenced.get(contact)

    def allow(self, contact: str) -> None:
        self.silenced.pop(contact, None)

    def _check(self, order: Order) -> None:
        before = self.orders.get(order.id)
        if before is None or before.version != order.version - 1:
            raise Stale(order.number)

    def _write(self, change: Change) -> None:
        step = change.step
        shelves, uses = dict(self.shelves), dict(self.uses)
        short = [move.item for move in step.stock if not _moved(shelves, move)]
        if short:
            raise NotEnough(short)
        for use in step.uses:
            _count(uses, use)
        self._look_for_twins(step.order)
        self._insert(change.messages, step.event.at)
        self.shelves, self.uses = shelves, uses
        self.orders[step.order.id] = step.order
        self.log.append(step.event)
        if step.returned is not None:
            self.backs.append(step.returned)

    def _look_for_twins(self, order: Order) -> None:
        for each in self.orders.values():
            if each.id != order.id and order.secret_hash == each.secret_hash:
                raise Unavailable("an order with that secret is there already")


def _moved(shelves: dict[str, Counter], move: Move) -> bool:
    before = shelves.get(move.item, Counter(move.counted))
    if move.counted > before.counted:
        before = replace(before, counted=move.counted, taken=0)
    if move.most is not None and before.taken > move.most:
        return False
    shelves[move.item] = replace(
        before, taken=before.taken + move.taken, held=before.held + move.held, sold=before.sold + move.sold
    )
    return True


def _count(uses: dict[tuple[str, str], int], use: Use) -> None:
    for contact, most in (("", use.most), *((each, use.most_per_contact) for each in use.contacts)):
        now = uses.get((use.promo, contact), 0) + use.by
        if most is not None and now > most:
            raise PromoSpent(use.promo)
        uses[use.promo, contact] = max(now, 0)

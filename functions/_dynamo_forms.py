"""How each kind of record - orders, tickets, posts - stands in DynamoDB's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from functions import _dynamo_rows as rows
from functions._dynamo_rows import Key
from functions._dynamo_tables import shard
from functions._moments import iso
from shop.numbers import hash_of


class Record(Protocol):
    """What has to be known of a record."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def secret_hash(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """How records of one kind stand in rows."""

    kind: str
    record: type[R]
    counter: str
    group: Callable[[R], str]  #: in which list it stands
    begun: Callable[[R], datetime]
    contacts: Callable[[R], Iterable[str]]
    lead: str = ""  #: what the names of rows that lead to one begin with

    def key(self, id: str) -> Key:
        return f"{self.kind}#{id}", self.kind

    def leading(self, name: str, value: str, part: str = "-") -> Key:
        return f"{self.lead}{name}#{value}", part

    def contact(self, contact: str, id: str = "") -> Key:
        # Hashed: the names of rows may stand in a cloud's logs.
        return self.leading("contact", hash_of(contact), id)

    def contact_keys(self, record: R) -> list[Key]:
        found = (self.contact(each, record.id) for each in self.contacts(record))
        return list(dict.fromkeys(found))

    def row(self, record: R) -> dict[str, Any]:
        place, order = f"#{shard(record.id)}", record.number or record.id
        row = {
            **rows.named(self.key(record.id)),
            "version": record.version,
            "listed": self.group(record) + place,
            "placed": f"{iso(self.begun(record))}#{order}",
            "record": rows.written(record),
        }
        waits = {"waits": self.kind + place, "due": f"{iso(record.due_at)}#{order}"} if record.due_at else {}
        return row | waits

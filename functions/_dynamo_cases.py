"""Tickets, or posts, in DynamoDB, and what is written in one transaction with them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo
from functions._dynamo_forms import Form
from functions._dynamo_records import Records
from functions._dynamo_rewrite import rewrite
from functions._dynamo_rows import MARK, Part
from functions._dynamo_tables import ORDERS
from functions._moments import iso
from shop.cases import Case, Entry, Filed, Filing, Picture, is_signed
from shop.errors import Stale
from shop.ports import Wish

C = TypeVar("C", bound=Case)


class DynamoCases(Generic[C]):
    """The Cases port for one kind of case, whose records are of that type."""

    def __init__(self, dynamo: Dynamo, kind: str, record: type[C]) -> None:
        self._dynamo = dynamo
        self._form = Form(
            kind,
            record,
            counter=kind,
            group=lambda case: self._group(case.state),
            begun=lambda case: case.opened_at,
            contacts=lambda case: case.contacts,
            lead=f"{kind}.",
        )
        self._records = Records(dynamo, self._form)

    def filed(self, key: str) -> Filed[C] | None:
        found = self._records.under(key)
        return Filed(*found, replayed=True) if found else None

    def file(self, wish: Wish, make: Callable[[int], Filing[C]], at: datetime) -> Filed[C]:
        until = self._dynamo.until()
        if found := self._records.under(wish.key, until):
            return Filed(*found, replayed=True)
        filing = make(self._records.next(until))
        around = self._around(filing, filing.case.id)
        return Filed(*self._records.added(wish, filing.case, around, until))

    def change(self, filing: Filing[C]) -> None:
        until, mark = self._dynamo.until(), secrets.token_hex(8)
        case = filing.case
        before = self._records.by_id(case.id, until)
        if before is None or before.version != case.version - 1:
            raise Stale(case.number or case.id)
        around = [*self._around(filing, mark), *self._records.contact_parts(case, before)]
        entry = self._what(case.id), _entry_part(case.version)
        self._records.replace(case, around, mark, entry, until)

    def by_id(self, id: str) -> C | None:
        return self._records.by_id(id)

    def by_secret(self, secret_hash: str) -> C | None:
        return self._records.led("secret", secret_hash)

    def by_number(self, number: str) -> C | None:
        return self._records.led("number", number)

    def listed(self, states: Collection[str], limit: int) -> list[C]:
        found = self._records.newest(map(self._group, dict.fromkeys(states)), limit)
        return _newest([each for each in found if each.state in states])

    def due(self, at: datetime, limit: int) -> list[C]:
        return self._records.due(at, limit)

    def of_contact(self, contact: str) -> list[C]:
        return _newest(self._records.of_contact(contact))

    def aged(self, before: datetime, states: Collection[str], limit: int) -> list[C]:
        groups = map(self._group, dict.fromkeys(states))
        return self._records.aged(
            groups, before, limit, lambda case: is_signed(case) and case.state in states
        )

    def entries(self, id: str) -> list[Entry]:
        return [_read_entry(id, row) for row in rows.parts_of(self._dynamo, self._what(id), "entry#")]

    def picture(self, case_id: str, id: str) -> Picture | None:
        row = self._dynamo.get(ORDERS, rows.named((self._what(case_id), _picture_part(id))))
        return Picture(id, row["media"], row["content"]) if row else None

    def rewrite(self, case: C, entries: Sequence[Entry]) -> None:
        rewrite(self._dynamo, self._records, case, [self._entry(each) for each in entries])

    def _around(self, filing: Filing[C], mark: str) -> list[Part]:
        """What is written beside the case; *mark* tells this write from all others."""
        return [
            rows.new(self._dynamo, "entry", self._entry(filing.entry) | {MARK: mark}),
            *(
                rows.new(self._dynamo, "picture", self._picture(filing.case.id, each))
                for each in filing.pictures
            ),
            *rows.telling(self._dynamo, filing.messages, filing.entry.at),
        ]

    def _what(self, id: str) -> str:
        return f"{self._form.kind}#{id}"

    def _group(self, state: str) -> str:
        return f"{self._form.kind}#{state}"

    def _entry(self, entry: Entry) -> dict[str, Any]:
        return {
            "what": self._what(entry.case_id),
            "part": _entry_part(entry.version),
            "version": entry.version,
            "at": iso(entry.at),
            "name": entry.name,
            "who": entry.who,
            "data": rows.written(entry.data),
            "text": entry.text,
            "pictures": rows.written(entry.pictures),
        }

    def _picture(self, case_id: str, picture: Picture) -> dict[str, Any]:
        return {
            "what": self._what(case_id),
            "part": _picture_part(picture.id),
            "media": picture.media,
            "content": picture.content,
        }


def _newest(cases: list[C]) -> list[C]:
    return sorted(cases, key=lambda case: (case.opened_at, case.number, case.id), reverse=True)


def _entry_part(version: int) -> str:
    return f"entry#{version:08d}"


def _picture_part(id: str) -> str:
    return f"picture#{id}"


def _read_entry(case_id: str, row: Mapping[str, Any]) -> Entry:
    return Entry(
        case_id,
        row["version"],
        datetime.fromisoformat(row["at"]),
        row["name"],
        row["who"],
        msgspec.json.decode(row["data"]),
        row["text"],
        msgspec.json.decode(row["pictures"], type=tuple[str, ...]),
    )

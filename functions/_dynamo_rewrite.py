"""A record in DynamoDB that is written anew, with nothing left of what it was.

What does not fit into one transaction goes before it in others, and the record with the rows by which its
contacts are found comes last. So where it breaks off, whoever looks for that contact finds it again. Nobody
else writes to the record meanwhile: what they wrote would stand beside what is gone already.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo
from functions._dynamo_forms import R
from functions._dynamo_records import Records
from functions._dynamo_rows import Key, Part
from functions._dynamo_write import transact
from shop.errors import Stale

#: A transaction may weigh 4 MB, and a picture nearly 400 kB.
_PICTURE = 12


def rewrite(dynamo: Dynamo, records: Records[R], record: R, parts: Iterable[Mapping[str, Any]]) -> None:
    """The record with those parts only. Raises Stale."""
    until, mark = dynamo.until(), secrets.token_hex(8)
    before = records.by_id(record.id, until)
    if before is None or before.version != record.version - 1:
        raise Stale(record.number or record.id)
    key = records.form.key(record.id)
    kept = {str(row["part"]): row for row in parts}
    changes = [
        *(Part("part", rows.put(dynamo, row)) for row in kept.values()),
        *(rows.gone(dynamo, name, (key[0], name)) for name in _others(dynamo, key) if name not in kept),
    ]
    contacts = records.contact_parts(record, before)
    *first, last = _batches(changes, 1 + len(contacts), dynamo.dialect.rows)
    if first:
        records.take(before, until)
    for batch in first:
        transact(dynamo, batch, until, token=secrets.token_hex(8))
    records.replace(record, [*last, *contacts], mark, key, until, taken=True)


def _others(dynamo: Dynamo, key: Key) -> list[str]:
    """The names of all parts but the record itself."""
    found = rows.parts_of(dynamo, key[0], ProjectionExpression="#part")
    return [row["part"] for row in found if row["part"] != key[1]]


def _batches(changes: Iterable[Part], beside: int, most: int) -> Iterator[list[Part]]:
    """As many as go into one transaction each, with so many others beside them; one at least, if empty."""
    batch, weight = list[Part](), beside
    for each in changes:
        its = _PICTURE if each.name.startswith("picture") else 1
        if weight + its > most and batch:
            yield batch
            batch, weight = [], beside
        batch.append(each)
        weight += its
    yield batch

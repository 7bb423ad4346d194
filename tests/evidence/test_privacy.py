"""Generated people: whatever is known of each is handed over, and of whoever is erased not a byte is left.

VITRINA_PEOPLE=1000 sets how many there are; every second one is erased.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from functions import outbox
from functions._dynamo import Dynamo
from functions._dynamo_tables import make
from functions._wiring import Ports, embedded
from server import privacy_command
from shop import erasing, privacy
from shop.privacy import Known
from tests.evidence.figures import note
from tests.evidence.people import AT, Crowd, Somebody, phones_in, words_in
from tests.functions.published import publish
from tests.functions.stores.adapters import in_dynamo

COUNT = int(os.environ.get("VITRINA_PEOPLE", "30"))
SEED = 20261125
LATER = AT + timedelta(days=1)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    publish(tmp_path / "dist")
    ports = embedded(str(tmp_path / "dist"), tmp_path / "state", root_key=b"k" * 32)
    # The fsync of each commit is not what is tried here, and would be most of the time.
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    yield ports
    ports.close()


@pytest.fixture
def dynamo(endpoint: str, run: str) -> Dynamo:
    """Empty tables of this test's own."""
    tables = Dynamo(f"p{run}-", endpoint, "eu-central-1")
    make(tables)
    return tables


def known(person: Somebody, shop: Ports) -> Known:
    who = privacy.person(person.email, shop)
    assert who is not None
    return privacy.known(who, shop)


def missing(person: Somebody, found: Known) -> list[str]:
    """What was put in and is not handed over."""
    text = json.dumps(privacy_command.exported(found, LATER), ensure_ascii=False)
    given = {
        "orders": person.orders - {each.order.number for each in found.orders},
        "tickets": person.tickets - {each.ticket.number for each in found.tickets},
        "posts": person.posts - {each.post.id for each in found.posts},
        "votes": person.votes - {each.post_id for each in found.votes},
    }
    pictures = sum(len(each.pictures) for each in found.tickets)
    in_pictures = {word for each in found.tickets for one in each.pictures for word in words_in(one.content)}
    words = {word for word in person.words if word not in text and word not in in_pictures}
    lost = [f"{kind} {id}" for kind, ids in given.items() for id in ids]
    lost += [f"{person.pictures - pictures} pictures"] if pictures != person.pictures else []
    return [*lost, *words, *([person.phone] if person.phone not in text else [])]


def erase(person: Somebody, shop: Ports) -> None:
    for contact in (person.email, person.phone):
        who = privacy.person(contact, shop)
        assert who is not None
        erasing.erase(who, privacy.known(who, shop), shop, LATER)


def digits(person: Somebody) -> str:
    return person.phone[-8:]


def drained(shop: Ports) -> int:
    """Every letter that is due until the day after."""
    sent = 0
    while done := outbox.drain(shop, LATER, most=500).sent:
        sent += done
    return sent


def test_all_is_handed_over_and_of_whoever_is_erased_not_a_byte_is_left(shop: Ports, tmp_path: Path) -> None:
    began = time.monotonic()
    crowd = Crowd(shop, SEED)
    people = [crowd.somebody(number) for number in range(COUNT)]
    letters = drained(shop)
    content = _everything(tmp_path / "state")
    assert {word for person in people for word in person.words} <= words_in(content)

    lost = [fault for person in people for fault in missing(person, known(person, shop))]
    gone, there = people[::2], people[1::2]
    for person in gone:
        erase(person, shop)
    shop.scrub()

    content = _everything(tmp_path / "state")
    left, phones = words_in(content), phones_in(content)
    words = {word for person in gone for word in person.words}
    note(
        "privacy-sqlite", people=COUNT, erased=len(gone),
        orders=sum(len(each.orders) for each in people), tickets=sum(len(each.tickets) for each in people),
        posts=sum(len(each.posts) for each in people), votes=sum(len(each.votes) for each in people),
        pictures=sum(each.pictures for each in people), letters=letters,
        **{"words put in": sum(len(each.words) for each in people), "not handed over": len(lost),
           "words to be erased": len(words), "of them found in a byte scan": len(words & left),
           "phones found": len({digits(each) for each in gone} & phones),
           "bytes scanned": len(content), "seconds": round(time.monotonic() - began, 1)},
    )  # fmt: skip
    assert lost == []
    assert words & left == set()
    assert {digits(each) for each in gone} & phones == set()
    # Whoever stays has lost nothing.
    assert [fault for person in there for fault in missing(person, known(person, shop))] == []
    assert all(not known(person, shop) for person in gone)
    assert sum(len(each.orders) for each in people) == len(shop.orders.recent(10 * COUNT))


def test_the_same_holds_in_dynamodb(shop: Ports, dynamo: Dynamo, tmp_path: Path) -> None:
    store = in_dynamo(dynamo)
    shop = replace(
        shop, orders=store.orders, stock=store.stock, promos=store.promos, outbox=store.outbox,
        limits=store.limits, suppressions=store.suppressions, tickets=store.tickets, posts=store.posts,
        votes=store.votes,
    )  # fmt: skip
    count = max(6, COUNT // 25)
    crowd = Crowd(shop, SEED)
    people = [crowd.somebody(number) for number in range(count)]
    drained(shop)
    assert {word for person in people for word in person.words} <= words_in(_tables(dynamo))

    lost = [fault for person in people for fault in missing(person, known(person, shop))]
    gone, there = people[::2], people[1::2]
    for person in gone:
        erase(person, shop)

    content = _tables(dynamo) + _everything(tmp_path / "state" / "letters")
    words = {word for person in gone for word in person.words}
    note(
        "privacy-dynamo", people=count, erased=len(gone),
        **{"not handed over": len(lost), "words to be erased": len(words),
           "of them found in the tables": len(words & words_in(content)), "bytes scanned": len(content)},
    )  # fmt: skip
    assert lost == []
    assert words & words_in(content) == set()
    assert {digits(each) for each in gone} & phones_in(content) == set()
    assert [fault for person in there for fault in missing(person, known(person, shop))] == []


def _everything(folder: Path) -> bytes:
    """Every byte of every file, names included."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return b"\n".join(str(file).encode() + b"\n" + file.read_bytes() for file in files)


def _tables(dynamo: Dynamo) -> bytes:
    """Every item of every table, pictures as they are."""
    found = bytearray()
    pages = dynamo.client.get_paginator("list_tables").paginate()  # a page names a hundred
    names = [name for page in pages for name in page["TableNames"] if name.startswith(dynamo.prefix)]
    for name in names:
        for page in dynamo.client.get_paginator("scan").paginate(TableName=name):
            found += _bytes(page["Items"])
    return bytes(found)


def _bytes(value: object) -> bytes:
    if isinstance(value, dict):
        return b" ".join(str(key).encode() + b" " + _bytes(part) for key, part in value.items())
    if isinstance(value, list):
        return b" ".join(map(_bytes, value))
    return value if isinstance(value, bytes) else str(value).encode()

"""Every function of the bundle under AWS's own runtime client, fed with events as AWS sends them.

The environment in which each answers first also tells what it has imported until then: its cold path.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from functions._dynamo import Dynamo
from functions._stores import in_tables
from shop import actions
from shop.outbox import LETTER
from tests.shipping import events, parcel, runtime_api
from tests.shipping.runtime_api import Deployed, Failed

#: A drawing of one pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

#: All the packages besides the standard library's that a function has loaded when it answers for the first
#: time, and how many modules of ours. Whoever must add to these adds to how long every first visitor waits.
STARLETTE = {"anyio", "mangum", "msgspec", "python_multipart", "starlette", "typing_extensions"}
BOTO3 = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}
COLD = {
    "orders": (STARLETTE | BOTO3 | {"email_validator", "idna", "phonenumbers"}, 100),
    "tickets": (STARLETTE | BOTO3 | {"email_validator", "idna"}, 108),
    "feedback": (STARLETTE | BOTO3 | {"email_validator", "idna"}, 107),
    "desk": (STARLETTE | BOTO3 | {"jinja2", "markupsafe"}, 111),
    "outbox": (BOTO3 | {"jinja2", "markupsafe", "msgspec", "typing_extensions"}, 111),
    "bounces": (BOTO3 | {"msgspec", "typing_extensions"}, 88),
}
#: What is heavy in the standard library, and has no business there.
NEVER = ("sqlite3", "smtplib", "multiprocessing", "xmlrpc", "unittest", "pydoc", "distutils", "imaplib")

_numbers = count()

Start = Callable[[str], AbstractContextManager[Deployed]]


@pytest.fixture(scope="module")
def shop(
    endpoint: str, run: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, str], Start]]:
    """The settings, and what starts an environment of a function."""
    folder = tmp_path_factory.mktemp("lambda")
    task, client = parcel.unpacked(folder)
    with parcel.site(folder / "site") as site:
        settings = parcel.settings(folder, site, endpoint, f"bundle{run}-")

        def start(name: str) -> AbstractContextManager[Deployed]:
            log = folder / f"{name}-{next(_numbers)}.log"
            profiled = settings | {"PYTHONPROFILEIMPORTTIME": "1"}
            handler = f"functions.{name}.handler"
            return runtime_api.deployed(handler, task, log, profiled, client, sys.executable)

        yield settings, start


def body(answer: Any) -> Any:
    return json.loads(answer["body"])


def imported(log: Path) -> set[str]:
    """What `-X importtime` has told of until now; what was looked for in vain is among it."""
    return set(re.findall(r"^import time:.*\| +(\S+)$", log.read_text(), re.MULTILINE))


def crept_in(name: str, function: Deployed) -> list[str]:
    """What is on the cold path of a function and ought not to be."""
    there = {entry.name.partition(".")[0] for entry in function.folder.iterdir()}
    return strangers(name, imported(function.log), there)


def strangers(name: str, modules: set[str], there: set[str]) -> list[str]:
    packages, most = COLD[name]
    roots = {module.partition(".")[0] for module in modules}
    own = [module for module in modules if module.startswith(("functions.", "shop."))]
    found = sorted((roots & there) - packages - {"functions", "shop"})
    found += [module for module in NEVER if module in roots]
    return found + ([f"{len(own)} modules of our own, not {most}"] if len(own) > most else [])


def tables(settings: dict[str, str]) -> Any:
    return in_tables(Dynamo.of(settings | {"AWS_REGION": runtime_api.REGION}))


@pytest.mark.parametrize("shape", [events.gateway, events.address])
@pytest.mark.parametrize(
    ("name", "event", "made"),
    [
        ("orders", parcel.order, "number"),
        ("tickets", parcel.ticket, "number"),
        ("feedback", parcel.idea, "id"),
    ],
)
def test_what_visitors_send_is_in_the_tables(
    shop: tuple[dict[str, str], Start], name: str, event: Any, made: str, shape: Any
) -> None:
    settings, start = shop

    with start(name) as function:
        sent = event(shape)
        first = function.invoke(sent)
        crept = crept_in(name, function)
        again = function.invoke(sent)

    store = tables(settings)
    kept = {
        "orders": store.orders.by_number,
        "tickets": store.tickets.by_number,
        "feedback": store.posts.by_id,
    }
    assert (first["statusCode"], first["isBase64Encoded"]) == (201, False), first
    assert again["headers"]["idempotent-replayed"] == "true"
    assert kept[name](body(first)[made]) is not None
    assert crept == []
    store.close()


def test_a_ticket_s_picture_is_drawn_anew(shop: tuple[dict[str, str], Start]) -> None:
    _, start = shop

    with start("tickets") as function:
        opened = function.invoke(parcel.ticket(events.address, pictures=[PIXEL]))
        broken = function.invoke(parcel.ticket(pictures=[base64.b64encode(b"no picture").decode()]))

    assert opened["statusCode"] == 201
    assert broken["statusCode"] == 422
    assert "PIL.Image" in imported(function.log)


def test_a_mistake_is_answered_and_an_event_of_no_shape_is_an_error(
    shop: tuple[dict[str, str], Start],
) -> None:
    _, start = shop

    with start("orders") as function:
        refused = function.invoke(events.gateway("POST", "/api/orders", "{}", key="a-key-of-its-own"))
        with pytest.raises(Failed, match="errorMessage"):
            function.invoke({"none": "of these"})
        healthy = function.invoke(events.address("GET", "/api/health"))

    assert refused["statusCode"] == 422
    assert (healthy["statusCode"], body(healthy)["store"]) == (200, "ok")


def test_the_link_in_the_owner_s_letter_shows_the_order(shop: tuple[dict[str, str], Start]) -> None:
    settings, start = shop
    with start("orders") as function:
        number = body(function.invoke(parcel.order()))["number"]
    store = tables(settings)
    id = next(each.id for each in store.orders.recent(20) if each.number == number)
    store.close()
    link = actions.sign(parcel.ROOT_KEY.encode(), actions.ORDER, id, datetime.now(UTC))

    with start("desk") as function:
        shown = function.invoke(events.gateway("GET", actions.PATH + link))
        crept = crept_in("desk", function)
        moved = function.invoke(
            events.address("POST", actions.PATH + link, "version=1&to=approval", events.FORM)
        )

    assert (shown["statusCode"], number in shown["body"]) == (200, True)
    assert moved["statusCode"] == 303
    assert crept == []


def test_letters_leave_by_the_timer_and_by_the_stream_and_one_comes_back(
    shop: tuple[dict[str, str], Start],
) -> None:
    settings, start = shop
    told = ("sent", "failed", "kept")
    with start("orders") as function:
        function.invoke(parcel.order())
    store = tables(settings)
    letters = [each.message for each in store.outbox.waiting(500) if each.message.kind == LETTER]
    table = settings["VITRINA_TABLES"] + "outbox"

    with start("outbox") as function:
        first = function.invoke(events.scheduled())
        crept = crept_in("outbox", function)
        later = [
            function.invoke(event) for event in (events.scheduler(), events.stream(table, letters[0].id))
        ]
    with start("bounces") as function:
        heard = function.invoke(events.sns(events.bounced(letters[0].id, "anna@example.org")))
        crept += crept_in("bounces", function)

    assert [first[name] for name in told] == [len(letters), 0, 0]
    assert [[answer[name] for name in told] for answer in later] == [[0, 0, 0]] * 2
    assert sum(heard.values()) == 1
    assert heard["malformed"] == 0
    assert crept == []
    store.close()


def test_an_import_that_creeps_in_is_found() -> None:
    own = {f"shop.m{number}" for number in range(89)}
    modules = own | {"sqlite3", "jinja2", "jinja2.runtime", "boto3.session", "json", "certifi"}

    found = strangers("bounces", modules, {"boto3", "jinja2", "shop", "functions"})

    assert found == ["jinja2", "sqlite3", "89 modules of our own, not 88"]

"""The bundle as `build.py bundle` makes it: two runs, its size, and its cold starts under AWS's own client.

A start is counted from the process's beginning to its first answer, with the price list over HTTP and tables
in ministack on this machine. What AWS adds is not in it: making the sandbox, TLS and the way to the database.
The page cache is warm. Run it on a quiet machine.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from zipfile import ZipFile

import boto3
import pytest

from shipping import bundle, bytecode, libraries
from tests.evidence.figures import note
from tests.shipping import events, parcel, runtime_api

STARTS = int(os.environ.get("VITRINA_STARTS", "2"))
WARM = STARTS * 10
REQUIREMENTS = libraries.REQUIREMENTS.with_name("requirements-dev.txt")

#: In milliseconds and in millions of bytes; times are held to it only with enough starts.
WITH_TABLES, LARGEST = 450, 4.0
#: The aim without a database is 200, which is what Starlette and AWS's client take by themselves.
WITHOUT = 300
PARAMETER = "/vitrina/proof/secret"

#: A drawing of one pixel.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass(frozen=True, slots=True)
class Shop:
    """What was unpacked, and what functions are told."""

    made: bundle.Bundle
    folder: Path
    python: str
    settings: dict[str, str]

    def start(self, name: str, settings: dict[str, str]) -> Any:
        """An environment of that function, of the zip that it is deployed from."""
        task = self.folder / ("tickets" if name == "tickets" else "functions")
        return runtime_api.deployed(
            f"functions.{name}.handler",
            task,
            self.folder / "log",
            settings,
            self.folder / "client",
            self.python,
        )


@pytest.fixture(scope="module")
def shop(endpoint: str, run: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("proof")
    version = bytecode.chosen() if bytecode.interpreter(bytecode.chosen()) else bytecode.running()
    arch = {"aarch64": "arm64"}.get(platform.machine(), "x86_64")
    made = bundle.bundle(folder, version, arch)
    for file in made.files:
        with ZipFile(file) as zip:
            zip.extractall(folder / file.stem)
    python = bytecode.interpreter(version)
    assert python is not None
    libraries.fetch(parcel.CLIENT, version, arch, folder / "client", REQUIREMENTS)
    bytecode.compile_all(folder / "client", python)
    with parcel.site(folder / "site") as site:
        yield Shop(made, folder, python, parcel.settings(folder, site, endpoint, f"proof{run}-"))


def test_two_runs_give_the_same_files_of_four_megabytes(shop: Shop, tmp_path: Path) -> None:
    again = bundle.bundle(tmp_path, shop.made.python, shop.made.arch)

    digests = [bundle.digest(file) for file in shop.made.files]
    functions, tickets = (file.stat().st_size / 1e6 for file in shop.made.files)
    assert [bundle.digest(file) for file in again.files] == digests
    assert functions <= LARGEST
    _noted["python"] = shop.made.python
    _noted["functions.zip"] = f"{functions:.2f} MB, sha256 {digests[0][:16]} twice"
    _noted["tickets.zip"] = f"{tickets:.2f} MB, sha256 {digests[1][:16]} twice"


def test_every_function_answers_in_time(shop: Shop, endpoint: str) -> None:
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    ssm = boto3.client("ssm", region_name=runtime_api.REGION, endpoint_url=endpoint, **keys)
    ssm.put_parameter(Name=PARAMETER, Value=parcel.ROOT_KEY, Type="SecureString", Overwrite=True)
    tables = shop.settings
    stored = {name: value for name, value in tables.items() if name != "VITRINA_SECRET"} | {
        "VITRINA_SECRET_FROM": f"ssm:{PARAMETER}", "AWS_ENDPOINT_URL_SSM": endpoint,
    }  # fmt: skip
    file = {name: tables[name] for name in ("VITRINA_PRICES", "VITRINA_STATE", "VITRINA_SECRET")}
    bounce = events.sns(events.bounced("of-no-letter", "anna@example.org"))
    looked = events.address("GET", "/api/form-token")

    found = {
        "orders, an order into tables": _measured(shop, "orders", tables, parcel.order),
        "the same, secret in Systems Manager": _measured(shop, "orders", stored, parcel.order),
        "tickets, a ticket into tables": _measured(shop, "tickets", tables, parcel.ticket),
        "feedback, an idea into tables": _measured(shop, "feedback", tables, parcel.idea),
        "desk, a page": _measured(shop, "desk", tables, lambda: events.gateway("GET", "/desk/act/none")),
        "outbox, by the timer": _measured(shop, "outbox", tables, events.scheduled),
        "bounces, a letter came back": _measured(shop, "bounces", tables, lambda: bounce),
        "orders, no database": _measured(shop, "orders", file, lambda: looked),
        "orders, an order into SQLite": _measured(shop, "orders", file, parcel.order),
    }

    for name, measured in found.items():
        _noted[name] = _said(measured)
    if STARTS >= 20:
        assert {name: each["median"] for name, each in found.items() if each["median"] > WITH_TABLES} == {}
        assert found["orders, no database"]["median"] <= WITHOUT


def test_a_warm_function_answers_at_once_and_does_not_grow(shop: Shop) -> None:
    with shop.start("tickets", shop.settings) as function:
        took, opened = [], [function.invoke(parcel.ticket(events.address, pictures=[PICTURE]))]
        before = function.peak()
        for _ in range(WARM):
            began = function.age()
            opened.append(function.invoke(parcel.ticket()))
            took.append((function.age() - began) * 1000)
        after = function.peak()

    assert {answer["statusCode"] for answer in opened} <= {201, 429}
    assert after - before < 5
    cuts = quantiles(took, n=100)
    _noted[f"{WARM} warm tickets"] = (
        f"{cuts[49]:.0f} ms, {cuts[98]:.0f} of one in a hundred;"
        f" {before:.0f} MB after a picture, {after:.0f} then"
    )


@pytest.fixture(scope="module", autouse=True)
def noted() -> Iterator[None]:
    yield
    ahead = "ahead of all others" if os.sched_getscheduler(0) != os.SCHED_OTHER else "like all others"
    note("bundle", starts=STARTS, load=f"{os.getloadavg()[0]:.0f}, scheduled {ahead}", **_noted)


_noted: dict[str, Any] = {}


def _said(measured: dict[str, float]) -> str:
    return "{median} ms ({fastest}–{slowest}), {processor} of a processor, {megabytes} MB".format(**measured)


def _measured(shop: Shop, name: str, settings: dict[str, str], event: Callable[[], Any]) -> dict[str, float]:
    took, spent, held = [], [], []
    for _ in range(STARTS):
        with shop.start(name, settings) as function:
            answer = function.invoke(event())
            took.append(function.age() * 1000)
            spent.append(function.seconds() * 1000)
            held.append(function.peak())
        assert answer.get("statusCode", 200) in (200, 201, 404, 429), answer
    return {
        "median": round(median(took)), "fastest": round(min(took)), "slowest": round(max(took)),
        "processor": round(median(spent)), "megabytes": round(max(held), 1),
    }  # fmt: skip

"""`build.py privacy`, as it is typed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions import _local
from functions.outbox import drain
from server import privacy_command
from shop.errors import Unavailable
from shop.terms import Retention
from tests.functions.published import TERMS, publish
from tests.server.conftest import Served
from tests.server.test_owner import typed

WHO = "anna@example.org"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_store_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITRINA_PRICES", raising=False)
    monkeypatch.delenv("VITRINA_STATE", raising=False)


def letters(shop: Served) -> list[Path]:
    return list(_local.letters_folder(shop.state).glob("*.eml"))


def test_everything_is_written_into_a_file_for_its_owner_s_eyes_only(
    placed: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "anna.json"

    assert typed(placed, "privacy", "export", WHO, "--to", str(file)) == 0

    said = capsys.readouterr().out
    assert said == (
        f"1 order, 0 tickets, 0 posts, 0 votes and 2 messages of {WHO} are in {file}. Whoever reads that file"
        " reads all of it.\nThe same person may be known by +49 30 1234567: ask for that, too.\n"
    )
    found = json.loads(file.read_text())
    assert found["orders"][0]["order"]["customer"]["name"] == "Anna Berg"
    assert found["orders"][0]["events"][0]["name"] == "placed"
    assert [each["event"] for each in found["messages"]].count("order_received") == 1
    assert placed.order.secret_hash not in file.read_text()
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_told(
    placed: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / "nowhere" / "anna.json"

    assert typed(placed, "privacy", "export", WHO, "--to", str(where)) == 1
    assert capsys.readouterr().err.startswith(f"{where} cannot be written: ")


def test_what_is_there_already_is_left_as_it_is(
    placed: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "taxes.json"
    file.write_text("of last year")

    for where in (file, tmp_path):
        assert typed(placed, "privacy", "export", WHO, "--to", str(where)) == 1
        said = capsys.readouterr().err
        assert said == f"{where} is there already and was left as it is; name another file.\n"

    assert file.read_text() == "of last year"


def test_without_a_file_it_is_json_alone(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed, "privacy", "export", WHO) == 0

    assert json.loads(capsys.readouterr().out)["contact"] == WHO


def test_erasing_first_says_what_that_would_be(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    placed.go("cancel")
    before = placed.order

    assert typed(placed, "privacy", "erase", WHO) == 0

    said = capsys.readouterr().out
    assert (
        f"Of {WHO}:\n  order V-10001-4 (cancel): stays with its lines and sums, without the customer\n"
        in said
    )
    assert "Nothing was done. The same with --yes erases it, for good." in said
    assert placed.order == before


def test_with_yes_it_is_done_and_what_is_left_to_do_is_told(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    placed.place("another-key")
    placed.go("cancel")
    drain(placed.ports, datetime.now(UTC))
    kept = len(letters(placed))

    assert typed(placed, "privacy", "erase", WHO, "--yes") == 0

    said = capsys.readouterr().out
    assert "Erased, for good." in said
    assert "Still to be fulfilled: V-10002-3." in said
    assert "Copies made by `backup`" in said
    assert (placed.order.customer.name, placed.order.customer.email) == ("", None)
    assert 0 < len(letters(placed)) < kept
    assert typed(placed, "orders", "V-10001-4") == 0
    assert "erased" in capsys.readouterr().out


def test_what_could_not_be_scrubbed_is_scrubbed_the_next_time(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    placed.go("cancel")
    times: list[str] = []

    def busy() -> None:
        times.append("")
        if len(times) == 1:
            raise Unavailable("the store cannot be scrubbed: somebody is reading it")

    ports = replace(placed.ports, scrub=busy)
    with pytest.raises(Unavailable):
        privacy_command.erase(ports, WHO, yes=True)

    assert privacy_command.erase(ports, WHO, yes=True) == 0
    assert capsys.readouterr().out.endswith(f"Nothing is known of {WHO}.\n")
    assert len(times) == 2


@pytest.mark.parametrize("what", ["export", "erase"])
def test_what_is_neither_an_address_nor_a_number_is_told(
    placed: Served, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    assert typed(placed, "privacy", what, "Anna\x1b[31m") == 1

    said = capsys.readouterr()
    assert "is neither an e-mail address nor a phone number with its country’s code." in said.err
    assert "\x1b" not in said.err


def test_of_a_stranger_nothing_is_known(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed, "privacy", "erase", "stranger@example.org") == 0

    assert capsys.readouterr().out == "Nothing is known of stranger@example.org.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("export", WHO, "--yes"),
        ("erase", WHO, "--to", "x.json"),
        ("erase",),
        ("retain", WHO),
        ("retain", "--yes"),
    ],
)
def test_options_of_the_other_are_told(
    placed: Served, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert typed(placed, "privacy", *words) == 2

    assert "export takes CONTACT and --to, erase takes CONTACT and --yes" in capsys.readouterr().err


def test_what_is_old_is_forgotten_when_it_is_asked_for(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(placed, "privacy", "retain") == 0
    assert capsys.readouterr().out == "Nothing has been kept for longer than `retention:` says.\n"
    publish(placed.site, terms=replace(TERMS, retention=Retention(orders=1, letters=1)))
    placed.go("cancel")
    long_ago = replace(placed.order, version=3, since=LONG_AGO, placed_at=LONG_AGO)
    placed.ports.orders.rewrite(long_ago, (), ())
    database = placed.ports.orders._database.opened()  # type: ignore[attr-defined]
    database.execute("UPDATE orders SET placed_at = '2020-01-01T00:00:00.000000+00:00'")

    assert typed(placed, "privacy", "retain") == 0

    assert "Forgotten, as `retention:` says: 1 order, 0 tickets" in capsys.readouterr().out
    assert placed.order.customer.name == ""

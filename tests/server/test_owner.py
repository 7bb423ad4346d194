"""The commands for whoever runs the shop, as they are typed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import build
from functions import _wiring
from shop import bounces
from tests.server.conftest import Served
from tests.server.test_outbox import give_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_store_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITRINA_PRICES", raising=False)
    monkeypatch.delenv("VITRINA_STATE", raising=False)


def typed(shop: Served, *words: str) -> int:
    return build.main([*words, "--state", str(shop.state), "--out", str(shop.site)])


def test_orders_are_listed_with_how_long_they_wait(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(placed, "orders") == 0

    said = capsys.readouterr().out
    assert re.fullmatch(r"NUMBER +STATUS +FOR +TOTAL +WHO\nV-10001-4 +new +0 min +€96\.00 +Anna Berg\n", said)


def test_one_order_is_told_whole_with_what_can_be_done_next(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    placed.go("approval")

    assert typed(placed, "orders", "v10001-4") == 0

    said = capsys.readouterr().out
    for line in (
        "V-10001-4: Confirmed, we are getting it ready (approval, for 0 min)",
        "  2 × Gaiwan S (TP-01-S)  €96.00",
        "Name: Anna Berg",
        "Phone: +49 30 1234567",
        "E-mail: anna@example.org",
        "History",
        f"The customer's page: {placed.order.link(placed.ports.root_key)}",
    ):
        assert f"\n{line}\n" in f"\n{said}", line
    assert "new → approval  (anna)" in said
    assert "\nNext: --to assembling, --to cancel\nReasons to cancel: no_call, no_product, " in said


def test_an_order_is_moved_on_and_cancelled(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    placed.go("approval", "assembling")

    assert (
        typed(placed, "orders", "V-10001-4", "--to", "delivery", "--tracking", "LX 1", "--comment", "ok") == 0
    )
    assert typed(placed, "orders", "V-10001-4", "--to", "cancel", "--reason", "no_call") == 0

    assert capsys.readouterr().out == "V-10001-4: assembling → delivery\nV-10001-4: delivery → cancel\n"
    assert (placed.order.tracking, placed.order.reason) == ("LX 1", "no_call")
    assert {"order_sent", "order_cancelled"} <= set(placed.letters())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "delivery"],
         "V-10001-4 is at new; from there it can go to approval or cancel, not to delivery."),
        (["--to", "parcel"],
         "There is no status parcel; there are new, approval, assembling, delivery, complete and cancel."),
        (["--to", "cancel"],
         "Say why it is cancelled, with one of no_call, no_product, bought_elsewhere, "
         "delivery_does_not_suit, price_does_not_suit, duplicate, spam, customer or other."),
        (["--to", "approval", "--reason", "no_call"],
         "Only an order that is cancelled, or of which something comes back, has a reason."),
        (["--to", "approval", "--comment", "a\nb"], "Please write one line of at most 1000 characters."),
        (["--to", "approval", "--tracking", "1" * 65], "Please write one line of at most 64 characters."),
        (["--return", "TP-01-S=1"], "V-10001-4 is at new; things come back from a complete order."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_what_can(
    placed: Served, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = placed.order

    assert typed(placed, "orders", "V-10001-4", *words) == 1

    assert capsys.readouterr().err == f"{said}\n"
    assert placed.order == before


def test_a_final_order_goes_nowhere(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    placed.go("cancel")

    assert typed(placed, "orders", "V-10001-4", "--to", "approval") == 1
    assert capsys.readouterr().err == (
        "V-10001-4 is at cancel, where an order ends; it goes nowhere from there.\n"
    )


def test_things_come_back(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    placed.go("approval", "assembling", "delivery", "complete")
    back = ["orders", "V-10001-4", "--return", "TP-01-S=1", "--reason", "a chip"]

    codes = [typed(placed, *back, "--restock"), typed(placed, *back), typed(placed, *back)]

    said = capsys.readouterr()
    assert codes == [0, 0, 1]
    assert said.out == "V-10001-4: 1 piece came back, for sale again\nV-10001-4: 1 piece came back\n"
    assert said.err == "0 of TP-01-S can still come back from V-10001-4.\n"
    assert [back.reason for back in placed.ports.orders.returns(placed.order.id)] == ["a chip", "a chip"]


@pytest.mark.parametrize(
    "words",
    [
        ["--to", "approval"],
        ["V-10001-4", "--comment", "x"],
        ["V-10001-4", "--reason", "x"],
        ["V-10001-4", "--to", "approval", "--restock"],
        ["V-10001-4", "--return", "TP-01-S=1", "--tracking", "x"],
    ],
)
def test_an_option_that_would_be_lost_is_refused(
    placed: Served, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert typed(placed, "orders", *words) == 2
    assert capsys.readouterr().err == (
        "With the order's number: --to takes --tracking, --reason and --comment; "
        "--return takes --reason and --restock.\n"
    )


@pytest.mark.parametrize("pieces", ["TP-01-S", "TP-01-S=", "TP-01-S=0", "=1", "TP-01-S=-1", "TP-01-S=²"])
def test_pieces_that_are_none_are_a_mistake_in_writing(
    placed: Served, capsys: pytest.CaptureFixture[str], pieces: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        typed(placed, "orders", "V-10001-4", "--return", pieces)

    assert ended.value.code == 2
    assert f"write it as SKU=PIECES, such as TP-01=1, not {pieces}" in capsys.readouterr().err


def test_a_number_that_is_none_is_said_so(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed, "orders", "V-10001-5") == 1
    assert typed(placed, "orders", "\x1b[31m") == 1
    assert capsys.readouterr().err == "There is no order V-10001-5.\nThere is no order \\x1b[31m.\n"


def test_a_shop_without_orders_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"

    for command in (["orders"], ["outbox"]):
        assert build.main([*command, "--state", str(state)]) == 1

    assert capsys.readouterr().err == (
        f"This cannot be done: there are no orders in {state}; name another folder with --state.\n" * 2
    )
    assert not state.exists()


def test_a_shop_that_was_not_built_says_how_to(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = str(placed.site / "elsewhere")

    assert build.main(["orders", "--state", str(placed.state), "--out", elsewhere]) == 1
    assert capsys.readouterr().err == (
        "This cannot be done: the shop has not been built; python build.py serve does that.\n"
    )


def test_the_environment_names_the_store_where_functions_run(
    placed: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINA_PRICES", str(placed.site))
    monkeypatch.setenv("VITRINA_STATE", str(placed.state))
    monkeypatch.setattr(_wiring, "ports", lambda: placed.ports)

    assert build.main(["orders"]) == 0
    assert "V-10001-4" in capsys.readouterr().out


def test_the_outbox_is_listed_and_sent_again(placed: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(placed, "outbox") == 0
    waiting = capsys.readouterr().out
    ids = give_up(placed)
    assert typed(placed, "outbox") == 0
    dead = capsys.readouterr().out

    codes = [typed(placed, "outbox", "--replay", wanted) for wanted in (ids[0][:8], ids[0], "all", "all")]

    assert waiting.startswith("Waiting:\n")
    assert "Letter “Thank you for your order”, order V-10001-4, to anna@example.org\n" in waiting
    assert "Letter about a new order, order V-10001-4, to you\n      due " in waiting
    assert dead.startswith("Given up:\n")
    assert "      given up: refused <for good>\n" in dead
    assert "python build.py outbox --replay all" in dead
    assert codes == [0, 1, 0, 0]
    said = capsys.readouterr()
    assert said.out == "1 message will be sent again.\n" * 2 + "Nothing was given up.\n"
    assert said.err == f"No message that was given up has an id that begins with {ids[0]}.\n"


def test_an_address_is_written_to_again_when_its_owner_says_so(
    placed: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    for why, email in (("undeliverable", "anna@example.org"), ("complaint", "boris@example.org")):
        bounces.silence(email, why, placed.ports, datetime.now(UTC))

    addresses = ("Anna@Example.org", "boris@example.org", "anna@example.org", "anna at home")
    codes = [typed(placed, "outbox", "--allow", address) for address in addresses]

    said = capsys.readouterr()
    assert codes == [0, 0, 0, 1]
    assert said.out == (
        "Anna@example.org is written to again. A letter had come back from there.\n"
        "boris@example.org is written to again. Its reader had called a letter spam.\n"
        "anna@example.org is written to; nothing had stopped that.\n"
    )
    assert said.err == "anna at home is no e-mail address.\n"
    assert bounces.silenced("anna@example.org", placed.ports) is None


def test_a_store_is_copied_and_brought_back(
    placed: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, new = tmp_path / "monday.sqlite3", tmp_path / "new"

    assert build.main(["backup", str(copy), "--state", str(placed.state)]) == 0
    assert build.main(["restore", str(copy), "--state", str(new), "--verify"]) == 0
    assert build.main(["restore", str(copy), "--state", str(new)]) == 1

    said = capsys.readouterr()
    assert said.out == (
        f"1 order and 2 messages are in {copy}, compared with the store row by row.\n"
        f"The links in letters need {placed.state / 'secret'} too: copy it once, to another safe place.\n"
        f"1 order and 2 messages are in {new} again, compared with the copy row by row.\n"
        f"Put the secret back as {new / 'secret'}: without it the links in letters open nothing.\n"
    )
    assert "is there already; move it away first" in said.err


def test_tables_are_copied_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINA_PRICES", "https://shop.example")
    monkeypatch.setenv("VITRINA_TABLES", "shop-")

    assert build.main(["backup", str(tmp_path / "copy")]) == 1
    assert "the orders are in DynamoDB, which makes and keeps copies of its" in capsys.readouterr().err


def test_a_copy_of_nothing_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["backup", str(tmp_path / "copy"), "--state", str(tmp_path / "state")]) == 1
    assert capsys.readouterr().err.startswith("This cannot be done: there is no store at ")


def test_a_command_works_while_another_process_serves_the_store(placed: Served) -> None:
    placed.ports.orders.recent(1)  # open here, as by serve

    words = [
        "orders",
        "V-10001-4",
        "--to",
        "approval",
        "--state",
        str(placed.state),
        "--out",
        str(placed.site),
    ]
    ended = subprocess.run([sys.executable, "build.py", *words], cwd=ROOT, capture_output=True, text=True)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "V-10001-4: new → approval\n", "")
    assert placed.order.status == "approval"
    assert json.dumps(placed.letters()).count("order_confirmed") == 1

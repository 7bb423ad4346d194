"""Orders with one click: one line and a way to call back."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from functions import _wiring
from functions._wiring import Ports
from functions.outbox import drain
from tests.functions.browser import Client
from tests.functions.conftest import KEY
from tests.functions.test_pages import well_formed


@pytest.fixture
def quick() -> dict[str, Any]:
    return {
        "lines": [{"sku": "TP-01-S", "quantity": 1}],
        "contact": {"phone": "+49 30 1234567"},
        "language": "en",
        "expected_total": "48.00",
    }


def letters(tmp_path: Path) -> list[Any]:
    files = sorted(_wiring.letters_folder(tmp_path / "state").glob("*.eml"))
    return [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]


def test_one_click_waits_for_the_shop_to_call_back(
    client: Client, ports: Ports, quick: dict[str, Any]
) -> None:
    placed = client.post("/api/orders", quick, KEY)

    assert (placed.status, placed.json["status"], placed.json["total"]) == (201, "approval", "48.00")
    order = ports.orders.by_number(placed.json["number"])
    assert order is not None
    assert (order.quick, order.customer.name, order.delivery.method, order.payment.method) == (
        True, "", "", "",
    )  # fmt: skip
    number, _, key = placed.json["track"].partition("#")[2].partition(".")
    shown = client.post("/api/track", {"number": number, "key": key, "language": "en"}).json
    assert shown["status_text"] == "Received, we will call you back"
    assert shown["next_text"].startswith("We call you by ")
    assert (shown["delivery"]["price_text"], shown["can_cancel"]) == ("", False)


def test_one_click_is_checked_like_any_order(client: Client, quick: dict[str, Any]) -> None:
    nobody = client.post("/api/orders", {**quick, "contact": {"name": "Anna"}}, KEY)
    dearer = client.post("/api/orders", {**quick, "expected_total": "47.00"}, KEY)
    more = client.post("/api/orders", {**quick, "lines": [{"sku": "TP-01-L", "quantity": 3}]}, KEY)

    assert {error["field"]: error["code"] for error in nobody.json["errors"]} == {
        "contact.email": "email_or_phone", "contact.phone": "email_or_phone",
    }  # fmt: skip
    assert (dearer.status, dearer.json["type"]) == (409, "urn:vitrina:problem:price_changed")
    assert (more.status, more.json["type"]) == (409, "urn:vitrina:problem:not_enough")


def test_the_owner_reads_whom_to_call_and_nothing_stands_empty(
    client: Client, ports: Ports, quick: dict[str, Any], tmp_path: Path
) -> None:
    quick["contact"]["email"] = "anna@example.org"
    client.post("/api/orders", quick, KEY)

    drain(ports, datetime.now(UTC))

    written = letters(tmp_path)
    assert {letter["To"].addresses[0].addr_spec for letter in written} == {
        "anna@example.org", "hello@shop.example",
    }  # fmt: skip
    for letter in written:
        text = letter.get_body(("plain",)).get_content()
        assert not [line for line in text.splitlines() if line.rstrip().endswith(":") and "order" not in line]
    owner = next(each for each in written if each["To"].addresses[0].addr_spec == "hello@shop.example")
    text = owner.get_body(("plain",)).get_content()
    assert "Ordered with one click" in text
    assert "+49 30 1234567" in text
    assert "Customer" not in text.partition("Phone")[0].splitlines()[-1]


ONE = {"lines.0.sku": "TP-01-S", "lines.0.quantity": "1", "language": "en"}


def test_without_script_one_click_is_looked_at_once_more_and_then_placed(
    client: Client, ports: Ports
) -> None:
    page = client.submit("/api/orders", {**ONE, "contact.phone": "+49 30 1234567", "contact.email": ""})
    done = client.submit("/api/orders", page.fields)

    assert (page.status, well_formed(page)) == (422, True)
    assert "Nothing has been ordered yet" in page.text
    assert page.fields["expected_total"] == "48.00"
    assert not [name for name in page.fields if name.startswith("delivery")]
    assert (done.status, well_formed(done)) == (201, True)
    assert "Received, we will call you back" in done.text
    assert ports.orders.recent(1)[0].quick


def test_mistakes_of_one_click_come_back_on_its_own_page(client: Client, ports: Ports) -> None:
    page = client.submit("/api/orders", {**ONE, "contact.phone": "12", "idempotency_key": KEY})

    assert (page.status, well_formed(page)) == (422, True)
    assert 'id="contact-phone-error"' in page.text
    assert page.fields["contact.phone"] == "12"
    assert "delivery.method" not in page.fields
    assert ports.orders.recent(1) == []


def test_one_click_for_more_than_there_is_offers_the_rest(client: Client, ports: Ports) -> None:
    asked = {**ONE, "lines.0.sku": "TP-01-L", "lines.0.quantity": "5", "contact.email": "anna@example.org"}

    page = client.submit("/api/orders", {**asked, "idempotency_key": KEY})
    done = client.submit("/api/orders", page.fields)

    assert (page.status, well_formed(page)) == (409, True)
    assert "you wanted 5, only 2 left" in page.text
    assert done.status == 201
    assert ports.orders.recent(1)[0].lines[0].quantity == 2

from __future__ import annotations

import pytest

from storefront.forwarding import NOWHERE, Forwarding

EACH = "orders=https://o.example tickets=https://t.example/ feedback=https://f.example desk=https://d.example"


def test_without_functions_nothing_is_passed_on() -> None:
    assert list(NOWHERE.lines()) == []


@pytest.mark.parametrize(
    "address", ["https://shop.example", "https://shop.example:8443/live", "http://127.0.0.1:8700"]
)
def test_one_address_takes_all_calls(address: str) -> None:
    assert list(Forwarding.of(f" {address}/ ").lines()) == [
        f"/api/* {address}/api/:splat 200",
        f"/desk/* {address}/desk/:splat 200",
    ]


def test_each_function_may_have_its_own_address() -> None:
    assert list(Forwarding.of(EACH).lines()) == [
        "/api/tickets https://t.example/api/tickets 200",
        "/api/tickets/* https://t.example/api/tickets/:splat 200",
        "/api/pictures/* https://t.example/api/pictures/:splat 200",
        "/api/feedback https://f.example/api/feedback 200",
        "/api/feedback/* https://f.example/api/feedback/:splat 200",
        "/desk/* https://d.example/desk/:splat 200",
        "/api/* https://o.example/api/:splat 200",
    ]


@pytest.mark.parametrize(
    ("setting", "mistakes"),
    [
        ("https://shop.example:none", ["must be an https address, such as https://orders.shop.example"]),
        ("https://[shop.example", ["must be an https address, such as https://orders.shop.example"]),
        (
            "https://shop.example#",
            ["must be an address and nothing else, such as https://orders.shop.example"],
        ),
        (f"{EACH} desk=https://e.example", ["names desk twice"]),
        (
            EACH.replace("t.example", "t.example/api"),
            ["for tickets is the address without /api and /desk, which are added to it"],
        ),
        (
            f"{EACH} =https://e.example",
            ["names nothing, which is no function; there are desk, feedback, orders, tickets"],
        ),
        (
            "desk=https://d.example",
            ["must name one address for all or one for each function; missing: feedback, orders, tickets"],
        ),
    ],
)
def test_what_cannot_be_is_told(setting: str, mistakes: list[str]) -> None:
    with pytest.raises(ValueError, match=r"must|names|added") as refused:
        Forwarding.of(setting)

    assert list(refused.value.args) == mistakes


def test_an_address_may_hold_an_equals_sign() -> None:
    assert set(Forwarding.of("https://shop.example/a=b").rules.values()) == {"https://shop.example/a=b"}

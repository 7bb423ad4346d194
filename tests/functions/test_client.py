"""Whose request it is, whatever its headers say."""

from __future__ import annotations

import pytest

from functions._client import network

PEER = "9.9.9.9"
VISITOR = "8.8.4.4"


@pytest.mark.parametrize(
    ("peer", "found"),
    [
        ("8.8.4.4", "8.8.4.4"),
        ("::ffff:8.8.4.4", "8.8.4.4"),
        ("2a00:1450:4001:8aff::1", "2a00:1450:4001:8a00::/56"),
        ("2A00:1450:4001:8A00:1:2:3:4", "2a00:1450:4001:8a00::/56"),
        ("2a00:1450:4001:8b00::1", "2a00:1450:4001:8b00::/56"),
        ("127.0.0.1", None),
        ("::1", None),
        ("::ffff:10.0.0.1", None),
        ("10.1.2.3", None),
        ("192.168.1.1", None),
        ("100.64.0.1", None),
        ("fe80::1%eth0", None),
        ("fd00::1", None),
        ("0.0.0.0", None),
        ("testclient", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_stands_for_whoever_can_send_from_it(peer: str | None, found: str | None) -> None:
    assert network(peer, [], 0) == found


@pytest.mark.parametrize(
    "forwarded",
    [
        [],
        ["1.1.1.1"],
        ["1.1.1.1, 1.0.0.1", "1.2.3.4"],
        ["127.0.0.1"],
        ["garbage"],
        ["1.1.1.1," * 20_000],
    ],
)
def test_no_header_is_believed_where_no_proxy_stands(forwarded: list[str]) -> None:
    assert network(PEER, forwarded, 0) == PEER


@pytest.mark.parametrize(
    "made_up",
    [
        [],
        [""],
        ["1.1.1.1"],
        [" 1.1.1.1 ,, ,"],
        ["1.1.1.1", "1.0.0.1"],
        ["1.1.1.1:80", "[2a00::1]:80"],
        ["unknown, _hidden, \x00, for=1.1.1.1;by=2.2.2.2"],
        [", " * 10_000],
        ["9" * 100_000],
        ["1.1.1.1," * 20_000],
    ],
)
@pytest.mark.parametrize("joined", [True, False], ids=["one header", "several"])
def test_what_a_visitor_makes_up_changes_nothing_behind_a_proxy(made_up: list[str], joined: bool) -> None:
    headers = [", ".join([*made_up, VISITOR])] if joined else [*made_up, VISITOR]

    assert network(PEER, headers, 1) == VISITOR
    assert network("127.0.0.1", [*headers, "10.0.0.1"], 2) == VISITOR


@pytest.mark.parametrize(
    ("wrote", "found"),
    [
        ("8.8.4.4:51234", "8.8.4.4"),
        ("[2a00:1450:4001:8aff::1]:443", "2a00:1450:4001:8a00::/56"),
        ("[2a00:1450:4001:8aff::1]", "2a00:1450:4001:8a00::/56"),
        ("2a00:1450:4001:8aff::1%3", "2a00:1450:4001:8a00::/56"),
        ("  8.8.4.4\t", "8.8.4.4"),
        ("10.0.0.7", None),
        ("unknown", PEER),
        ("8.8.4", PEER),
        ("8.8.4.4.4:80", PEER),
        ("08.8.4.4", PEER),
        ("8" * 5000, PEER),
        ("", PEER),
    ],
)
def test_what_a_proxy_writes_is_read_in_every_way_they_write(wrote: str, found: str | None) -> None:
    assert network(PEER, ["1.1.1.1", wrote], 1) == found


def test_where_fewer_proxies_wrote_than_should_have_the_nearest_address_counts() -> None:
    assert network(PEER, ["1.1.1.1"], 2) == PEER
    assert network(PEER, [], 1) == PEER

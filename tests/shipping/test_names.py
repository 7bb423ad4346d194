"""What name servers say, asked over the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shipping import names
from shipping.names import NameServers, Silent
from tests.shipping.nameserver import FAILS, SAYS_NOTHING, answering

RECORDS = {
    ("shop.net", "TXT"): ['"v=spf1 " "mx ~all"', '"another"'],
    ("shop.net", "MX"): ["10 mx.shop.net.", "20 second.shop.net."],
    ("letters.net", "MX"): ["0 ."],
    ("own._domainkey.shop.net", "TXT"): ['"v=DKIM1; p=abc"'],
    ("broken.net", "TXT"): FAILS,
    ("slow.net", "TXT"): SAYS_NOTHING,
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServers]:
    monkeypatch.setattr(names, "_SECONDS", 1.0)
    with answering(RECORDS) as resolver:
        yield NameServers(resolver)


def test_a_text_in_pieces_is_one_text(asked: NameServers) -> None:
    assert sorted(asked.texts("shop.net")) == ["another", "v=spf1 mx ~all"]


@pytest.mark.parametrize(
    "name", ["nobody.net", "_dmarc.shop.net", "letters.net", "a" * 64 + ".net", "a..net"]
)
def test_what_is_not_there_is_nothing(asked: NameServers, name: str) -> None:
    assert asked.texts(name) == []


def test_hosts_that_take_mail_are_told_and_a_lone_dot_is_none(asked: NameServers) -> None:
    assert sorted(asked.exchangers("shop.net")) == ["mx.shop.net", "second.shop.net"]
    assert asked.exchangers("letters.net") == []


def test_a_name_is_known_by_what_is_below_it(asked: NameServers) -> None:
    assert asked.exists("_domainkey.shop.net")
    assert not asked.exists("_domainkey.letters.net")


@pytest.mark.parametrize("name", ["broken.net", "slow.net"])
def test_servers_that_do_not_answer_are_silent(asked: NameServers, name: str) -> None:
    with pytest.raises(Silent):
        asked.texts(name)

from __future__ import annotations

from pathlib import Path

import pytest

from storefront import commands
from storefront.environment import Environment, Misset, read
from tests.storefront.conftest import HERE

HOW = "VITRINA_FUNCTIONS_URL must be an https address, such as https://orders.shop.example."
WHOLE = "VITRINA_FUNCTIONS_URL must be an address and nothing else, such as https://orders.shop.example."
LESS = "VITRINA_FUNCTIONS_URL is the address without /api and /desk, which are added to it."


def test_without_settings_a_build_needs_none() -> None:
    assert read({}) == read({"VITRINA_FUNCTIONS_URL": "", "VITRINA_HISTORY": ""}) == Environment()


def test_each_setting_is_read(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_text("{}")

    found = read(
        {
            "VITRINA_FUNCTIONS_URL": "https://a.example/stage/",
            "VITRINA_HISTORY": str(file),
            "VITRINA_FEEDBACK": "f",
        }
    )

    assert (set(found.forwarding.rules.values()), found.history) == ({"https://a.example/stage"}, file)
    assert found.feedback is not None


def test_what_is_wrong_with_each_address_is_said() -> None:
    with pytest.raises(Misset) as raised:
        read({"VITRINA_FUNCTIONS_URL": "orders=o.example ticket=https://t.example"})

    assert raised.value.sentences == [
        HOW.replace(" must", " for orders must"),
        "VITRINA_FUNCTIONS_URL names ticket, which is no function;"
        " there are desk, feedback, orders, tickets.",
        "VITRINA_FUNCTIONS_URL must name one address for all or one for each function;"
        " missing: desk, feedback, tickets.",
    ]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("orders.shop.example", HOW),
        ("http://orders.shop.example", HOW),
        ("ftp://orders.shop.example", HOW),
        ("https://", WHOLE),
        ("https://orders.shop.example /x", WHOLE),
        ("https://orders.shop.example?stage=1", WHOLE),
        ("https://me:secret@orders.shop.example", WHOLE),
        ("https://orders.shop.example/api", LESS),
        ("https://orders.shop.example/api/", LESS),
        ("https://orders.shop.example/desk", LESS),
    ],
)
def test_an_address_of_functions_that_cannot_be_is_said(address: str, sentence: str) -> None:
    with pytest.raises(Misset) as raised:
        read({"VITRINA_FUNCTIONS_URL": address})

    assert raised.value.sentences == [sentence]


def test_a_build_says_all_that_is_wrong_at_once_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = commands.Folders(
        HERE / "base", HERE.parent.parent / "templates", tmp_path / "out", tmp_path / "cache"
    )

    code = commands.build(
        folders,
        {
            "VITRINA_FUNCTIONS_URL": "http://a.example",
            "VITRINA_FEEDBACK": "ftp://b.example",
            "VITRINA_HISTORY": "none",
        },
    )

    assert code == 1
    assert capsys.readouterr().err == (
        f"{HOW}\n"
        "VITRINA_FEEDBACK must be an https address or a file, not ftp://b.example.\n"
        "VITRINA_HISTORY names no file: there is no none.\n"
        "3 settings are wrong; nothing was written.\n"
    )
    assert not (tmp_path / "out").exists()

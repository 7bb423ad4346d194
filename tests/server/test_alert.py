from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from functions import _wiring
from server import alert
from tests.functions.published import TERMS, publish

AT = datetime(2026, 11, 25, 2, 15, tzinfo=UTC)


def test_the_shop_is_written_to_past_the_outbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "site")
    state = tmp_path / "state"
    (state / "orders.sqlite3").mkdir(parents=True)  # a store that nobody can open
    settings = {"VITRINA_PRICES": str(tmp_path / "site"), "VITRINA_STATE": str(state)}
    monkeypatch.setattr(_wiring, "ports", lambda: _wiring.from_environment(settings))

    assert alert.main(["vitrina-backup"]) == 0

    [file] = (state / "letters").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert capsys.readouterr().out == "Written to hello@shop.example: vitrina-backup has failed.\n"
    assert mail["To"] == "Clay & Leaf <hello@shop.example>"
    assert mail["Subject"] == "vitrina-backup has failed on the shop's server"
    assert "  journalctl --unit vitrina-backup\r\n" in mail.get_content()


def test_it_is_written_in_the_shop_s_own_language_and_time() -> None:
    russian = alert.letter("vitrina-backup", replace(TERMS, languages=("ru", "en")), AT)
    other = alert.letter("vitrina-backup", replace(TERMS, languages=("de",)), AT)

    assert russian["Subject"] == "На сервере магазина не удалось: vitrina-backup"
    assert "на сервере магазина «Глина и лист» не удалось выполнить vitrina-backup" in russian.get_content()
    assert "03:15" in russian.get_content()
    assert other.get_content().startswith("On ")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Name what has failed: python -m server.alert vitrina-backup\n"),
        (["vitrina-backup"], 1, "Nobody could be written to: the price list cannot be read\n"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: list[str], code: int, said: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings = {"VITRINA_PRICES": str(tmp_path / "none"), "VITRINA_STATE": str(tmp_path / "state")}
    monkeypatch.setattr(_wiring, "ports", lambda: _wiring.from_environment(settings))

    assert alert.main(arguments) == code
    assert capsys.readouterr().err == said

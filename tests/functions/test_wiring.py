from __future__ import annotations

from pathlib import Path

import pytest

from functions._settings import Misconfigured
from functions._wiring import from_environment, secret_file
from functions.orders import application
from tests.functions.browser import Client

SECRET = "s" * 32


def test_settings_become_adapters(site: Path, tmp_path: Path) -> None:
    ports = from_environment(
        {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(tmp_path / "s"), "VITRINA_SECRET": SECRET}
    )

    assert ports.root_key == SECRET.encode()
    assert ports.prices.book(()).terms.currency == "EUR"
    assert type(ports.tickets).__name__ == type(ports.posts).__name__ == "SqliteCases"
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {},
            "VITRINA_PRICES is not set;"
            " it must be the https address of the shop or the folder it was built into.",
        ),
        ({"VITRINA_PRICES": "dist"}, "VITRINA_STATE is not set; it must be a folder for orders and letters."),
        (
            {"VITRINA_PRICES": "dist", "VITRINA_STATE": "s", "VITRINA_SECRET": "short"},
            "The secret must have 32 characters or more.",
        ),
    ],
)
def test_a_missing_setting_is_one_clear_sentence(settings: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        from_environment(settings)

    assert str(raised.value) == sentence


def test_an_unset_server_answers_503_and_logs_the_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("VITRINA_PRICES", "VITRINA_STATE", "VITRINA_SECRET"):
        monkeypatch.delenv(name, raising=False)

    answer = Client(application()).post("/api/quote", {})

    assert answer.status == 503
    assert "VITRINA_PRICES is not set" in caplog.text


def test_a_secret_is_made_once_for_its_owner_s_eyes(tmp_path: Path) -> None:
    file = tmp_path / "state" / "secret"

    first, second = secret_file(file), secret_file(file)

    assert first == second
    assert len(first) == 64
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("content", ["", "short", "ключ" * 20])
def test_a_damaged_secret_is_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)

    with pytest.raises(Misconfigured):
        secret_file(tmp_path / "secret")
    assert (tmp_path / "secret").read_text() == content


def test_tables_become_the_store(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = from_environment(
        {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(tmp_path / "s"), "VITRINA_SECRET": SECRET,
         "VITRINA_TABLES": "shop-", "VITRINA_AWS_ENDPOINT": "http://127.0.0.1:9", "AWS_REGION": "eu-north-1"}
    )  # fmt: skip

    kinds = {type(each).__name__ for each in (ports.orders, ports.stock, ports.promos)}
    assert kinds == {"DynamoOrders"}
    assert type(ports.outbox).__name__ == "DynamoOutbox"
    assert type(ports.tickets).__name__ == type(ports.posts).__name__ == "DynamoCases"
    assert type(ports.votes).__name__ == "DynamoVotes"
    assert type(ports.limits).__name__ == type(ports.suppressions).__name__ == "DynamoLimits"
    ports.close()
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("prefix", ["shop orders", "магазин-", "x" * 201, "a/b"])
def test_tables_of_impossible_names_are_one_clear_sentence(site: Path, tmp_path: Path, prefix: str) -> None:
    with pytest.raises(Misconfigured, match="VITRINA_TABLES must be what the names of the tables begin with"):
        from_environment(
            {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(tmp_path), "VITRINA_SECRET": SECRET,
             "VITRINA_TABLES": prefix}
        )  # fmt: skip

from __future__ import annotations

from pathlib import Path

import pytest

from functions._settings import SETTINGS, Misconfigured
from functions._wiring import from_environment, ports, secret_file
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


GOOD = {"VITRINA_PRICES": "dist", "VITRINA_STATE": "s"}
PRICES = (
    "VITRINA_PRICES is not set; it must be the https address of the shop or the folder it was built into."
)
REGION = "the region of the Amazon SES that sends letters."
STATE = "VITRINA_STATE is not set; it must be a folder for orders and letters."


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"VITRINA_STATE": "s"}, PRICES),
        ({"VITRINA_PRICES": "dist"}, STATE),
        (GOOD | {"VITRINA_SECRET": "short"}, "The secret must have 32 characters or more."),
        (GOOD | {"VITRINA_PRICES": "http://shop.example"},
         "VITRINA_PRICES must be an https address, or a folder; plain http is for this machine."),
        (GOOD | {"VITRINA_SMTP": "smtps://a:b@mail.example", "VITRINA_SES": "x"},
         "VITRINA_SMTP and VITRINA_SES both say how letters leave; set one of them."),
        (GOOD | {"VITRINA_SES_ENDPOINT": "https://mail.example"},
         "VITRINA_SES_ENDPOINT needs VITRINA_SES beside it, " + REGION),
        (GOOD | {"VITRINA_SES_SET": "shop"},
         "VITRINA_SES_SET needs VITRINA_SES beside it, " + REGION),
        (GOOD | {"VITRINA_TABLES": "shop-"},
         "VITRINA_TABLES needs AWS_REGION beside it, the region of the tables."),
        (GOOD | {"VITRINA_AWS_ENDPOINT": "http://127.0.0.1:9"},
         "VITRINA_AWS_ENDPOINT needs VITRINA_TABLES beside it,"
         " what the names of DynamoDB's tables begin with."),
        (GOOD | {"VITRINA_PROXIES": "two"}, "VITRINA_PROXIES must be a whole number from 0 to 10."),
        (GOOD | {"VITRINA_WEBHOOKS_LOCAL": "yes"}, "VITRINA_WEBHOOKS_LOCAL must be 1 or 0."),
    ],
)  # fmt: skip
def test_a_setting_that_is_missing_or_cannot_be_is_one_clear_sentence(
    settings: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Misconfigured) as raised:
        from_environment(settings)

    assert raised.value.sentences == (sentence,)


def test_all_that_is_wrong_is_said_at_once_and_a_slip_beside_it() -> None:
    wrong = {
        "VITRINA_PRICE": "dist",
        "VITRINA_SECRET": "short",
        "VITRINA_PROXIES": "-1",
        "VITRINA_TABLES": "/",
        "VITRINA_SMTP": "mail.example",
        "VITRINA_SES": "x",
        "VITRINA_WEBHOOKS": "https://a.example",
    }

    with pytest.raises(Misconfigured) as raised:
        from_environment(wrong)

    said = raised.value.sentences
    assert [sentence.split(" ", maxsplit=1)[0] for sentence in said] == [
        "VITRINA_PRICES", "VITRINA_STATE", "VITRINA_TABLES", "VITRINA_SMTP",
        "VITRINA_WEBHOOKS,", "The", "VITRINA_SMTP", "VITRINA_PROXIES", "VITRINA_TABLES", "VITRINA_PRICE",
    ]  # fmt: skip
    assert said[-1] == "VITRINA_PRICE is no setting; did you mean VITRINA_PRICES?"
    assert str(raised.value) == " ".join(said)


def test_a_setting_that_is_empty_is_not_set(site: Path, tmp_path: Path) -> None:
    empty = dict.fromkeys((each.name for each in SETTINGS), "")

    ports = from_environment(empty | {"VITRINA_PRICES": str(site), "VITRINA_STATE": str(tmp_path)})

    assert (ports.proxies, type(ports.mailer).__name__) == (0, "FolderMailer")


def test_nothing_that_is_secret_is_repeated() -> None:
    secret = "Kx7-only-the-shop-knows"
    wrong = {each.name: f"smtp://{secret}" for each in SETTINGS if each.secret} | {"VITRINA_SECRET": secret}

    with pytest.raises(Misconfigured) as raised:
        from_environment(wrong)

    assert len(raised.value.sentences) == 5
    assert secret not in str(raised.value)


def test_a_slip_is_told_in_the_log_where_all_else_is_well(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in {"PRICES": str(site), "STATE": str(tmp_path), "SMPT": "smtps://a:b@c.example"}.items():
        monkeypatch.setenv(f"VITRINA_{name}", value)

    ports.__wrapped__()

    assert caplog.messages == ["VITRINA_SMPT is no setting; did you mean VITRINA_SMTP?"]


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

"""A shop that says where its data stays does not start with a service that is plainly elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions._region import check_region
from functions._settings import Misconfigured
from functions._wiring import from_environment

YDB = "https://docapi.serverless.yandexcloud.net/ru-central1/b1g/etn"
POSTBOX = "https://postbox.cloud.yandex.net"


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"VITRINA_TABLES": "shop-", "VITRINA_AWS_ENDPOINT": YDB},
        {"VITRINA_SES": "ru-central1", "VITRINA_SES_ENDPOINT": POSTBOX},
        {"VITRINA_SMTP": "smtps://shop:secret@smtp.yandex.ru"},
        {"VITRINA_SMTP": "smtp://localhost"},
        {"VITRINA_SMTP": "smtps://shop:secret@notgmail.com"},
        {"VITRINA_SMTP": "smtps://[bad"},
        {"VITRINA_AWS_ENDPOINT": "http://127.0.0.1:8000", "VITRINA_TABLES": "shop-"},
    ],
    ids=str,
)
def test_what_may_be_in_russia_passes(settings: dict[str, str]) -> None:
    check_region({"VITRINA_DATA_IN": "ru", **settings})


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"VITRINA_TABLES": "shop-"}, "VITRINA_TABLES without VITRINA_AWS_ENDPOINT is at Amazon"),
        ({"VITRINA_SES": "eu-central-1"}, "VITRINA_SES without VITRINA_SES_ENDPOINT is at Amazon"),
        (
            {
                "VITRINA_TABLES": "shop-",
                "VITRINA_AWS_ENDPOINT": "https://dynamodb.eu-central-1.amazonaws.com",
            },
            "VITRINA_AWS_ENDPOINT is at dynamodb.eu-central-1.amazonaws.com",
        ),
        (
            {"VITRINA_SES": "x", "VITRINA_SES_ENDPOINT": "https://email.eu-central-1.API.AWS./"},
            "VITRINA_SES_ENDPOINT is at email.eu-central-1.api.aws",
        ),
        ({"VITRINA_SMTP": "smtps://shop:secret@smtp.gmail.com"}, "VITRINA_SMTP is at smtp.gmail.com"),
        ({"AWS_EXECUTION_ENV": "AWS_Lambda_python3.13"}, "this runs on AWS Lambda"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_plainly_elsewhere_is_refused(settings: dict[str, str], told: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        check_region({"VITRINA_DATA_IN": "ru", **settings})

    assert str(raised.value) == (
        f"VITRINA_DATA_IN=ru says that personal data stays in that country, but {told}."
    )
    check_region(settings)


def test_all_of_it_is_told_at_once_and_no_password() -> None:
    settings = {
        "VITRINA_DATA_IN": "ru",
        "VITRINA_TABLES": "a",
        "VITRINA_SMTP": "smtps://a:b@smtp.sendgrid.net",
    }

    with pytest.raises(Misconfigured) as raised:
        check_region(settings)

    store, mail = (
        "VITRINA_TABLES without VITRINA_AWS_ENDPOINT is at Amazon",
        "VITRINA_SMTP is at smtp.sendgrid.net",
    )
    assert str(raised.value).endswith(f"but {store}; and {mail}.")


def test_a_country_that_is_not_known_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"VITRINA_DATA_IN must be one of: ru\."):
        check_region({"VITRINA_DATA_IN": "RU"})


def test_a_shop_does_not_start_then(site: Path, tmp_path: Path) -> None:
    settings = {
        "VITRINA_PRICES": str(site),
        "VITRINA_STATE": str(tmp_path / "state"),
        "VITRINA_SES": "eu-west-1",
    }

    with pytest.raises(Misconfigured, match="VITRINA_SES without VITRINA_SES_ENDPOINT is at Amazon"):
        from_environment(settings | {"VITRINA_DATA_IN": "ru"})

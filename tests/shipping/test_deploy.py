"""What `deploy` does, in which order, and what it says; never the secret."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import boto3
import pytest

from shipping.cloud import Cloud
from shipping.deploy import Order, Shop, arguments, deploy, run, sam_at, told
from shipping.errors import NotShipped

SHOP = Shop("https://shop.example", "hello@shop.example")
ORDER = Order("shop", "eu-central-1", "3.13", "arm64", ("Front=urls",))
GATEWAY = {"Address": "https://a1b2.execute-api.eu-central-1.amazonaws.com"}
URLS = {
    f"{name}Address": f"https://{name.lower()}.on.aws/" for name in ("Orders", "Tickets", "Feedback", "Desk")
}


class Account:
    """AWS, as far as it is asked."""

    def __init__(self, *, held: bool = False, somebody: bool = True) -> None:
        self.held, self.somebody, self.asked = held, somebody, list[str]()

    def known(self) -> None:
        if not self.somebody:
            raise NotShipped("AWS does not know you")

    def keep_secret(self, name: str) -> bool:
        self.asked.append(name)
        return not self.held

    def outputs(self, stack: str) -> Mapping[str, str]:
        self.asked.append(stack)
        return GATEWAY

    def sam(self, given: Sequence[str]) -> int:
        self.asked.append(given[0])
        return 0

    def bundle(self, to: Path, python: str, arch: str) -> None:
        self.asked.append(f"{to.name} {python} {arch}")


@pytest.mark.parametrize(("held", "said"), [(False, "; it was made just now."), (True, ", as before.")])
def test_the_key_comes_first_then_the_bundle_then_the_stack(
    held: bool, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    account = Account(held=held)

    deploy(SHOP, ORDER, account, account.sam, account.bundle)

    assert account.asked == ["/vitrina/shop/secret", "build 3.13 arm64", "deploy", "shop"]
    out = capsys.readouterr().out
    assert f"The root key is in the parameter /vitrina/shop/secret{said}" in out
    assert f"VITRINA_FUNCTIONS_URL={GATEWAY['Address']}\n" in out


def test_whom_aws_does_not_know_nothing_is_made_for() -> None:
    account = Account(somebody=False)

    with pytest.raises(NotShipped, match="AWS does not know you"):
        deploy(SHOP, ORDER, account, account.sam, account.bundle)

    assert account.asked == []


def test_where_sam_fails_no_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    account = Account()

    with pytest.raises(NotShipped, match="sam ended with 1; above it says why"):
        deploy(SHOP, ORDER, account, lambda _: 1, account.bundle)

    assert "VITRINA_FUNCTIONS_URL" not in capsys.readouterr().out


def test_the_template_learns_what_the_shop_has_decided() -> None:
    given = arguments(SHOP, ORDER)

    parameters = given[given.index("--parameter-overrides") + 1 :]
    assert parameters == [
        "SiteUrl=https://shop.example", "ShopEmail=hello@shop.example", "AlarmEmail=hello@shop.example",
        "Runtime=python3.13", "Architecture=arm64", "Front=urls",
    ]  # fmt: skip
    assert Path(given[given.index("--template-file") + 1]).is_file()


def test_addresses_of_each_function_are_told_in_one_line() -> None:
    said = "\n".join(told(URLS))

    addresses = (
        "orders=https://orders.on.aws tickets=https://tickets.on.aws"
        " feedback=https://feedback.on.aws desk=https://desk.on.aws"
    )
    assert f"  VITRINA_FUNCTIONS_URL={addresses}" in said.splitlines()


def test_the_records_of_the_domain_are_told() -> None:
    said = told({**GATEWAY, "Dkim1": "abc._domainkey.shop.example abc.dkim.amazonses.com"})

    assert said[-1] == "  abc._domainkey.shop.example  CNAME  abc.dkim.amazonses.com"


def test_without_sam_one_sentence_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shipping.deploy._SAM", tmp_path / "sam")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert run(tmp_path, tmp_path, tmp_path, ORDER) == 1

    assert "Amazon's tool sam is not on this machine. `make .venv/.infra` puts it" in capsys.readouterr().err


def test_sam_is_called_with_what_it_is_given(tmp_path: Path) -> None:
    tool = tmp_path / "sam"
    tool.write_text('#!/bin/sh\n[ "$1$SAM_CLI_TELEMETRY" = deploy0 ] && exit 3\n')
    tool.chmod(0o755)

    assert sam_at(str(tmp_path))(["deploy"]) == 3


def test_a_key_is_made_once_and_never_written_over(
    endpoint: str, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    cloud, name = Cloud("eu-central-1"), f"/vitrina/{run}/deployed"

    made = [cloud.keep_secret(name), cloud.keep_secret(name)]

    client = boto3.client("ssm", region_name="eu-central-1")
    held = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    client.close()
    assert made == [True, False]
    assert (held["Type"], len(held["Value"])) == ("SecureString", 64)


def test_who_has_no_credentials_reads_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")

    with pytest.raises(NotShipped, match="AWS_ACCESS_KEY_ID"):
        Cloud("eu-central-1").known()

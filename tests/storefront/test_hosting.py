from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from storefront import hosting
from storefront.forwarding import NOWHERE, Forwarding
from storefront.hosting import KEEPING, SECURITY, SHARING
from tests.functions.published import TERMS
from tests.storefront.hosts import led, told

ROOT = Path(__file__).resolve().parents[2]
EACH = "orders=https://o.example tickets=https://t.example feedback=https://f.example desk=https://d.example"
#: Everything that netlify.toml may say here. Netlify overlooks a name it does not know.
KNOWN = {
    "build": {"command", "publish", "environment"},
    "context": {"deploy-preview", "branch-deploy"},
    "plugins": {"package"},
}


@pytest.fixture(scope="module")
def netlify() -> dict[str, Any]:
    return tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "more"),
    [("/", {}), ("/ru/widget.js", {}), ("/assets/3f9c/shop.css", KEEPING), ("/widget/en.json", SHARING)],
)
def test_a_host_tells_browsers_what_the_source_says(path: str, more: dict[str, str]) -> None:
    assert told(hosting.headers(), path) == {**SECURITY, **more}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/api/orders", ("https://o.example/api/orders", 200)),
        ("/api/orders/V-1/cancel", ("https://o.example/api/orders/V-1/cancel", 200)),
        ("/api/tickets", ("https://t.example/api/tickets", 200)),
        ("/api/tickets/find", ("https://t.example/api/tickets/find", 200)),
        ("/desk/some.token", ("https://d.example/desk/some.token", 200)),
        ("/ru/nothing/here", ("/ru/404.html", 404)),
        ("/nothing/here", None),
    ],
)
def test_a_host_leads_each_call_to_its_function_and_the_rest_to_a_page(
    path: str, where: tuple[str, int] | None
) -> None:
    assert led(hosting.redirects(TERMS, Forwarding.of(EACH)), path) == where


def test_without_functions_there_are_only_pages() -> None:
    assert hosting.redirects(TERMS, NOWHERE) == "/ru/* /ru/404.html 404\n"


def test_netlify_is_told_nothing_under_a_name_it_does_not_know(netlify: dict[str, Any]) -> None:
    contexts = netlify["context"].values()

    assert {name: set(table) for name, table in netlify.items() if name != "plugins"} == {
        name: known for name, known in KNOWN.items() if name != "plugins"
    }
    assert [set(plugin) for plugin in netlify["plugins"]] == [KNOWN["plugins"]]
    assert [set(context) for context in contexts] == [{"command"}] * 2


def test_netlify_builds_with_a_python_that_is_new_enough(netlify: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["requires-python"] == ">=" + netlify["build"]["environment"]["PYTHON_VERSION"]


def test_a_preview_never_gets_the_address_of_the_real_functions(netlify: dict[str, Any]) -> None:
    command = netlify["build"]["command"]

    for context in netlify["context"].values():
        assert context["command"] == f"VITRINA_FUNCTIONS_URL=$TEST_FUNCTIONS_URL {command}"


def test_netlify_finds_what_keeps_the_cache(netlify: dict[str, Any]) -> None:
    folder = ROOT / netlify["plugins"][0]["package"].lstrip("/")

    assert (folder / "manifest.yml").is_file()
    assert "default: .cache/vitrina\n" in (folder / "manifest.yml").read_text()
    assert (folder / "index.js").is_file()

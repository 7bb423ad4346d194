from __future__ import annotations

import re
from pathlib import Path

import pytest

from storefront import webservers
from storefront.hosting import FRESH, KEEPING, SECURITY, SHARING


@pytest.mark.parametrize("name", ["headers.nginx", "headers.caddy"])
def test_what_web_servers_include_is_what_the_source_says(tmp_path: Path, name: str) -> None:
    webservers.main(tmp_path)

    shipped = (webservers.FOLDER / name).read_text(encoding="utf-8")

    assert shipped == (tmp_path / name).read_text(encoding="utf-8"), "run python -m storefront.webservers"


def test_nginx_gives_every_security_header_with_every_answer() -> None:
    given = dict(re.findall(r'^add_header (\S+) "(.*)" always;$', webservers.nginx(), re.MULTILINE))

    assert given == SECURITY


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", FRESH),
        ("/assets/3f9c/shop.css", KEEPING),
        ("/images/cup.webp", KEEPING),
        ("/ru/images/", FRESH),
        ("/widget.js", SHARING),
        ("/widgetxjs", FRESH),
        ("/widget/en.json", SHARING),
    ],
)
def test_nginx_tells_by_the_path_how_long_a_file_is_kept(path: str, told: dict[str, str]) -> None:
    text = webservers.nginx()
    values = dict(re.findall(r'^set (\$\S+) "(.*)";$', text, re.MULTILINE))
    for pattern, inside in re.findall(
        r'^if \(\$uri ~ "([^\n]*)"\) \{\n(.*?)^\}', text, re.MULTILINE | re.DOTALL
    ):
        if re.search(pattern, path):
            values |= dict(re.findall(r'set (\$\S+) "(.*)";', inside))

    given = dict(re.findall(r"^add_header (\S+) (\$\S+) always;$", text, re.MULTILINE))

    assert {name: values[variable] for name, variable in given.items() if values[variable]} == told


def test_nothing_in_a_header_could_end_it_early() -> None:
    values = [value for group in (SECURITY, FRESH, KEEPING, SHARING) for value in group.values()]

    assert [value for value in values if re.search(r'["\\${}\n]', value)] == []


def test_caddy_gives_the_functions_answers_one_header_of_the_pages() -> None:
    _, _, functions = webservers.caddy().partition("(vitrina_functions) {\n")

    assert functions.count("header ") == 1
    assert "Strict-Transport-Security" in functions

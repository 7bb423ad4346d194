"""Netlify's own programs read what is shipped for it. `make evidence` only: it needs npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storefront.hosting import KEEPING, KEPT, SECURITY, SHARED, SHARING
from tests.evidence import hosts
from tests.evidence.figures import note
from tests.evidence.hosts import TOOLS
from tests.evidence.served import ROOT, build
from tests.storefront.hosts import rules

READER = Path(__file__).with_name("netlify.mjs")
LIVE, TEST = "https://orders.shop.example", "https://test.shop.example"
EACH = "orders=https://o.example tickets=https://t.example feedback=https://f.example desk=https://d.example"
GOES_ON = "Going on with .cache/vitrina of the last build."


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's repository as Netlify clones it, but for a smaller shop."""
    if not os.environ.get("VITRINA_PROOF"):
        pytest.skip("part of make evidence")
    if reason := hosts.missing("netlify"):
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("repository")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0"):
        if name and not name.startswith(("content/", "docs/", "tests/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    build(folder, "new", "content")
    settings = folder / "content" / "shop.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ru]"))
    return folder


def test_netlify_build_keeps_the_cache_of_what_was_published_and_of_nothing_else(repository: Path) -> None:
    first = netlify_build(repository, VITRINA_FUNCTIONS_URL=LIVE)
    redirects = (repository / "dist" / "_redirects").read_text()
    _begin_anew(repository)
    preview = netlify_build(repository, "--context", "deploy-preview", VITRINA_FUNCTIONS_URL=LIVE)
    untested = (repository / "dist" / "_redirects").read_text()
    kept = sorted(file.name for file in (repository / ".netlify").rglob("*.json"))
    _begin_anew(repository)
    branch = netlify_build(
        repository, "--context", "branch-deploy", VITRINA_FUNCTIONS_URL=LIVE, TEST_FUNCTIONS_URL=TEST
    )
    tested = (repository / "dist" / "_redirects").read_text()
    _begin_anew(repository)
    again = netlify_build(repository, VITRINA_FUNCTIONS_URL=LIVE)

    assert f"/api/* {LIVE}/api/:splat 200" in redirects
    assert (LIVE in untested, LIVE in tested, f"/api/* {TEST}/api/:splat 200" in tested) == (
        False,
        False,
        True,
    )
    assert "Nothing is kept from earlier builds." in first
    assert all(GOES_ON in said for said in (preview, branch, again))
    assert ".cache/vitrina is not kept: this build is a deploy-preview." in preview
    assert ".cache/vitrina is not kept: this build is a branch-deploy." in branch
    assert "content.json" in kept, "the price history"
    note("netlify-build", builds=4, client=hosts.NETLIFY)


def netlify_build(repository: Path, *arguments: str, **environment: str) -> str:
    command = [str(TOOLS / "node_modules/.bin/netlify"), "build", "--offline", *arguments]
    # The command says python, and there that is the one with the libraries.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    around = {**os.environ, **environment, "HOME": str(repository.parent), "CI": "1", "PATH": path}
    done = subprocess.run(
        command,
        cwd=repository,
        env=around,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def _begin_anew(repository: Path) -> None:
    """Netlify clones anew for each build; its cache lies elsewhere."""
    shutil.rmtree(repository / ".cache")
    shutil.rmtree(repository / "dist")


def test_netlifys_parsers_find_the_rules_that_were_meant(repository: Path) -> None:
    build(repository, "build", VITRINA_FUNCTIONS_URL=EACH)
    redirects = (repository / "dist" / "_redirects").read_text()

    read = effective(repository)

    assert read["errors"] == []
    assert [(r["from"], r["to"], r["status"]) for r in read["redirects"]] == [
        (rule.path, rule.target, rule.status) for rule in rules(redirects)
    ]
    headers = {row["for"]: row["values"] for row in read["headers"]}
    assert headers == {"/*": SECURITY} | dict.fromkeys(KEPT, KEEPING) | dict.fromkeys(SHARED, SHARING)
    assert read["build"]["publish"] == str(repository / "dist")
    assert read["build"]["command"] == "python build.py build"
    assert [plugin["package"] for plugin in read["plugins"]] == ["/infra/netlify/cache"]
    note(
        "netlify-rules",
        redirects=len(read["redirects"]),
        headers=sum(len(r["values"]) for r in read["headers"]),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("dist/_redirects", "/api/* https://", "/api/* ftp://", "The destination path/URL must start with"),
        ("dist/_redirects", "/ru/404.html 404", "", "Missing destination path/URL"),
        ("dist/_headers", "/*\n", "", 'Path should come before header "Content-Security-Policy"'),
    ],
)
def test_what_is_wrong_is_found_by_netlifys_parsers(
    repository: Path, tmp_path: Path, file: str, old: str, new: str, error: str
) -> None:
    build(repository, "build", VITRINA_FUNCTIONS_URL=LIVE)
    text = (repository / file).read_text()
    assert old in text
    (repository / file).write_text(text.replace(old, new, 1))

    read = effective(repository)
    (repository / file).write_text(text)

    assert error in "\n".join(read["errors"])


def test_an_unknown_name_is_overlooked_by_netlify_and_so_held_by_our_own_test(repository: Path) -> None:
    settings = repository / "netlify.toml"
    text = settings.read_text()
    settings.write_text(text.replace("publish =", "publsh ="))
    try:
        read = effective(repository)
    finally:
        settings.write_text(text)

    assert read["errors"] == []
    assert read["build"]["publish"] != str(repository / "dist")


def effective(repository: Path) -> Any:
    """What Netlify's parsers make of netlify.toml and of both files in dist/."""
    command = ["node", str(READER), str(repository), str(TOOLS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

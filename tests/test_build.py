"""The command line, as an owner uses it: real processes, exit codes, words, and never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.evidence.figures import note

ROOT = Path(__file__).resolve().parent.parent


def run(
    *arguments: str, cwd: Path = ROOT, settings: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Runs a command with no other *settings* than these, whatever this machine has set."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=120, env=environment | settings
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    assert run("new", str(tmp_path / "shop")).returncode == 0
    return tmp_path / "shop"


def test_a_new_shop_builds_at_once(shop: Path, tmp_path: Path) -> None:
    done = run("build", "--content", "shop", "--out", "dist", cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("1 product, 17 pages (en), 0 pictures: ")
    assert (tmp_path / "dist" / "index.html").exists()


def test_a_new_shop_has_the_schemas_its_files_name(shop: Path) -> None:
    named = [
        line for file in shop.rglob("*.yaml") for line in file.read_text().splitlines() if "$schema" in line
    ]

    assert len(named) == 2
    for line in named:
        assert (shop / "schema" / line.rpartition("/")[2]).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "fresh", "--out", "x"],
        ["new", "fresh", "--content", "x"],
        ["new", "fresh", "--templates", "x"],
        ["check", "--out", "x"],
        ["schema", "--out", "x"],
        ["schema", "--templates", "x"],
    ],
    ids=" ".join,
)
def test_an_option_that_would_do_nothing_is_refused(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert "unrecognized arguments" in done.stderr


def test_new_never_writes_into_a_folder_that_is_there(shop: Path) -> None:
    done = run("new", str(shop))

    assert done.returncode == 1
    assert done.stderr == f"{shop} already exists; nothing was written.\n"


def test_new_says_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    folder = tmp_path / "a-file" / "shop"

    done = run("new", str(folder))

    assert done.returncode == 1
    assert done.stderr == f"{folder} cannot be made: Not a directory.\n"


def test_check_says_what_is_there(shop: Path) -> None:
    done = run("check", "--content", str(shop))

    assert (done.returncode, done.stdout) == (0, "1 product, 2 pages: no mistakes found.\n")


def test_check_lists_every_mistake_and_exits_with_one(shop: Path) -> None:
    things, page = shop / "catalog" / "things.yaml", shop / "pages" / "about.md"
    things.write_text(things.read_text().replace("price: 12.50", "prise: 12.50"))
    page.write_text(page.read_text().replace("menu: header", "menu: left"))

    done = run("check", "--content", "shop", cwd=shop.parent)

    assert done.returncode == 1
    assert done.stderr == (
        'shop/catalog/things.yaml:6:5: unknown key "prise"\n'
        '    did you mean "price"?\n'
        'shop/pages/about.md:3:7: "left" is not a menu\n'
        "    write header or footer, or remove the line\n"
        "2 problems; nothing was written.\n"
    )


def test_a_setting_that_nothing_reads_is_pointed_out(shop: Path) -> None:
    done = run("check", "--content", str(shop), settings={"VITRINA_FUNCTION_URL": "https://a.example"})

    assert done.returncode == 0
    assert done.stderr == "Note: VITRINA_FUNCTION_URL is no setting; did you mean VITRINA_FUNCTIONS_URL?\n"


def test_a_failed_build_writes_nothing(shop: Path, tmp_path: Path) -> None:
    (shop / "shop.yaml").write_text("name: [")

    done = run("build", "--content", str(shop), "--out", str(tmp_path / "dist"), cwd=tmp_path)

    assert done.returncode == 1
    assert not (tmp_path / "dist").exists()


def test_a_folder_of_somebody_else_is_not_replaced(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.txt").write_text("meow")

    done = run("build", "--content", "shop", "--out", "photos", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        "photos/ holds files that no build has written; choose an empty folder with --out.\n"
    )
    assert (tmp_path / "photos" / "cat.txt").read_text() == "meow"


def test_a_missing_content_folder_is_a_sentence(tmp_path: Path) -> None:
    done = run("build", "--content", "nowhere", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.endswith("1 problem; nothing was written.\n")


def test_a_disk_that_refuses_is_a_sentence(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = run("build", "--content", "shop", "--out", "file/dist", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Could not build: ")


def test_check_finds_what_a_build_would_stumble_over(shop: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "words" / "en.yaml").write_text('home: "Home')

    done = run("check", "--content", "shop", "--templates", "templates", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("templates/words/en.yaml:1:7: a quote is opened")


def test_schema_writes_what_an_editor_reads_and_the_line_that_uses_it(shop: Path) -> None:
    done = run("schema", "--content", str(shop))

    assert done.returncode == 0
    assert "# yaml-language-server: $schema=../schema/catalog.json" in done.stdout
    for name in ("shop", "catalog", "page"):
        assert json.loads((shop / "schema" / f"{name}.json").read_text())["$schema"]


def test_a_busy_port_gets_a_sentence(shop: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--content", str(shop), "--port", str(port), cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is taken by another program. Stop that one, or choose another port: "
        f"python build.py serve --port {port + 1}\n"
    )


def test_serve_shows_an_edit_within_a_second_and_ends_cleanly(shop: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-u",
        str(ROOT / "build.py"),
        "serve",
        "--content",
        "shop",
        "--port",
        str(port),
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C" in line:
                break
        things = shop / "catalog" / "things.yaml"
        took: list[float] = []
        # Three times, and again where the machine has been busy with something else each time.
        while len(took) < 3 or (min(took) >= 1 and len(took) < 9):
            price = f"{13 + len(took)}.00"
            time.sleep(0.5)
            things.write_text(things.read_text().replace("price: 1", f"price: {price} # 1"))
            took.append(_seconds_until(f"http://127.0.0.1:{port}/product/the-first-thing/", f"€{price}"))
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    note("serve", **{"seconds from save to page": [round(seconds, 2) for seconds in took]})
    assert process.returncode == 0
    assert rest.endswith("Ended.\n")
    assert "Traceback" not in rest
    assert min(took) < 1


def _seconds_until(url: str, words: str) -> float:
    start = time.monotonic()
    while time.monotonic() - start < 20:
        with urllib.request.urlopen(url, timeout=5) as answer:
            if words in answer.read().decode():
                return time.monotonic() - start
        time.sleep(0.02)
    pytest.fail(f"{words} never appeared at {url}")

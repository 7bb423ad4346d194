"""`build.py bundle`: the same bytes every time, nothing in them in vain, and trouble told plainly."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

import build
from shipping import bundle, bytecode, libraries
from shipping.errors import NotShipped

HERE = bytecode.running()


def fetched(names: Sequence[str], python: str, arch: str, folder: Path) -> None:
    """Libraries of one file each, in any order, with whatever times and rights."""
    for name in random.sample([name.replace("-", "_") for name in names], len(names)):
        module = folder / name / "__init__.py"
        module.parent.mkdir(parents=True)
        module.write_text(f'"""{name}"""\nWORDS = {{"one", "two", "three", "four"}}\n')
        module.chmod(random.choice([0o600, 0o644, 0o755]))
        os.utime(module, (0, random.randrange(10**9)))


def names(file: Path) -> list[str]:
    with ZipFile(file) as zip:
        return zip.namelist()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bundle.Bundle:
    return bundle.bundle(tmp_path_factory.mktemp("made"), HERE, "arm64", fetched)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle of little, from libraries that are there at once."""
    monkeypatch.setattr(bundle, "ROOMS", ("infra/migrations",))
    monkeypatch.setattr(bundle.bundle, "__defaults__", (fetched,))


def test_two_runs_give_the_same_bytes(made: bundle.Bundle, tmp_path: Path) -> None:
    again = bundle.bundle(tmp_path, HERE, "arm64", fetched)

    assert [file.name for file in made.files] == ["functions.zip", "tickets.zip"]
    assert [bundle.digest(file) for file in made.files] == [bundle.digest(file) for file in again.files]


def test_it_holds_bytecode_in_the_place_of_sources_and_only_tickets_have_pillow(made: bundle.Bundle) -> None:
    functions, tickets = map(names, made.files)

    assert made.compiled
    assert {"functions/orders.pyc", "shop/orders.pyc", "boto3/__init__.pyc"} <= set(functions)
    assert {"templates/answers/order.html", "templates/letters/en/order_sent.jinja"} <= set(functions)
    assert [name for name in functions if name.endswith(".py")] == []
    assert {name.partition("/")[0] for name in functions}.isdisjoint({"storefront", "server", "tests"})
    assert set(tickets) - set(functions) == {"pillow/__init__.pyc"}
    assert set(functions) < set(tickets)


def test_bytecode_is_never_checked_and_tells_where_it_stands(made: bundle.Bundle) -> None:
    with ZipFile(made.files[0]) as zip:
        code = zip.read("functions/orders.pyc")

    assert int.from_bytes(code[4:8], "little") == 0b01  # PEP 552: by hash, and not to be checked
    assert b"/var/task/functions/orders.py" in code
    assert b"/tmp" not in code


def test_times_and_rights_come_from_nothing_but_the_names(made: bundle.Bundle) -> None:
    with ZipFile(made.files[1]) as zip:
        entries = zip.infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


def test_without_the_interpreter_sources_travel_and_it_is_said(
    small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bytecode, "interpreter", lambda version: None)

    code = bundle.run(tmp_path, "3.13", "arm64")

    said = capsys.readouterr()
    assert code == 0
    assert "boto3/__init__.py" in names(tmp_path / "functions.zip")
    assert said.out.splitlines()[-1] == "They run on Python 3.13 and arm64."
    assert said.err == (
        "Python 3.13 is not on this machine, so they hold no bytecode and start in twice the time."
        " Install it and bundle again.\n"
    )


def test_what_cannot_be_had_is_told_in_one_sentence_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "ROOMS", ())

    def none(*_: object) -> None:
        raise NotShipped("The libraries for Python 3.13 on arm64 cannot be had: no network")

    monkeypatch.setattr(bundle.bundle, "__defaults__", (none,))

    assert build.main(["bundle", "--python", "3.13", "--to", str(tmp_path / "new")]) == 1

    said = capsys.readouterr().err
    assert said == "Nothing was bundled. The libraries for Python 3.13 on arm64 cannot be had: no network\n"
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_is_told(
    small: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")

    assert bundle.run(tmp_path / "file" / "below", HERE, "arm64") == 1
    assert capsys.readouterr().err.startswith("Nothing was bundled. [Errno")


def test_the_command_offers_what_lambda_has(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build.main(["bundle", "--python", "3.9"])

    assert "choose from" in (said := capsys.readouterr().err)
    assert all(version in said for version in bytecode.VERSIONS)
    assert set(bundle.ARCHS) == set(libraries.MACHINES)

"""`build.py tables`, as it is typed."""

from __future__ import annotations

import pytest

import build


@pytest.fixture
def named(endpoint: str, run: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the names of the tables begin with, as the environment says."""
    monkeypatch.setenv("VITRINA_AWS_ENDPOINT", endpoint)
    monkeypatch.setenv("AWS_REGION", "ru-central1")
    monkeypatch.setenv("VITRINA_TABLES", f"c{run}-")
    return f"c{run}-"


def test_the_command_says_what_it_has_made(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [build.main(["tables"]), build.main(["tables"])] == [0, 0]

    names = ", ".join(f"{named}{name}" for name in ("orders", "outbox", "limits"))
    assert capsys.readouterr().out == f"Made {names}.\nAll tables of '{named}' are there.\n"


@pytest.mark.parametrize("prefix", ["", "a b"])
def test_the_command_says_what_is_wrong_with_its_settings(
    named: str, prefix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINA_TABLES", prefix)

    assert build.main(["tables"]) == 1
    assert "VITRINA_TABLES must be what the names of the tables begin with" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_told_without_a_traceback(
    named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINA_AWS_ENDPOINT", "http://127.0.0.1:9")

    assert build.main(["tables"]) == 1
    assert capsys.readouterr().err.startswith("The tables cannot be made: Could not connect to the endpoint")

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.problems import ContentProblems, Problem, printable, quoted, shown


def test_problems_are_printed_in_order_of_place() -> None:
    later = Problem("content/a.yaml", 10, 2, "wrong")
    sooner = Problem("content/a.yaml", 7, 5, 'unknown key "prise"', 'did you mean "price"?')

    assert str(ContentProblems([later, sooner, later])) == (
        'content/a.yaml:7:5: unknown key "prise"\n'
        '    did you mean "price"?\n'
        "content/a.yaml:10:2: wrong\n"
        "2 problems; nothing was written."
    )


def test_one_problem_is_one() -> None:
    assert str(ContentProblems([Problem("a", 1, 1, "x")])).endswith("\n1 problem; nothing was written.")


def test_paths_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert shown(Path("content/shop.yaml")) == "content/shop.yaml"
    assert shown(tmp_path / "content") == "content"
    assert shown(Path("/elsewhere/shop.yaml")) == "/elsewhere/shop.yaml"


def test_nothing_reaches_a_terminal_that_moves_its_cursor() -> None:
    assert printable("a\x1b[31mb\u202ec\udcff") == r"a\x1b[31mb\u202ec\udcff"
    assert quoted("two\nlines") == '"two lines"'
    assert len(quoted("x" * 500)) < 90


def test_nothing_an_owner_s_text_brought_along_reaches_a_terminal() -> None:
    problem = Problem("a.yaml", 1, 1, "wrong \x1b[2J", "write sku: \u202eevil")

    assert str(problem) == "a.yaml:1:1: wrong \\x1b[2J\n    write sku: \\u202eevil"

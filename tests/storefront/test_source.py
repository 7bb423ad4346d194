from __future__ import annotations

from storefront.problems import Problem
from storefront.source import Source, read_front_matter, read_yaml


def front(text: str) -> tuple[Source | None, list[Problem]]:
    problems: list[Problem] = []
    return read_front_matter("p.md", text, problems), problems


def test_front_matter_keeps_the_lines_of_the_file() -> None:
    source, problems = front("---\ntitle: Tea\n\nmenu: footer\n---\n\nText\n")

    assert source is not None
    assert source.place(("menu",)).line == 4
    assert (source.body, source.body_line) == ("\nText\n", 6)
    assert not problems


def test_a_line_of_dashes_below_is_text() -> None:
    source, _ = front("---\ntitle: Tea\n---\na\n\n---\nb\n")

    assert source is not None
    assert source.body == "a\n\n---\nb\n"


def test_a_mistake_in_front_matter_has_its_true_place() -> None:
    _, problems = front("---\ntitle: Tea\nmenu: a: b\n---\n")

    assert (problems[0].line, problems[0].column) == (3, 8)


def test_a_control_character_in_the_text_is_found() -> None:
    source, problems = front("---\ntitle: Tea\n---\na\nb\x07\n")

    assert source is None
    assert (problems[0].line, problems[0].column) == (5, 2)


def test_places_of_what_does_not_exist_are_the_nearest_ones() -> None:
    source = read_yaml("a.yaml", "a:\n  b: [1]\n", [])

    assert source is not None
    assert source.place(("a", "c")).line == 2
    assert source.place(("a", "b", 5)).column == 6
    assert source.find(("a", "c")) is None
    assert source.said(("a", "b", 0)) == "1"
    assert source.size(("a", "b")) == 1
    assert source.size(("a",)) == 0


def test_a_problem_stands_at_the_value_or_at_its_key() -> None:
    source = read_yaml("a.yaml", "price: x\n", [])

    assert source is not None
    assert source.problem(("price",), "wrong").column == 8
    assert source.problem(("price",), "wrong", on_key=True).column == 1

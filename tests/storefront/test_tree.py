from __future__ import annotations

import pytest

from storefront.nodes import Mapping, Scalar, plain
from storefront.problems import Problem
from storefront.tree import LIBYAML, parse

PARSERS = [True, False] if LIBYAML else [True]


@pytest.fixture(params=PARSERS, ids=["python", "libyaml"][: len(PARSERS)])
def read(request):
    def read(text: str):
        problems: list[Problem] = []
        return parse("a.yaml", text, problems, pure=request.param), problems

    return read


@pytest.mark.parametrize(
    "written", ["12.50", "010", "no", "1_000", "0x1F", "1e3", "2026-12-25", "10:30", ".5"]
)
def test_scalars_keep_their_text(read, written: str) -> None:
    root, problems = read(f"price: {written}\n")

    assert plain(root) == {"price": written}
    assert not problems


def test_nodes_know_their_places(read) -> None:
    root, _ = read("name: Tea\nlist:\n  - {id: a}\n")

    assert isinstance(root, Mapping)
    key, value = root.entries[1]
    assert (key.line, key.column) == (2, 1)
    assert (value.items[0].line, value.items[0].column) == (3, 5)
    assert value.items[0].entry("id")[1] == Scalar("a", "plain", 3, 10)


def test_columns_count_characters(read) -> None:
    root, _ = read("{имя: 🍵, b: c}\n")

    assert root.entry("b")[0].column == 10


@pytest.mark.parametrize("nothing", ["", "~", "null", "# later"])
def test_nothing_written_is_told_from_words(read, nothing: str) -> None:
    root, _ = read(f"a: {nothing}\n")

    assert plain(root) == {"a": None}


def test_quotes_make_words_of_anything(read) -> None:
    root, _ = read("a: ''\nb: 'null'\nc: \"~\"\n")

    assert plain(root) == {"a": "", "b": "null", "c": "~"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\n", 'anchors ("&") are not used here'),
        ("a: *x\n", 'aliases ("*") are not used here'),
        ("a: !x 1\n", 'tags ("!") are not used here'),
        ("<<: {a: 1}\n", 'merge keys ("<<") are not used here'),
        ("a: 1\n---\nb: 2\n", 'a second document starts here ("---")'),
        ("[" * 60, "this is nested more than 50 levels deep"),
        ("? [a]\n: b\n", "a key must be plain words"),
        ("a:\n\tb: 1\n", "a tab is used for indentation"),
        ("name: Tea: green\n", "there is a second colon in this line"),
        ("name:Tea\nb: 1\n", "there is no space after the colon"),
        ('a: "x\n', "a quote is opened here and never closed"),
        ('a: "x" y\n', "the text goes on after the closing quote"),
        ("a: @x\n", 'a text may not start with "@"'),
        ("a: [1\nb: 2\n", 'a "[" is opened here and not closed'),
        ("a: - b\n", "a list cannot start on this line"),
        ("a:\n  b: 1\n c: 2\n", "this line does not fit the lines above it"),
        ("a: \x00\n", "an invisible control character (U+0000) is here"),
        ("a: x\u2028y\n", "an invisible control character (line separator) is here"),
    ],
)
def test_mistakes_are_told_in_plain_words(read, text: str, message: str) -> None:
    root, problems = read(text)

    assert root is None
    assert problems[0].message == message
    assert problems[0].hint


def test_a_second_key_is_left_out_and_the_rest_is_read(read) -> None:
    root, problems = read("a: 1\na: 2\nb: 3\n")

    assert plain(root) == {"a": "1", "b": "3"}
    assert [str(problem) for problem in problems] == [
        'a.yaml:2:1: the key "a" is written twice here\n    the first one is on line 1; keep one of them'
    ]


def test_an_alias_bomb_is_not_unfolded(read) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(1000))

    root, problems = read(bomb)

    assert root is None
    assert len(problems) == 3001


def test_an_empty_file_is_nothing(read) -> None:
    root, problems = read("# only a comment\n")

    assert plain(root) is None
    assert not problems

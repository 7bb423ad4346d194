from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storefront.problems import ContentProblems
from tests.storefront.conftest import TEMPLATES, build


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    return tmp_path / "templates"


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{{ page.titel }}", "has no attribute 'titel'"),
        ("{{ 1 + none }}", "the template fails here: TypeError: unsupported operand"),
        ("{{ {'a': 1}.pop('b') }}", "the template fails here: KeyError: 'b'"),
        ("{{ t('products_count') }}", "the template fails here: KeyError: 'n'"),
        ("{{ 1 / 0 }}", "the template fails here: ZeroDivisionError: division by zero"),
        ("{{ }}", "Expected an expression"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(
    content: Path, templates: Path, tmp_path: Path, wrong: str, said: str
) -> None:
    spoil(templates / "pages" / "404.html", "page-title", wrong)

    with pytest.raises(ContentProblems) as caught:
        build(content, tmp_path / "dist", templates=templates)

    assert "templates/pages/404.html:5:1: " in str(caught.value)
    assert said in str(caught.value)


def test_a_mistake_in_the_macro_of_a_picture_inside_a_text_is_told(
    content: Path, templates: Path, tmp_path: Path
) -> None:
    spoil(templates / "macros" / "picture.html", "shown.picture.srcset('webp')", "shown.picture.srcset(1, 2)")
    spoil(content / "pages" / "about.md", "Who you are", "![Pot](pot.jpg) Who you are")

    with pytest.raises(ContentProblems, match=r"templates/macros/picture.html:5:1: the template fails here"):
        build(content, tmp_path / "dist", templates=templates)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('home: "Home', "en.yaml:2:7: a quote is opened here and never closed"),
        ("home: [Home]", "en.yaml:2:7: these are no words of the interface"),
        ("home: {one: Home}", "en.yaml:2:7: these are no words of the interface"),
        ("home:", "en.yaml:2:6: these are no words of the interface"),
    ],
)
def test_a_mistake_in_the_words_is_told_with_its_place(
    content: Path, templates: Path, tmp_path: Path, wrong: str, said: str
) -> None:
    spoil(templates / "words" / "en.yaml", "home: Home", wrong)

    with pytest.raises(ContentProblems) as caught:
        build(content, tmp_path / "dist", templates=templates)

    assert said in str(caught.value)

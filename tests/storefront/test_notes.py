"""What is no mistake, and still worth knowing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storefront import commands
from storefront.names import dialled
from tests.storefront.conftest import TEMPLATES, Shop


def folders(shop: Shop) -> commands.Folders:
    return commands.Folders(shop.content, TEMPLATES, shop.root / "dist", shop.root / "cache")


@pytest.fixture
def plain(content: Path, monkeypatch: pytest.MonkeyPatch) -> commands.Folders:
    """A shop in English and Russian, with the real templates."""
    monkeypatch.chdir(content.parent)
    return commands.Folders(Path("content"), TEMPLATES, Path("dist"), Path("cache"))


def test_a_language_without_words_is_named(
    plain: commands.Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = plain.content / "shop.yaml"
    shop.write_text(shop.read_text("utf-8").replace("languages: [en, ru]", "languages: [en]"), "utf-8")
    for name in ("pots.yaml",):
        (plain.content / "catalog" / name).unlink()
    shop.write_text(shop.read_text("utf-8").replace("languages: [en]", "languages: [de]"), "utf-8")

    for run in (lambda: commands.check(plain), lambda: commands.build(plain, {})):
        assert run() == 0
        said = capsys.readouterr().err
        assert "words/de.yaml does not exist: buttons and messages are English in Deutsch." in said


def test_a_page_that_is_not_translated_is_named(
    plain: commands.Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.check(plain) == 0

    said = capsys.readouterr().err
    note = (
        "Note: content/pages/about.md has no about.ru.md beside it: "
        "its text in English also stands for Русский.\n"
    )
    assert note in said


def test_words_that_are_missing_are_listed(
    plain: commands.Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    (tmp_path / "templates" / "words" / "ru.yaml").write_text("basket: Корзина\n", "utf-8")
    there = commands.Folders(plain.content, Path("templates"), plain.out, plain.cache)

    for run in (lambda: commands.check(there), lambda: commands.build(there, {})):
        assert run() == 1
        said = capsys.readouterr().err
        assert "templates/words/ru.yaml:1:1: words of the interface are missing\n" in said
        assert "translate from en.yaml: " in said
        assert "checkout" in said


def test_schemas_are_written_into_a_shop_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.schema(tmp_path / "typo") == 1
    assert capsys.readouterr().err.startswith("There is no folder ")
    assert list(tmp_path.iterdir()) == []


def test_a_new_shop_is_named_as_it_is_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.new(tmp_path / "my shop") == 0
    assert capsys.readouterr().out.endswith(f"make serve ARGS=\"--content '{tmp_path}/my shop'\"\n")


def test_a_file_in_the_way_of_the_site_is_a_sentence(
    plain: commands.Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    plain.out.write_text("a photograph")

    assert commands.build(plain, {}) == 1
    assert capsys.readouterr().err.endswith("dist is a file; choose a folder with --out.\n")


def test_a_number_is_dialled_without_its_national_zero() -> None:
    assert dialled("+49 (0)30 901820") == "+4930901820"


def test_a_section_of_products_names_some(shop: Shop) -> None:
    macro = "{% macro row(title, products=(), tag='') %}{% endmacro %}"
    (shop.root / "templates" / "sections" / "row.html").write_text(macro)
    shop.write("pages/home.md", "---\ntitle: Tea\nsections:\n  - row: {title: New, products: []}\n---\n")

    assert shop.mistakes().startswith('content/pages/home.md:4:5: the section "row" names no products\n')

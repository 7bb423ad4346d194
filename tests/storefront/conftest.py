"""A small valid shop in two languages, to be spoilt in one place at a time."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from storefront import starter
from storefront.generator import Generator, Report
from storefront.hearing import Source
from storefront.problems import ContentProblems
from storefront.site import Site, load

#: Of everything that is tried with the base shop.
TODAY = date(2026, 11, 25)

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates"
SECTIONS = {
    "hero": "{% macro hero(title, picture, text='', link=none, side='left', _class='') %}{% endmacro %}",
    "newest": "{% macro newest(limit=4, tag='new', products=(), categories=(), site=none) %}{% endmacro %}",
    "notes": "{% macro line(words) %}{% endmacro %}{% macro notes(items) %}{% endmacro %}",
}


class Shop:
    """A copy of the base shop; the current folder is the one it lies in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        shutil.copytree(HERE / "base", self.content)
        folder = root / "templates" / "sections"
        folder.mkdir(parents=True)
        for name, macro in SECTIONS.items():
            (folder / f"{name}.html").write_text(macro, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.content / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def overlay(self, folder: Path) -> None:
        """Puts wrong files over the right ones; `removed.txt` lists those to take away."""
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in ("expected.txt", "removed.txt"):
                target = self.content / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        removed = folder / "removed.txt"
        for name in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
            (self.content / name).unlink()

    def load(self) -> Site:
        return load(Path("content"), Path("templates"), today=TODAY)

    def mistakes(self) -> str:
        """What is said about the content."""
        with pytest.raises(ContentProblems) as caught:
            self.load()
        return str(caught.value)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path)


def quiet(what: str, done: int, total: int) -> None:
    pass


def build(content: Path, out: Path, templates: Path = TEMPLATES, feedback: Source | None = None) -> Report:
    return Generator(content, templates, out, out.parent / "cache", feedback=feedback).build(quiet)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The empty shop that `new` writes, with a second language and a pictured, reduced, chosen product."""
    folder = tmp_path / "content"
    starter.create(folder)
    Image.new("RGB", (900, 1200), (150, 90, 60)).save(folder / "images" / "pot.jpg")
    shop = folder / "shop.yaml"
    shop.write_text(shop.read_text().replace("languages: [en]", "languages: [en, ru]"))
    (folder / "catalog" / "pots.yaml").write_text(
        """\
category: {slug: pots, name: {en: Pots, ru: Чайники}}
products:
  - sku: POT
    slug: pot
    name: {en: "Pot </script><b>", ru: Чайник}
    price: 48.00
    was: 60.00
    images: [{file: pot.jpg, alt: {en: A pot, ru: Чайник}}]
    description: {en: "Round. See [things](/catalog/things/).", ru: "Круглый. [Вещи](/catalog/things/)"}
    options: {Size: [S, L]}
    variants:
      - {sku: POT-S, options: {Size: S}, stock: 0}
      - {sku: POT-L, options: {Size: L}, price: 56.00, was: 70.00, stock: 2}
""",
        encoding="utf-8",
    )
    return folder

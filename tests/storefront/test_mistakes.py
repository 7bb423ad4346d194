"""Every kind of mistake: wrong files beside the exact words they are answered with."""

from __future__ import annotations

import pytest

from storefront import tree
from storefront.wording import WORDS
from tests.storefront.conftest import HERE, Shop

MISTAKES = sorted(path for path in (HERE / "mistakes").iterdir() if path.is_dir())
IN_YAML = [path for path in MISTAKES if path.name.startswith("yaml-")]


@pytest.mark.parametrize("folder", MISTAKES, ids=[path.name for path in MISTAKES])
def test_a_mistake_is_told_with_its_place(folder, shop: Shop) -> None:
    shop.overlay(folder)

    assert shop.mistakes() + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "folder", [path for path in MISTAKES if path.name.startswith("yaml-")], ids=lambda p: p.name
)
def test_it_is_told_alike_without_libyaml(folder, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tree.parse.__kwdefaults__, "pure", True)
    shop.overlay(folder)

    assert shop.mistakes() + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_there_are_mistakes_to_try() -> None:
    assert len(MISTAKES) > 100
    assert len(IN_YAML) > 10


def test_the_base_shop_is_right(shop: Shop) -> None:
    assert len(shop.load().products) == 3


def test_every_sentence_is_plain() -> None:
    said = " ".join(message + " " + hint for message, hint in WORDS.values())

    for word in ("dict", "NoneType", "string", "integer", "tuple", "validation", "Input"):
        assert word not in said

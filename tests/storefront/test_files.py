from __future__ import annotations

import os
from pathlib import Path

import pytest

from storefront.files import Folder
from storefront.problems import Problem
from tests.storefront.conftest import Shop


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "catalog").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_text("secret: 1")
    return Folder(Path("content"), [])


def messages(problems: list[Problem]) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in problems]


def test_a_link_out_of_the_folder_is_refused(folder: Folder) -> None:
    os.symlink("../outside/secret.yaml", "content/shop.yaml")

    assert folder.text("shop.yaml") is None
    assert messages(folder.problems) == ["content/shop.yaml: this leads outside the content folder"]


def test_a_folder_that_is_a_link_out_is_refused(folder: Folder) -> None:
    os.symlink("../outside", "content/images")

    assert folder.names("images") == []
    assert messages(folder.problems) == ["content/images: this leads outside the content folder"]


def test_a_name_with_dots_does_not_lead_out(folder: Folder) -> None:
    assert folder.text("..", "outside", "secret.yaml") is None
    assert "leads outside" in folder.problems[0].message


def test_a_link_inside_the_folder_is_followed(folder: Folder) -> None:
    Path("content/a.yaml").write_text("a: 1")
    os.symlink("a.yaml", "content/b.yaml")

    assert folder.text("b.yaml") == "a: 1"


def test_a_link_to_itself_is_refused(folder: Folder) -> None:
    os.symlink("loop.yaml", "content/loop.yaml")

    assert folder.text("loop.yaml") is None
    assert folder.problems


def test_a_pipe_is_refused_without_waiting(folder: Folder) -> None:
    os.mkfifo("content/shop.yaml")

    assert folder.text("shop.yaml") is None
    assert messages(folder.problems) == ["content/shop.yaml: this is not an ordinary file"]


def test_a_folder_named_like_a_file_is_refused(folder: Folder) -> None:
    Path("content/shop.yaml").mkdir()

    assert folder.text("shop.yaml") is None
    assert folder.problems


def test_a_large_file_is_refused(folder: Folder) -> None:
    Path("content/shop.yaml").write_text("a" * 1_000_001)

    assert folder.text("shop.yaml") is None
    assert messages(folder.problems) == ["content/shop.yaml: the file is larger than 1 MB"]


def test_an_unreadable_file_is_a_problem(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("content/shop.yaml").write_text("a: 1")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    assert folder.text("shop.yaml") is None
    assert messages(folder.problems) == ["content/shop.yaml: the file cannot be read"]


@pytest.mark.parametrize("name", [".DS_Store", "pots.yaml~", ".#pots.yaml", ".pots.yaml.swp", "#pots.yaml#"])
def test_what_editors_leave_behind_is_ignored(shop: Shop, name: str) -> None:
    shop.write(f"catalog/{name}", "not: [yaml")
    shop.write(name, "x")

    assert len(shop.load().products) == 3


def test_windows_line_ends_and_a_byte_order_mark_are_read(folder: Folder) -> None:
    Path("content/shop.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    assert folder.text("shop.yaml") == "a: 1\nb: 2\n"


def test_a_name_that_is_not_text_can_be_shown(shop: Shop) -> None:
    try:
        (shop.content / "catalog" / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")

    assert r"content/catalog/caf\udce9.txt:1:1: this file is not read" in shop.mistakes()


def test_a_missing_and_an_empty_folder_are_told(shop: Shop, tmp_path: Path) -> None:
    from storefront.problems import ContentProblems
    from storefront.site import load

    (tmp_path / "empty").mkdir()

    with pytest.raises(ContentProblems, match="there is no such folder"):
        load(Path("nowhere"), Path("templates"))
    with pytest.raises(ContentProblems, match="the folder is empty"):
        load(Path("empty"), Path("templates"))
    with pytest.raises(ContentProblems, match="this should be a folder"):
        load(Path("content/shop.yaml"), Path("templates"))

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from storefront import publish


def site(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".vitrina"
    }


def test_a_new_site_takes_the_old_one_s_place_whole(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    with publish.replacing(out) as folder:
        publish.write_text(folder, "old/index.html", "old")

    with publish.replacing(out) as folder:
        publish.write_text(folder, "index.html", "new")

    assert site(out) == {"index.html": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can put two folders in each other's place")
def test_whoever_reads_while_it_is_replaced_finds_a_site_at_every_moment(tmp_path: Path) -> None:
    out, ending, missed = tmp_path / "dist", threading.Event(), []
    with publish.replacing(out) as folder:
        publish.write_text(folder, "index.html", "first")

    def look() -> None:
        while not ending.is_set():
            if not out.exists():
                missed.append("a gap")

    visitor = threading.Thread(target=look)
    visitor.start()
    for number in range(100):
        with publish.replacing(out) as folder:
            publish.write_text(folder, "index.html", str(number))
    ending.set()
    visitor.join()

    assert (missed, site(out)) == ([], {"index.html": "99"})


@pytest.mark.parametrize("able", [True, False], ids=["in one step", "in two"])
def test_a_site_is_replaced_where_the_system_cannot_do_it_in_one_step_too(
    able: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not able:
        monkeypatch.setattr(publish.ctypes, "CDLL", lambda _: object())
    for text in ("old", "new"):
        with publish.replacing(tmp_path / "dist") as folder:
            publish.write_text(folder, "index.html", text)

    assert site(tmp_path / "dist") == {"index.html": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_failed_build_leaves_the_published_site_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    with publish.replacing(out) as folder:
        publish.write_text(folder, "index.html", "good")

    def fail() -> None:
        with publish.replacing(out) as folder:
            publish.write_text(folder, "index.html", "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert site(out) == {"index.html": "good"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_folder_with_somebody_s_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "taxes.txt").write_text("2025")

    with pytest.raises(publish.NotOurs), publish.replacing(tmp_path) as folder:
        publish.write_text(folder, "index.html", "site")

    assert (tmp_path / "taxes.txt").read_text() == "2025"


def test_what_was_published_stays_when_the_new_site_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_exchanged", lambda *_: False)
    out = tmp_path / "dist"
    with publish.replacing(out) as folder:
        publish.write_text(folder, "index.html", "good")
    rename, fresh = Path.rename, "new"

    def refuse(path: Path, target: Path) -> Path:
        if (path / fresh).exists():
            raise OSError("the disk is full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="the disk is full"), publish.replacing(out) as folder:
        publish.write_text(folder, fresh, "new")

    assert site(out) == {"index.html": "good"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]

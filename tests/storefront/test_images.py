from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from storefront.site import load
from tests.storefront.conftest import Shop


@pytest.mark.parametrize(
    ("name", "format"), [("gaiwan.jpg", "JPEG"), ("gaiwan.jpg", "PNG"), ("gaiwan.jpg", "WEBP")]
)
def test_jpeg_png_and_webp_are_pictures(shop: Shop, name: str, format: str) -> None:
    Image.new("RGB", (2, 2)).save(shop.content / "images" / name, format)

    assert shop.load()


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "PPM"])
def test_other_formats_are_refused_whatever_they_are_called(shop: Shop, format: str) -> None:
    Image.new("RGB", (2, 2)).save(shop.content / "images" / "gaiwan.jpg", format)

    assert "content/images/gaiwan.jpg:1:1: this is not a JPEG, PNG or WebP picture" in shop.mistakes()


def test_a_bomb_is_refused_by_its_header(shop: Shop) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    (shop.content / "images" / "hero.png").write_bytes(bomb)

    assert "content/images/hero.png:1:1: the picture has more than 40 million pixels" in shop.mistakes()


def test_a_file_of_more_than_30_mb_is_refused(shop: Shop) -> None:
    with (shop.content / "images" / "hero.png").open("ab") as file:
        file.truncate(30_000_001)

    assert "the picture is larger than 30 MB" in shop.mistakes()


def test_a_picture_that_is_a_link_out_is_refused(shop: Shop) -> None:
    path = shop.content / "images" / "hero.png"
    path.rename(shop.root / "hero.png")
    os.symlink("../../hero.png", path)

    assert "content/images/hero.png:1:1: this leads outside the content folder" in shop.mistakes()


def test_a_name_is_found_however_its_letters_are_composed(shop: Shop) -> None:
    (shop.content / "images" / "gaiwan.jpg").rename(shop.content / "images" / "кружкаи\u0306.jpg")
    shop.change("catalog/pots.yaml", "gaiwan.jpg", "кружкай.jpg")

    assert shop.load()


def test_a_broken_picture_is_told_once(shop: Shop) -> None:
    (shop.content / "images" / "gaiwan.jpg").write_bytes(b"")
    shop.change("catalog/pots.yaml", "[gaiwan.jpg]", "[gaiwan.jpg, gaiwan.jpg]")

    assert shop.mistakes().endswith("1 problem; nothing was written.")


def test_a_picture_that_ends_in_the_middle_is_told_before_a_build_needs_it(shop: Shop) -> None:
    path = shop.content / "images" / "gaiwan.jpg"
    Image.effect_noise((300, 300), 90).convert("RGB").save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:5000])

    assert shop.mistakes() == (
        "content/images/gaiwan.jpg:1:1: the picture is damaged\n"
        "    open it, save it again, and put the new file here\n"
        "1 problem; nothing was written."
    )


def test_a_picture_that_was_made_before_is_not_read_whole_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("storefront.images.read", lambda path: asked.append(path.name))

    load(Path("content"), Path("templates"), lambda path: path.name == "hero.png")

    assert asked == ["gaiwan.jpg"]

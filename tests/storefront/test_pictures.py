from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from storefront.pictures import PictureCache, make


def quiet(done: int, total: int) -> None:
    pass


def paint(file: Path, size: tuple[int, int], **options: object) -> Path:
    image = Image.new("RGB", size, (90, 120, 100))
    image.save(file, **options)  # type: ignore[arg-type]
    return file


@pytest.mark.parametrize(
    ("width", "expected"), [(2000, (400, 800, 1600)), (1000, (400, 800, 1000)), (300, (300,)), (400, (400,))]
)
def test_a_picture_is_never_made_larger_than_it_was(
    tmp_path: Path, width: int, expected: tuple[int, ...]
) -> None:
    original = paint(tmp_path / "pot.jpg", (width, width // 2))

    picture = make(original, tmp_path)

    assert picture.widths == expected
    assert (picture.width, picture.height) == (expected[-1], expected[-1] // 2)
    for made, path in picture.files():
        with Image.open(tmp_path / made) as image:
            assert f"-{image.width}." in path


def test_a_turned_photo_stands_upright_and_tells_nothing_about_its_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera with a serial number"
    original = paint(tmp_path / "pot.jpg", (600, 400), exif=exif)

    picture = make(original, tmp_path)

    assert (picture.width, picture.height) == (400, 600)
    for made, _ in picture.files():
        with Image.open(tmp_path / made) as image:
            assert not image.getexif()


def test_a_transparent_picture_stands_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "leaf.png")

    picture = make(tmp_path / "leaf.png", tmp_path)

    with Image.open(tmp_path / f"{picture.stem}-20.jpg") as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_file_name_is_made_safe_for_an_address(tmp_path: Path) -> None:
    picture = make(paint(tmp_path / "мой чайник, 2.jpg", (50, 50)), tmp_path)

    assert picture.path(50, "webp").isascii()
    assert " " not in picture.srcset("webp").replace(" 50w", "")


def test_pictures_are_made_once_and_again_when_their_content_changes(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    original = paint(tmp_path / "images" / "pot.jpg", (500, 400))
    made: list[int] = []

    def count(done: int, total: int) -> None:
        made.append(done)

    first = PictureCache(tmp_path / "images", tmp_path / "cache").prepare(["pot.jpg"], count)
    again = PictureCache(tmp_path / "images", tmp_path / "cache").prepare(["pot.jpg"], count)
    assert first == again
    assert made == [1]

    paint(original, (450, 400))
    changed = PictureCache(tmp_path / "images", tmp_path / "cache").prepare(["pot.jpg"], count)

    assert changed["pot.jpg"].widths == (400, 450)
    assert made == [1, 1]


@pytest.mark.parametrize(
    ("size", "expected"), [((3000, 1), (1600, 1)), ((1, 20_000), (1, 16_383)), ((300, 20_000), (245, 16_333))]
)
def test_a_line_stays_a_line(tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    picture = make(paint(tmp_path / "line.png", size), tmp_path)

    assert (picture.width, picture.height) == expected
    for made, _ in picture.files():
        assert (tmp_path / made).stat().st_size


def test_a_picture_counts_as_made_until_it_changes(tmp_path: Path) -> None:
    original = paint(tmp_path / "pot.jpg", (50, 40))
    cache = PictureCache(tmp_path, tmp_path / "cache")
    assert not cache.made(original)

    cache.prepare(["pot.jpg"], quiet)
    assert cache.made(original)
    assert PictureCache(tmp_path, tmp_path / "cache").made(original)

    paint(original, (60, 40))
    assert not cache.made(original)

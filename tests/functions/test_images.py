"""Pictures of strangers: what is kept of them, and what is refused."""

from __future__ import annotations

import base64
import struct
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from functions import _images
from functions._images import drawn
from shop import limits
from shop.errors import TooMany

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(
    width: int = 60, height: int = 40, kind: str = "JPEG", mode: str = "RGB", **settings: object
) -> bytes:
    """The left half is red, the right one blue."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height))
    file = BytesIO()
    image.convert(mode).save(file, kind, **settings)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def noise(side: int) -> bytes:
    file = BytesIO()
    Image.effect_noise((side, side), 120).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def kept(content: bytes) -> bytes:
    """The one picture that was sent, as it is kept."""
    made = drawn([content])
    assert made.errors == ()
    return made.pictures[0].content


def refused(content: object) -> str:
    made = drawn([content])
    assert made.pictures == ()
    assert [error.field for error in made.errors] == ["pictures.0"]
    return made.errors[0].code


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.getpixel((x, y))
    return "red" if red > 150 > blue else "blue" if blue > 150 > red else "neither"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", mode) for mode in ("RGB", "L", "CMYK", "1")]
    + [("PNG", mode) for mode in ("RGB", "L", "RGBA", "LA", "P", "1", "I;16")]
    + [("WEBP", mode) for mode in ("RGB", "L", "RGBA", "P")],
)
def test_every_picture_becomes_a_jpeg(kind: str, mode: str) -> None:
    made = drawn([picture(kind=kind, mode=mode)]).pictures[0]
    image = opened(made.content)

    assert (made.media, image.format, image.mode, image.size) == ("image/jpeg", "JPEG", "RGB", (60, 40))


def test_what_is_clear_is_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(file, "PNG")

    assert opened(kept(file.getvalue())).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "first"),
    [
        (1, ("red", "blue")),
        (2, ("blue", "red")),
        (3, ("blue", "red")),
        (4, ("red", "blue")),
        (5, ("red", "blue")),
        (6, ("red", "blue")),
        (7, ("blue", "red")),
        (8, ("blue", "red")),
        (99, ("red", "blue")),
    ],
)
def test_a_picture_stands_as_its_camera_was_held(orientation: int, first: tuple[str, str]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = opened(kept(picture(exif=exif.tobytes(), quality=95)))

    assert (image.width > image.height) is (orientation < 5 or orientation == 99)
    assert (colour(image, 3, 3), colour(image, image.width - 4, image.height - 4)) == first


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    text = PngInfo()
    text.add_text("Comment", "SecretWords")
    jpeg = picture(exif=exif.tobytes(), comment=b"SecretWords", icc_profile=b"SecretProfile", dpi=(300, 300))
    sent = [
        jpeg.replace(b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x0eSecretXmp+++", 1) + b"PK\x03\x04SecretZip",
        picture(kind="PNG", pnginfo=text) + b"<script>SecretScript</script>",
        picture(kind="WEBP", exif=exif.tobytes(), xmp=b"SecretXmp"),
    ]
    assert all(b"Secret" in content for content in sent)

    made = drawn(sent)

    assert len(made.pictures) == 3
    for each in made.pictures:
        assert b"Secret" not in each.content
        assert set(opened(each.content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                                  "progressive", "progression"}  # fmt: skip


def test_a_large_picture_is_made_small_enough_for_a_page() -> None:
    content = kept(picture(4000, 1000))

    assert opened(content).size == (1600, 400)


def test_the_wildest_picture_takes_no_more_than_350_kb() -> None:
    content = kept(noise(1700))

    assert len(content) <= 350_000
    assert opened(content).width > 400


def test_a_line_stays_a_line() -> None:
    assert opened(kept(picture(9000, 1))).size == (1600, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a/*\xff\xd8\xff*/=1;alert(1)",
        b"%PDF-1.7\n\xff\xd8\xff",
        b"<html><!--" + picture() + b"-->",
        picture(kind="GIF"),
        picture(kind="BMP"),
        picture(kind="TIFF"),
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20),
    ],
    ids=lambda content: repr(content)[:20],
)
def test_what_is_no_photograph_is_refused(content: bytes) -> None:
    assert refused(content) in ("picture_kind", "picture_damaged")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    content = picture(400, 300, kind)

    assert refused(content[: len(content) * 2 // 3]) in ("picture_damaged", "picture_kind")


def _png(width: int, height: int) -> bytes:
    """A picture of one colour, a thousandth of the size it asks for."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + width // 8)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [4100, 16_000])
def test_a_bomb_is_refused_before_it_goes_off(side: int) -> None:
    content = _png(side, side)
    assert len(content) < 100_000

    begun = time.perf_counter()
    assert refused(content) == "picture_pixels"
    assert time.perf_counter() - begun < 0.5


def test_a_picture_that_is_painted_over_without_end_is_refused() -> None:
    content = picture(3000, 2000, progressive=True)
    scan = content.rindex(b"\xff\xda")
    endless = content[:scan] + content[scan:-2] * 5000 + content[-2:]
    assert len(endless) < limits.PICTURE_BYTES

    begun = time.perf_counter()
    assert refused(endless) == "picture_pixels"
    assert time.perf_counter() - begun < 0.5


def test_a_large_picture_may_be_painted_over_less_often() -> None:
    content = picture(5000, 4000, mode="L", progressive=True)
    scan = content.rindex(b"\xff\xda")
    heavy = content[:scan] + content[scan:-2] * 20 + content[-2:]

    begun = time.perf_counter()
    assert refused(heavy) == "picture_pixels"
    assert time.perf_counter() - begun < 0.5


def test_who_would_wait_behind_too_many_others_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[int] = []

    def redrawn(content: bytes) -> bytes:
        waiting.append(1)
        drawn([content])
        return content

    monkeypatch.setattr(_images, "redrawn", redrawn)

    with pytest.raises(TooMany):
        drawn([b""])
    assert len(waiting) == _images.WAITING

    monkeypatch.undo()
    assert kept(picture())


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    assert refused(picture() + bytes(limits.PICTURE_BYTES)) == "picture_bytes"


def test_four_pictures_are_one_too_many() -> None:
    made = drawn([picture()] * 4)

    assert [(error.field, error.code, error.values) for error in made.errors] == [
        ("pictures", "too_many_pictures", {"limit": 3})
    ]


def test_each_picture_has_its_own_error_and_its_own_id() -> None:
    made = drawn([picture(), b"hello", picture()])

    assert [error.field for error in made.errors] == ["pictures.1"]
    assert len({each.id for each in made.pictures}) == 2


def test_programs_send_base64() -> None:
    assert drawn([base64.b64encode(picture()).decode()]).pictures
    assert refused("not base64!") == "not_base64"
    assert refused("жёлтая") == "not_base64"
    assert refused(7) == "not_text"


@pytest.mark.parametrize("sent", ["a picture", {"0": "a"}, 7])
def test_pictures_are_a_list(sent: object) -> None:
    assert [error.code for error in drawn(sent).errors] == ["not_a_list"]


def test_no_picture_is_none() -> None:
    assert drawn(None) == drawn([]) == _images.Drawn()

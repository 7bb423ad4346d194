"""Pictures that visitors send, drawn anew: nothing but what can be seen on them is kept.

A file is decoded and its pixels are encoded again, so that neither a place in its metadata nor a second
file inside it gets any further.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore, Lock

from PIL import Image

from shop import limits
from shop.cases import Picture
from shop.errors import FieldError, TooMany
from shop.requests import PICTURES_FIELD

MEDIA = "image/jpeg"

_OPENS = ("JPEG", "PNG", "WEBP")
#: A JPEG is read at a fraction of its size, other pictures whole.
_MOST_PIXELS = 16_000_000
_MOST_PIXELS_JPEG = 40_000_000
#: Pixels painted, each counted as often as it is painted over. A progressive JPEG has about ten layers; each
#: takes as long as a picture, and a few bytes ask for it.
_MOST_PAINTED = 250_000_000
_SCAN = b"\xff\xda"
_LONGEST = 1600
_MOST_BYTES = 350_000
_QUALITIES = (84, 76, 68, 60, 50)

#: What puts a picture upright, by how the camera was held (EXIF 2.32, section 4.6.4, orientation).
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

#: The largest take 350 MB while they are read, so they are read one after another.
_one_at_a_time = Lock()

#: Requests that wait for that; the rest comes back later, or no thread would be left for anything else.
WAITING = 8
_queue = BoundedSemaphore(WAITING)
_PAUSE = 30  #: seconds


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of one request, and what is wrong with the others."""

    pictures: tuple[Picture, ...] = ()
    errors: tuple[FieldError, ...] = ()


class _Unusable(Exception):
    """Raised for what is no picture that can be taken; its only argument is the code of the reason."""


def drawn(sent: object) -> Drawn:
    """What was sent as pictures: files of a form, or base64 in JSON; nothing at all is no picture.

    Raises TooMany where too many others are waiting.
    """
    if sent is None:
        return Drawn()
    if not isinstance(sent, list):
        return Drawn(errors=(FieldError(PICTURES_FIELD, "not_a_list"),))
    if len(sent) > limits.PICTURES:
        return Drawn(errors=(FieldError(PICTURES_FIELD, "too_many_pictures", {"limit": limits.PICTURES}),))
    if not _queue.acquire(blocking=False):
        raise TooMany(_PAUSE)
    try:
        return _drawn(sent)
    finally:
        _queue.release()


def _drawn(sent: Sequence[object]) -> Drawn:
    pictures, errors = [], []
    for place, each in enumerate(sent):
        try:
            content = redrawn(_bytes(each))
            pictures.append(Picture(secrets.token_hex(16), MEDIA, content))
        except _Unusable as unusable:
            errors.append(
                FieldError(f"{PICTURES_FIELD}.{place}", str(unusable), {"limit": limits.PICTURE_BYTES >> 20})
            )
    return Drawn(tuple(pictures), tuple(errors))


def redrawn(content: bytes) -> bytes:
    """The picture as a JPEG, upright, on white, no larger than a page shows it."""
    if len(content) > limits.PICTURE_BYTES:
        raise _Unusable("picture_bytes")
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, and of sizes that are refused here
        return _encoded(_read(content))


def _bytes(sent: object) -> bytes:
    if isinstance(sent, bytes):
        return sent
    if not isinstance(sent, str):
        raise _Unusable("not_text")
    try:
        return base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError):
        raise _Unusable("not_base64") from None


def _read(content: bytes) -> Image.Image:
    try:
        opened = Image.open(BytesIO(content), formats=_OPENS)
    except Image.DecompressionBombError:
        raise _Unusable("picture_pixels") from None
    except Exception:  # whatever a broken header makes the decoder raise
        raise _Unusable("picture_kind") from None
    with opened:
        if _is_bomb(opened, content):
            raise _Unusable("picture_pixels")
        try:
            return _upright(opened)
        except Exception:  # whatever the decoder raises where the data end or make no sense
            raise _Unusable("picture_damaged") from None


def _is_bomb(opened: Image.Image, content: bytes) -> bool:
    """Whether it would take more to read than a picture is worth."""
    pixels = opened.width * opened.height
    if opened.format in ("PNG", "WEBP"):
        return pixels > _MOST_PIXELS
    # Inside of a scan the byte 0xff is escaped, so every start of one can be counted from outside.
    return pixels > _MOST_PIXELS_JPEG or pixels * content.count(_SCAN) > _MOST_PAINTED


def _upright(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (_LONGEST, _LONGEST))
    clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
    held = _held(opened)
    image: Image.Image = opened.convert("RGBA" if clear else "RGB")
    image.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _on_white(image.transpose(_TURNS[held]) if held in _TURNS else image)


def _held(opened: Image.Image) -> int:
    """How the camera was held; upright where its metadata make no sense."""
    with suppress(Exception):
        return int(opened.getexif().get(_ORIENTATION, 1))
    return 1


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def _encoded(image: Image.Image) -> bytes:
    """At the best quality that is small enough; where none is, the picture is made smaller."""
    image.info = {}
    while True:
        for quality in _QUALITIES:
            file = BytesIO()
            image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            if file.tell() <= _MOST_BYTES:
                return file.getvalue()
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))

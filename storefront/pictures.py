"""Pictures in the sizes a page needs, kept by content so that each is made once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

WIDTHS = (400, 800, 1600)
FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}
FOLDER = "images"

#: Change it when the recipe below changes: everything is then made anew.
_RECIPE = "1"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
OPENS = ("JPEG", "PNG", "WEBP")
#: WebP knows no larger pictures (RFC 9649, section 2.6).
_TALLEST = 16_383


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in every size and format it is published in."""

    stem: str  #: file name without width and ending; carries a digest of the content
    widths: tuple[int, ...]
    width: int
    height: int

    def path(self, width: int, format: str) -> str:
        return f"/{FOLDER}/{self.stem}-{width}.{format}"

    def srcset(self, format: str) -> str:
        return ", ".join(f"{self.path(width, format)} {width}w" for width in self.widths)

    @property
    def largest(self) -> str:
        return self.path(self.widths[-1], "jpg")

    @property
    def smallest(self) -> str:
        return self.path(self.widths[0], "jpg")

    def files(self) -> Iterable[tuple[str, str]]:
        """Each published file's name in the cache and in the site."""
        for width in self.widths:
            for format in FORMATS:
                yield f"{self.stem}-{width}.{format}", self.path(width, format)


class PictureCache:
    """The made pictures of a shop, in a folder that may be thrown away at any time."""

    def __init__(self, originals: Path, folder: Path) -> None:
        self._originals = originals
        self._names: dict[str, str] = {}
        self.folder = folder
        self._stamps: dict[str, tuple[tuple[int, int], Picture]] = {}

    def prepare(self, names: Iterable[str], progress: Callable[[int, int], None]) -> dict[str, Picture]:
        """Every named picture, made now where it is not in the cache yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._names = composed(os.listdir(self._originals)) if self._originals.is_dir() else {}
        found = {name: self._known(self._original(name)) for name in sorted(set(names))}
        missing = [name for name, picture in found.items() if picture is None]
        made = dict(zip(missing, self._make(missing, progress), strict=True)) if missing else {}
        pictures = {name: picture or made[name] for name, picture in found.items()}
        for name, picture in pictures.items():
            original = self._original(name)
            self._stamps[original.name] = (_stamp(original), picture)
        return pictures

    def made(self, original: Path) -> bool:
        """Whether the picture has been made already, which proves that it can be."""
        return self._known(original) is not None

    def _original(self, name: str) -> Path:
        return self._originals / self._names.get(unicodedata.normalize("NFC", name), name)

    def _known(self, original: Path) -> Picture | None:
        stamp = self._stamps.get(original.name)
        if stamp is not None and stamp[0] == _stamp(original):
            return stamp[1]
        record = self.folder / f"{_stem(original)}.json"
        if not record.exists():
            return None
        fields = json.loads(record.read_text())
        return Picture(fields["stem"], tuple(fields["widths"]), fields["width"], fields["height"])

    def _make(self, names: list[str], progress: Callable[[int, int], None]) -> list[Picture]:
        with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, len(names))) as pool:
            jobs = {pool.submit(make, self._original(name), self.folder): name for name in names}
            made = {}
            for done, job in enumerate(as_completed(jobs), start=1):
                made[jobs[job]] = job.result()
                progress(done, len(names))
        return [made[name] for name in names]


def make(original: Path, folder: Path) -> Picture:
    """Writes one picture in all sizes, upright, without its EXIF data, never larger than it was."""
    stem = _stem(original)
    image = read(original)
    largest = max(1, min(image.width, WIDTHS[-1], image.width * _TALLEST // image.height))
    widths = (*(width for width in WIDTHS if width < largest), largest)
    for width in widths:
        size = _size(image, width)
        sized = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
        sized.save(folder / f"{stem}-{width}.webp", "WEBP", quality=80, method=2)
        sized.save(folder / f"{stem}-{width}.jpg", "JPEG", quality=80, optimize=True, progressive=True)
    picture = Picture(stem, widths, *_size(image, widths[-1]))
    record = {"stem": stem, "widths": widths, "width": picture.width, "height": picture.height}
    (folder / f"{stem}.json").write_text(json.dumps(record))
    return picture


def read(original: Path) -> Image.Image:
    """The whole picture, upright and on white. Raises what the decoder raises at damaged files."""
    with Image.open(original, formats=OPENS) as opened:
        return _on_white(ImageOps.exif_transpose(opened))


def composed(names: Iterable[str]) -> dict[str, str]:
    """File names by how people type them.

    macOS writes names with letters and accents apart; people type them together.
    """
    return {unicodedata.normalize("NFC", name): name for name in names}


def _size(image: Image.Image, width: int) -> tuple[int, int]:
    """The picture's size at that width; a line stays a line."""
    return width, min(max(1, round(image.height * width / image.width)), _TALLEST)


def _stamp(original: Path) -> tuple[int, int]:
    status = original.stat()
    return status.st_mtime_ns, status.st_size


def _stem(original: Path) -> str:
    digest = hashlib.sha256(_RECIPE.encode() + original.read_bytes()).hexdigest()[:10]
    return f"{_UNSAFE.sub('-', original.stem).strip('-') or 'picture'}-{digest}"


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")

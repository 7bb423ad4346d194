"""content/images/: which pictures there are, and whether they can be used."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from storefront.files import Folder
from storefront.findings import Findings
from storefront.pictures import OPENS, composed, read
from storefront.problems import Place, quoted
from storefront.wording import near

FOLDER = "images"
_MOST_BYTES = 30_000_000
_MOST_PIXELS = 40_000_000


class Images:
    """The pictures of a shop; each is looked into once, and read whole unless it is *proven* readable."""

    def __init__(self, folder: Folder, findings: Findings, proven: Callable[[Path], bool]) -> None:
        self._folder, self._findings, self._proven = folder, findings, proven
        self._names = composed(folder.names(FOLDER))
        self._checked: set[str] = set()

    def check(self, name: str, place: Place) -> None:
        """Notes a picture that is missing or cannot be used."""
        real = self._names.get(unicodedata.normalize("NFC", name))
        if real is None:
            folder = self._folder.shown(FOLDER) + "/"
            ended = sorted(known for known in self._names if known.rpartition(".")[0] == name)
            hint = f"did you mean {quoted(ended[0])}?" if ended else near(name, self._names) or _unended(name)
            self._findings.note(place, "no_picture", file=quoted(name), folder=folder, near=hint)
        elif real not in self._checked:
            self._checked.add(real)
            self._check_file(real)

    def _check_file(self, name: str) -> None:
        path = self._folder.file(FOLDER, name)
        if path is None:
            return
        code = _fault(path)
        if code is None and not self._proven(path) and _damaged(path):
            code = "picture_damaged"
        if code:
            self._folder.report((FOLDER, name), code)


def _unended(name: str) -> str:
    return "" if "." in name else "write the name with its ending, such as gaiwan.jpg"


def _fault(path: Path) -> str | None:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return "picture_bytes"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=OPENS) as picture:
                pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        return "picture_pixels"
    except Exception:  # whatever a broken header makes the decoder raise
        return "picture_kind"
    return "picture_pixels" if pixels > _MOST_PIXELS else None


def _damaged(path: Path) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read(path)
    except Exception:  # whatever the decoder raises where the data end or make no sense
        return True
    return False

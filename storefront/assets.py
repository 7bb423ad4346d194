"""Styles, scripts and icons under one folder named by their content, so that browsers keep them forever."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storefront import publish

_KINDS = ("css", "js", "icons")
#: What other sites load; its address stays the same.
_WIDGET = "widget.js"


@dataclass(frozen=True, slots=True)
class Assets:
    folder: Path
    digest: str
    made: Mapping[str, str] = field(default_factory=dict)  #: what the content decides, by path

    @property
    def path(self) -> str:
        """Where pages find them; ends with a slash."""
        return f"/assets/{self.digest}/"

    def icons(self) -> dict[str, str]:
        """Drawings that pages carry inline, by name."""
        return {
            file.stem: file.read_text(encoding="utf-8").strip()
            for file in sorted((self.folder / "icons").glob("*.svg"))
        }

    def copy(self, site: Path) -> None:
        for kind in _KINDS:
            source = self.folder / kind
            if source.is_dir():
                shutil.copytree(source, site / self.path.strip("/") / kind)
        for name, text in self.made.items():
            publish.write_text(site / self.path.strip("/"), name, text)
        shutil.copyfile(self.folder / _WIDGET, site / _WIDGET)


def read(templates: Path, made: Mapping[str, str]) -> Assets:
    """The files of the templates, and those *made* from the content."""
    folder = templates / "assets"
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    for name, text in sorted(made.items()):
        digest.update(f"{name}\0{text}".encode())
    return Assets(folder, digest.hexdigest()[:12], made)

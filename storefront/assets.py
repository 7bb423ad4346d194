"""Styles, scripts and icons under one folder named by their content, so that browsers keep them forever."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

_KINDS = ("css", "js", "icons")


@dataclass(frozen=True, slots=True)
class Assets:
    folder: Path
    digest: str

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


def read(templates: Path) -> Assets:
    folder = templates / "assets"
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return Assets(folder, digest.hexdigest()[:12])

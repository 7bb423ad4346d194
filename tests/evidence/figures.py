"""Figures a proof has measured: printed, and kept where VITRINA_EVIDENCE names a folder."""

from __future__ import annotations

import json
import os
from pathlib import Path


def note(name: str, **figures: object) -> None:
    """Keeps the figures of one proof. `make evidence` gathers them into docs/evidence/."""
    print(f"\n{name}: {json.dumps(figures, ensure_ascii=False)}")
    folder = os.environ.get("VITRINA_EVIDENCE")
    if folder:
        (Path(folder) / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")

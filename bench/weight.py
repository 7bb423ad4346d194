"""How much one visit loads: the front page, a category and three products of a built site, nothing twice.

    python -m bench.weight dist        counts, and writes bench/results/weight.json

Text is counted as gzip packs it, pictures in WebP at 800 pixels, those further down the page included.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.home import ROOT

RESULTS = ROOT / "bench" / "results" / "weight.json"
VISIT = ("", "catalog/teapots/", "product/kyusu/", "product/gaiwan/", "product/sencha/")

_ASSETS = re.compile(r'(?:src|href)="/(assets/[^"]+)"')
_PICTURES = re.compile(r"/(images/[^ \"]+-800\.webp) 800w")
_PACKED = {".html", ".css", ".js", ".svg"}


def main(site: str) -> int:
    weighed = weight(Path(site))
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "python -m bench.weight dist",
        **weighed,
    }
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"A visit: {weighed['requests']} requests, {weighed['bytes'] / 1e6:.2f} MB")
    return 0


def weight(site: Path, pages: tuple[str, ...] = VISIT) -> dict[str, int]:
    """The requests and bytes of a visit. Raises OSError where a page or a file of it is missing."""
    files = {path: None for page in pages for path in _loaded(site, f"{page}index.html")}
    return {"requests": len(files), "bytes": sum(_size(site / path) for path in files)}


def _loaded(site: Path, page: str) -> list[str]:
    text = (site / page).read_text(encoding="utf-8")
    return [page, *_ASSETS.findall(text), *_PICTURES.findall(text)]


def _size(file: Path) -> int:
    content = file.read_bytes()
    return len(gzip.compress(content)) if file.suffix in _PACKED else len(content)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

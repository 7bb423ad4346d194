"""The Nu HTML Checker on every page of the demo shop. `make evidence` only: it needs npm and Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from storefront.generator import Generator
from tests.evidence.figures import note

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "vnu-jar@26.9.27"


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not os.environ.get("VITRINA_PROOF"):
        pytest.skip("part of make evidence")
    if not (shutil.which("npm") and shutil.which("java")):
        pytest.skip("needs npm and java")
    folder = tmp_path_factory.mktemp("vnu")
    subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), PACKAGE], check=True, timeout=300)
    return next(folder.rglob("vnu.jar"))


def test_every_page_is_valid_html(checker: Path, tmp_path: Path) -> None:
    site = tmp_path / "dist"
    Generator(ROOT / "content", ROOT / "templates", site, ROOT / ".cache" / "vitrina").build(lambda *_: None)

    command = ["java", "-jar", str(checker), "--format", "json", "--skip-non-html", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)

    messages = [m for m in json.loads(done.stderr)["messages"] if m["type"] == "error"]
    pages = len(list(site.rglob("*.html")))
    note("validator", pages=pages, errors=len(messages), checker=PACKAGE)
    assert messages == []

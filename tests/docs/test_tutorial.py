"""A newcomer follows “Your shop in an evening” word for word, and orders a cup where the page says so."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.docs.pages import ROOT, Command, steps
from tests.docs.shell import Shell, copied
from tests.evidence.figures import note

ORDER = {
    "lines": [{"sku": "CUP-1-OAT", "quantity": 1}],
    "contact": {"name": "Anna Berg", "email": "anna@example.org"},
    "delivery": {"method": "pickup"},
    "payment": "invoice",
}
PAGE = ROOT / "docs" / "tutorial" / "your-shop-in-an-evening.md"


def test_it_leads_to_a_shop_with_one_s_own_things(tmp_path: Path) -> None:
    folder, begun = copied(tmp_path / "vitrina"), time.monotonic()

    with Shell(folder) as shell:
        for step in steps(PAGE):
            shell.take(step)
            if isinstance(step, Command) and step.text.startswith("make serve"):
                numbers = _ordered(shell.port)

    commands = [step for step in steps(PAGE) if isinstance(step, Command)]
    note("tutorial", commands=len(commands), seconds=round(time.monotonic() - begun, 1))
    assert numbers == ["V-10001-4"]
    assert "Out of the kiln" in (folder / "dist" / "index.html").read_text(encoding="utf-8")
    assert "€11.00" in (folder / "dist" / "product" / "linen-cloth" / "index.html").read_text(
        encoding="utf-8"
    )


def _ordered(port: str) -> list[str]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "an-evening-1"}
    request = Request(f"http://127.0.0.1:{port}/api/orders", json.dumps(ORDER).encode(), headers)
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(request, timeout=60) as answer:
                return [json.load(answer)["number"]]
        except URLError:
            assert time.monotonic() < until
            time.sleep(0.1)

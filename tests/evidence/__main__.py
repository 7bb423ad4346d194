"""`make evidence`: the long proofs one after another, each a command anybody can repeat.

    python -m tests.evidence             all of them
    python -m tests.evidence hostile     only those named

Results go to docs/evidence/: one JSON file a proof, and README.md with the table, the machine and the date.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "evidence"


@dataclass(frozen=True)
class Proof:
    name: str
    claim: str
    tests: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def command(self) -> str:
        settings = " ".join(f"{name}={value}" for name, value in self.environment.items())
        return f"{settings} python -m pytest {self.tests}".strip()


PROOFS = [
    Proof(
        "hostile",
        "Hostile content trees: no traceback, nothing read outside the folder",
        "tests/evidence/test_hostile_content.py",
        {"VITRINA_HOSTILE": "5000"},
    ),
    Proof(
        "tampered",
        "Tampered orders: none below the catalogue's price, no answer 5xx",
        "tests/evidence/test_tampered_orders.py",
        {"VITRINA_TAMPERED": "10000"},
    ),
    Proof(
        "crash",
        "Processes killed at any moment: no order lost or doubled, every letter once, every webhook told",
        "tests/evidence/test_crash.py",
        {"VITRINA_CRASH": "10000"},
    ),
    Proof(
        "case-crash",
        "The same for tickets and feedback: none lost or doubled, every letter once",
        "tests/evidence/test_case_crash.py",
        {"VITRINA_CASE_CRASH": "1000"},
    ),
    Proof(
        "synced",
        "Every order is on the disk before its answer leaves (strace)",
        "tests/evidence/test_synced.py",
        {"VITRINA_SYNCED": "600"},
    ),
    Proof(
        "power",
        "Power cut at any moment, by the system calls until then: no order lost, no store damaged",
        "tests/evidence/test_power.py",
        {"VITRINA_POWER": "1000"},
    ),
    Proof(
        "disk",
        "A full disk, or one to be read only: each order whole or refused, and nothing to repair",
        "tests/evidence/test_disk.py",
        {"VITRINA_DISK": "200"},
    ),
    Proof(
        "race",
        "Buyers, askers and voters at once: never one too many or too few; one key, one order or ticket",
        "tests/evidence/test_race.py tests/evidence/test_presses.py",
        {"VITRINA_RACE": "50"},
    ),
    Proof(
        "machine",
        "Anything in any order: stock, keys, events, messages and totals agree with a model",
        "tests/evidence/test_machine.py",
        {"VITRINA_MACHINE": "10000"},
    ),
    Proof(
        "contract",
        "Memory, SQLite and DynamoDB (ministack) pass the same cases, crowds included",
        "tests/functions/stores",
    ),
    Proof(
        "faults-dynamo",
        "Each DynamoDB request broken in each way: nothing lost, doubled or wrongly called failed",
        "tests/evidence/test_dynamo_faults.py",
        {"VITRINA_FAULTS": "1"},
    ),
    Proof(
        "compatible",
        "A service that promises less than DynamoDB (25 rows, whole indexes, no tokens) loses nothing",
        "tests/functions/stores tests/evidence/test_dynamo_faults.py",
        {"VITRINA_FAULTS": "1", "VITRINA_DIALECT": "common"},
    ),
    Proof(
        "cannon",
        "A stranger's mailbox in a hundred orders: three letters, with nothing that was typed",
        "tests/evidence/test_cannon.py",
        {"VITRINA_CANNON": "100"},
    ),
    Proof(
        "privacy",
        "Whatever is known of somebody is handed over, and of whoever is erased not a byte is left",
        "tests/evidence/test_privacy.py",
        {"VITRINA_PEOPLE": "1000"},
    ),
    Proof(
        "strangers",
        "Letters to addresses that nobody has confirmed: no eight characters that a visitor typed",
        "tests/evidence/test_strangers.py",
        {"VITRINA_STRANGERS": "10000"},
    ),
    Proof(
        "flood",
        "A thousand addresses at once: all is kept, the shop's limit holds, nobody's mailbox is flooded",
        "tests/evidence/test_flood.py",
        {"VITRINA_FLOOD": "1000"},
    ),
    Proof(
        "loop",
        "Two shops whose mailboxes answer by themselves: two letters, and six a day where nothing is heeded",
        "tests/evidence/test_loop.py",
    ),
    Proof(
        "canary",
        "What only the shop may see is in no page, feed, public answer, built file or log",
        "tests/evidence/test_canary.py",
        {"VITRINA_CANARIES": "25"},
    ),
    Proof(
        "sinks",
        "Scripts, formulas and headers typed into every field are text wherever they are shown",
        "tests/evidence/test_sinks.py",
        {"VITRINA_SINKS": "all"},
    ),
    Proof(
        "looking",
        "No link in a letter does anything when it is opened, and no field is taken that is not asked for",
        "tests/evidence/test_looking.py",
    ),
    Proof(
        "guesses",
        "Numbers, keys and signed links guessed: none opens anything, and neither answer nor time tells",
        "tests/evidence/test_guesses.py tests/evidence/test_case_guesses.py",
        {"VITRINA_GUESSES": "1000000", "VITRINA_TIMED": "5000", "VITRINA_WALKED": "10000"},
    ),
    Proof(
        "senders",
        "Letters and webhooks to servers that fail: none lost, twice only where nobody could know",
        "tests/evidence/test_senders.py",
        {"VITRINA_SENDERS": "large"},
    ),
    Proof(
        "ssrf",
        "Webhooks aimed inwards (spellings, resolvers, redirects): no connection is begun",
        "tests/evidence/test_ssrf.py",
    ),
    Proof(
        "fuzz",
        "Whatever is sent to whichever address: no answer 5xx, nothing taken out of range",
        "tests/evidence/test_fuzz.py tests/evidence/test_lengths.py",
        {"VITRINA_FUZZ": "100000", "VITRINA_SCHEMATHESIS": "500"},
    ),
    Proof(
        "fuzz-feedback",
        "The same for feedback's own calls, and nothing shown that nobody has let be shown",
        "tests/evidence/test_fuzz_feedback.py",
        {"VITRINA_FUZZ": "50000"},
    ),
    Proof(
        "netlify",
        "Netlify's own programs build the site, keep its cache, and read the rules that were meant",
        "tests/evidence/test_netlify.py",
    ),
    Proof(
        "hosts",
        "The site behind nginx, Caddy and netlify dev: headers, 404s, orders, tickets; forged addresses",
        "tests/evidence/test_hosts.py",
    ),
    Proof(
        "bundle",
        "The bundle under AWS's own runtime client: the same twice, 4 MB, and how fast and large it starts",
        "tests/evidence/test_bundle.py",
        {"VITRINA_STARTS": "20"},
    ),
    Proof(
        "doctor",
        "Each fault planted in a shop is found with the right advice, and a shop that is well has none",
        "tests/evidence/test_doctor.py",
        {"VITRINA_PLANTS": "all"},
    ),
    Proof(
        "own-server",
        "The own-server recipe in a clean Debian: nothing lost when killed, upgraded, taken back, moved",
        "tests/evidence/test_own_server.py",
    ),
    Proof(
        "infra",
        "AWS's own reader of templates, sam and checkov find nothing in ours, and what is planted in it",
        "tests/evidence/test_infra.py",
        {"VITRINA_INFRA": "1"},
    ),
    Proof(
        "deploy",
        "`build.py deploy` with Amazon's own tool: orders, tickets and ideas through it, their letters sent",
        "tests/evidence/test_deploy.py",
        {"VITRINA_DEPLOY": "1"},
    ),
    Proof("mistakes", "Each kind of mistake has its exact message", "tests/storefront/test_mistakes.py"),
    Proof(
        "discounts",
        "Whatever is bought and offered: discounts add up, in any order, and none makes it dearer",
        "tests/shop/test_discount_rules.py",
    ),
    Proof("carts", "Foreign carts priced to the cent", "tests/shop/test_dummyjson.py"),
    Proof("catalogue", "A foreign catalogue built without a problem", "tests/storefront/test_dummyjson.py"),
    Proof("orders", "A browser orders, with script and without", "tests/browser/test_orders.py"),
    Proof(
        "accessibility",
        "axe on every kind of page, in each language and each colour scheme",
        "tests/browser/test_accessibility.py tests/browser/test_feedback.py tests/browser/test_ideas.py"
        " tests/browser/test_reviews.py tests/browser/test_widget.py",
    ),
    Proof("pages", "No other host, styles and scripts under 15 kB each", "tests/browser/test_pages.py"),
    Proof("serve", "An edit is in the browser within a second", "tests/test_build.py"),
    Proof("validator", "The W3C's checker on every page (Node, Java)", "tests/evidence/test_validator.py"),
]  # fmt: skip


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - {proof.name for proof in PROOFS}
    if unknown:
        print(f"No such proof: {', '.join(sorted(unknown))}. There are: {', '.join(p.name for p in PROOFS)}")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = [proof for proof in PROOFS if not wanted or proof.name in wanted]
    failed = [proof.name for proof in chosen if not _prove(proof)]
    _write_table()
    print(f"{len(chosen) - len(failed)} proved, {len(failed)} failed {' '.join(failed)}")
    return 1 if failed else 0


def _prove(proof: Proof) -> bool:
    print(f"\n== {proof.name}: {proof.claim}\n   {proof.command}", flush=True)
    noted = FOLDER / "noted"
    noted.mkdir(exist_ok=True)
    environment = os.environ | proof.environment | {"VITRINA_EVIDENCE": str(noted), "VITRINA_PROOF": "1"}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *proof.tests.split()],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    closing = done.stdout.strip().splitlines()[-1]
    print(done.stdout[-2000:] if done.returncode else closing, flush=True)
    record = {
        "claim": proof.claim,
        "command": proof.command,
        "passed": done.returncode == 0,
        "seconds": round(time.monotonic() - start, 1),
        "closing": closing,
        "figures": {file.stem: json.loads(file.read_text()) for file in sorted(noted.glob("*.json"))},
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
    }
    for file in noted.glob("*.json"):
        file.unlink()
    noted.rmdir()
    (FOLDER / f"{proof.name}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return done.returncode == 0


def _write_table() -> None:
    rows = []
    for proof in PROOFS:
        file = FOLDER / f"{proof.name}.json"
        if not file.exists():
            rows.append(f"| {proof.claim} | not run | | | `make evidence ARGS={proof.name}` |")
            continue
        record = json.loads(file.read_text())
        verdict = "holds" if record["passed"] else "**fails**"
        figures = "; ".join(
            ", ".join(f"{name} {value}" for name, value in values.items())
            for values in record["figures"].values()
        )
        rows.append(
            f"| {proof.claim} | {verdict} | {figures or record['closing']} | {record['date']}, "
            f"{record['seconds']} s | `make evidence ARGS={proof.name}` |"
        )
    heads = "| What is claimed | | Figures | When, how long | Again |\n|---|---|---|---|---|\n"
    note = f"Machine of the last run: {_machine()}\n\nEach row has its JSON beside this page.\n"
    (FOLDER / "README.md").write_text(f"# Evidence\n\n{note}\n{heads}" + "\n".join(rows) + "\n")


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

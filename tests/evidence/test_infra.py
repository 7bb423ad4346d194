"""What reads templates of AWS for a living finds nothing wrong with ours; and finds what is planted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.figures import note
from tests.infra.template import FILE

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.prefix) / "infra" / "bin"

pytestmark = [
    pytest.mark.skipif("VITRINA_INFRA" not in os.environ, reason="part of `make evidence`; takes minutes"),
    pytest.mark.skipif(not TOOLS.exists(), reason="needs .venv/infra: make .venv/.infra"),
]


def run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    # With no account and no region but this: none of them may need one.
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "AWS_DEFAULT_REGION": "eu-central-1",
        "SAM_CLI_TELEMETRY": "0",
    }  # fmt: skip
    return subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_cfn_lint_sam_and_checkov_find_nothing() -> None:
    lint = run("cfn-lint", "infra/template.yaml")
    valid = run("sam", "validate", "--lint", "--template-file", "infra/template.yaml")
    checked = run("checkov", "--config-file", "infra/checkov.yaml")

    assert (lint.returncode, lint.stdout) == (0, ""), lint.stdout
    assert valid.returncode == 0, valid.stderr
    assert "is a valid SAM Template" in valid.stdout
    assert checked.returncode == 0, checked.stdout
    counts = re.search(r"Passed checks: (\d+), Failed checks: (\d+), Skipped checks: (\d+)", checked.stdout)
    assert counts
    passed, failed, skipped = map(int, counts.groups())
    assert (passed > 80, failed, skipped) == (True, 0, 0)
    reasons = (ROOT / "infra" / "checkov.yaml").read_text().count("- CKV_")
    note(
        "infra",
        cfn_lint=0,
        sam_validate="valid",
        checkov_passed=passed,
        checkov_failed=0,
        not_looked_for=reasons,
    )


@pytest.mark.parametrize(
    ("tool", "right", "wrong"),
    [
        ("cfn-lint", "KeyType: HASH", "KeyType: HSH"),
        ("cfn-lint", "!GetAtt OrdersTable.Arn", "!GetAtt OrderTable.Arn"),
        ("checkov", "PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false"),
        ("checkov", "AccessLogSettings:", "AccessLogs:"),
    ],
)
def test_what_is_planted_is_found(tool: str, right: str, wrong: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "template.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (tmp_path / "infra" / "checkov.yaml").write_text((ROOT / "infra" / "checkov.yaml").read_text())

    given = ("infra/template.yaml",) if tool == "cfn-lint" else ("--config-file", "infra/checkov.yaml")
    found = run(tool, *given, folder=tmp_path)

    assert found.returncode != 0, found.stdout

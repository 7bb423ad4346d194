"""The list of proofs itself: a proof that names no test proves nothing."""

from __future__ import annotations

from tests.evidence.__main__ import PROOFS, ROOT


def test_every_proof_has_a_name_of_its_own_and_tests_that_exist() -> None:
    assert len({proof.name for proof in PROOFS}) == len(PROOFS) > 15
    assert [path for proof in PROOFS for path in proof.tests.split() if not (ROOT / path).exists()] == []

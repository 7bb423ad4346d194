"""Codes by e-mail, and who may try how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shop import codes
from shop.codes import KNOWN, LIFE, TRIES, Asked, asked, confirmed, voter, voter_s
from shop.errors import Invalid
from tests.shop.memory import Memory
from tests.shop.posts import AT, NONCE

ROOT = b"k" * 32
ANNA = asked("post-1", "anna@example.org", NONCE, AT)


def proof(of: Asked = ANNA, sent: bool = True) -> str:
    return codes.proof(ROOT, of, sent=sent)


def code(of: Asked = ANNA) -> str:
    return codes.code(ROOT, of)


def wrong(number: int) -> str:
    """Another code than that one, and another for each number."""
    return f"{(int(code()) + 1 + number) % 1_000_000:06}"


def tried(
    limits: Memory, code_: str, of: str = "", post_id: str = "post-1", later: timedelta = timedelta()
) -> str:
    """The address that was confirmed, or what is wrong."""
    try:
        return confirmed(ROOT, post_id, of or proof(), code_, limits, AT + later)
    except Invalid as invalid:
        return invalid.errors[0].code


def test_the_code_that_was_sent_confirms_the_address() -> None:
    assert len(code()) == 6
    assert code().isdigit()
    assert tried(Memory(), code()) == "anna@example.org"


def test_after_five_wrong_tries_the_right_code_is_worth_nothing() -> None:
    limits = Memory()

    answers = [tried(limits, wrong(number)) for number in range(TRIES)]

    assert answers == ["wrong_code"] * TRIES
    assert tried(limits, wrong(6)) == "spent_code"
    assert tried(limits, code()) == "spent_code"


def test_of_fifty_tries_at_the_same_moment_five_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    limits, compared = Memory(), []
    real = codes.code

    def counting(root_key: bytes, of: Asked) -> str:
        compared.append(of)
        return real(root_key, of)

    monkeypatch.setattr(codes, "code", counting)
    guesses = [f"{number:06}" for number in range(50)]

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda guess: tried(limits, guess), guesses))

    assert len(compared) == TRIES
    assert answers.count("spent_code") == 50 - TRIES


def test_the_last_of_five_tries_may_be_the_right_one() -> None:
    limits = Memory()
    for number in range(TRIES - 1):
        tried(limits, wrong(number))

    assert tried(limits, code()) == "anna@example.org"


def test_a_code_is_good_for_a_quarter_of_an_hour() -> None:
    assert tried(Memory(), code(), later=LIFE - timedelta(seconds=1)) == "anna@example.org"
    assert tried(Memory(), code(), later=LIFE) == "old_code"


def test_tries_are_counted_together_however_the_minutes_fall() -> None:
    limits = Memory()
    for number in range(TRIES):
        tried(limits, wrong(number), later=timedelta(minutes=3 * number))

    assert tried(limits, code(), later=timedelta(minutes=14)) == "spent_code"


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNA, post_id="post-2"),
        replace(ANNA, email="bert@example.org"),
        replace(ANNA, nonce="o" * 22),
        replace(ANNA, ends=ANNA.ends + 1),
    ],
)
def test_a_code_is_for_one_post_one_address_and_one_asking(other: Asked) -> None:
    assert code(other) != code()
    assert tried(Memory(), code(other)) == "wrong_code"


def test_another_post_takes_no_proof_of_this_one() -> None:
    assert tried(Memory(), code(), post_id="post-2") == "wrong_code"


@pytest.mark.parametrize("part", range(2, 6))
def test_a_proof_that_was_changed_is_none_and_costs_no_try(part: int) -> None:
    limits = Memory()
    parts = proof().split(".")
    parts[part] = ("2" if part == 3 else "A") + parts[part][1:]
    forged = ".".join(parts)

    assert forged != proof()
    assert tried(limits, code(), forged) == "wrong_code"
    assert limits.hits == {}


def test_a_proof_whose_code_was_not_sent_looks_like_any_other_and_confirms_nothing() -> None:
    void = proof(sent=False)

    answers = [tried(limits := Memory(), code(), void), *(tried(limits, code(), void) for _ in range(TRIES))]

    assert len(void) == len(proof())
    assert void.split(".")[:5] == proof().split(".")[:5]
    assert answers == ["wrong_code"] * TRIES + ["spent_code"]


def test_whoever_has_confirmed_an_address_may_vote_with_it_for_a_day() -> None:
    token = voter(ROOT, "anna@example.org", AT)

    assert voter_s(ROOT, token, AT + KNOWN - timedelta(seconds=1)) == "anna@example.org"
    with pytest.raises(Invalid):
        voter_s(ROOT, token, AT + KNOWN)


@pytest.mark.parametrize("token", ["", "voter.v1.YQ.1.x", proof(), voter(b"o" * 32, "anna@example.org", AT)])
def test_what_was_not_made_here_is_nobody_s(token: str) -> None:
    with pytest.raises(Invalid):
        voter_s(ROOT, token, AT)

from __future__ import annotations

import random
import string
from datetime import UTC, datetime, timedelta
from itertools import count, islice

import pytest

from shop import tokens
from shop.tokens import FORGED, FORM, GOOD, TOO_FAST, TOO_OLD, check, sign

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = b"k" * 32
PURPOSES = (FORM, "other")
LATER = AT + timedelta(minutes=5)
TOKEN = sign(KEY, FORM, b"n" * 16, AT)


@pytest.mark.parametrize(
    ("age", "word"),
    [
        (timedelta(seconds=-1), TOO_FAST),
        (timedelta(), TOO_FAST),
        (timedelta(seconds=1.999), TOO_FAST),
        (timedelta(seconds=2), GOOD),
        (timedelta(hours=24), GOOD),
        (timedelta(hours=24, milliseconds=1), TOO_OLD),
        (timedelta(days=4000), TOO_OLD),
    ],
)
def test_a_token_is_good_from_two_seconds_to_a_day(age: timedelta, word: str) -> None:
    assert check(KEY, FORM, TOKEN, AT + age).word == word


def test_a_good_token_says_which_it_is_and_until_when() -> None:
    verdict = check(KEY, FORM, TOKEN, LATER)

    assert verdict.nonce in TOKEN
    assert verdict.expires_at == AT + timedelta(hours=24)


def test_a_token_is_for_one_purpose_and_one_shop() -> None:
    assert check(KEY, "other", TOKEN, LATER).word == FORGED
    assert check(KEY, FORM, sign(KEY, "other", b"n" * 16, AT), LATER).word == FORGED
    assert check(b"another key of thirty-two letters", FORM, TOKEN, LATER).word == FORGED


def test_where_one_field_ends_is_signed_too() -> None:
    assert tokens._mac(KEY, "form", "12", "3n") != tokens._mac(KEY, "form", "1", "23n")


@pytest.mark.parametrize(
    "token",
    [
        "", ".", "v1", "v1....", TOKEN + ".", "." + TOKEN, TOKEN + "=", TOKEN + "\n", " " + TOKEN, TOKEN * 2,
        TOKEN.upper(), TOKEN.replace("v1", "v2"), TOKEN.replace(".form.", ".Form."), TOKEN[:-1], "\ud800",
        TOKEN.replace(".17", ".+17"), TOKEN.replace(".17", ".017"), TOKEN.replace(".17", ".１7"), "é",
        f"v1.form.{'9' * 400}.{'n' * 22}.{'m' * 43}", f"v1.form.{'9' * 14}.{'n' * 22}.{'m' * 43}",
    ],
)  # fmt: skip
def test_what_is_no_token_is_forged(token: str) -> None:
    assert check(KEY, FORM, token, LATER).word == FORGED


def test_of_ten_thousand_spliced_and_forged_tokens_none_is_taken() -> None:
    chance = random.Random(7)
    real = [
        sign(KEY, chance.choice(PURPOSES), chance.randbytes(16), AT - timedelta(hours=hours))
        for hours in range(100)
    ]
    made = (_forged(real, chance) for _ in count())
    tried = list(islice((token for token in made if token not in real), 10_000))

    taken = [t for t in tried if {check(KEY, purpose, t, AT).word for purpose in PURPOSES} != {FORGED}]

    assert taken == []


def _forged(real: list[str], chance: random.Random) -> str:
    """Fields of several real tokens put together, a dot moved, or one character changed."""
    one, another = (chance.choice(real) for _ in range(2))
    match chance.randrange(4):
        case 0:
            pairs = zip(one.split("."), another.split("."), strict=True)
            return ".".join(chance.choice(pair) for pair in pairs)
        case 1:
            cut = chance.randrange(len(one))
            return one[:cut] + another[cut:]
        case 2:
            bare, place = one.replace(".", "", 1), chance.randrange(len(one))
            return bare[:place] + "." + bare[place:]
    place = chance.randrange(len(one))
    return one[:place] + chance.choice(string.ascii_letters + string.digits + "-_.") + one[place + 1 :]

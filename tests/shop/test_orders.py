from __future__ import annotations

import pytest

from shop.numbers import check_digit, number_of, parse_number, secret_of


def test_a_check_digit_is_that_of_damm() -> None:
    assert check_digit("572") == "4"
    assert number_of(10427) == "V-10427-7"


@pytest.mark.parametrize("typed", ["V-10427-7", "v-10427-7", " V10427-7 ", "V-104277", "v104277"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_number(typed) == "V-10427-7"


@pytest.mark.parametrize(
    "typed", ["", "V-10427-8", "10427-7", "V-1-0427-7", "V-١٠٤٢٧-7", "V-10427-7\0", "V--10427-7"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for counter in range(10001, 10401):
        digits = str(counter) + check_digit(str(counter))
        wrong = {digits[:i] + d + digits[i + 1 :] for i in range(len(digits)) for d in "0123456789"}
        wrong |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
        wrong.discard(digits)
        assert not any(check_digit(candidate[:-1]) == candidate[-1] for candidate in wrong)


def test_a_secret_has_160_bits_and_belongs_to_one_order_and_one_key() -> None:
    first = secret_of(b"k" * 32, "order-1")

    assert len(first) == 27
    assert first == secret_of(b"k" * 32, "order-1")
    assert len({first, secret_of(b"k" * 32, "order-2"), secret_of(b"l" * 32, "order-1")}) == 3

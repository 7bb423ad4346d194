"""The Limits and Suppressions ports."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from tests.functions.stores.makers import AT, INSTANT, SECOND, Store, at_once

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def hits(store: Store, key: str, limit: int, times: int, window: timedelta = HOUR, at: datetime = AT) -> int:
    return sum(store.limits.hit(key, limit, window, at) for _ in range(times))


@pytest.mark.parametrize(
    ("limit", "times", "passed"),
    [(0, 3, 0), (1, 1, 1), (1, 5, 1), (5, 4, 4), (5, 5, 5), (5, 9, 5), (30, 31, 30)],
)
def test_as_many_pass_as_may_and_not_one_more(store: Store, limit: int, times: int, passed: int) -> None:
    assert hits(store, "k", limit, times) == passed


def test_what_is_refused_is_not_counted(store: Store) -> None:
    hits(store, "k", 3, 9)

    assert hits(store, "k", 4, 9) == 1


def test_a_limit_that_is_lowered_refuses_at_once(store: Store) -> None:
    hits(store, "k", 5, 5)

    assert not store.limits.hit("k", 3, HOUR, AT)


@pytest.mark.parametrize("other", ["K", "k ", "", "kk", "k#2026", "ключ", "k\x00"])
def test_keys_are_counted_apart(store: Store, other: str) -> None:
    hits(store, "k", 1, 1)

    assert hits(store, other, 1, 2) == 1
    assert hits(store, "k", 1, 1) == 0


@pytest.mark.parametrize(
    ("window", "later", "anew"),
    [
        (HOUR, HOUR - INSTANT, False), (HOUR, HOUR, True), (HOUR, DAY, True),
        (MINUTE, MINUTE - INSTANT, False), (MINUTE, MINUTE, True),
        (DAY, 16 * HOUR - INSTANT, False), (DAY, 16 * HOUR, True),
        (10 * SECOND, 9 * SECOND, False), (10 * SECOND, 10 * SECOND, True),
    ],
    ids=[
        "within the hour", "the next hour", "the next day", "within the minute", "the next minute",
        "the day's last moment", "midnight", "within ten seconds", "ten seconds on",
    ],
)  # fmt: skip
def test_each_window_counts_anew(store: Store, window: timedelta, later: timedelta, anew: bool) -> None:
    assert AT.hour == 8
    hits(store, "k", 2, 2, window)

    assert store.limits.hit("k", 2, window, AT + later) == anew


def test_a_row_that_has_ended_and_is_still_there_counts_for_nothing(store: Store) -> None:
    for day in range(4):
        assert hits(store, "k", 3, 5, HOUR, AT + day * DAY) == 3


def test_a_late_request_is_counted_in_its_own_window(store: Store) -> None:
    hits(store, "k", 2, 2, HOUR, AT + HOUR)

    assert hits(store, "k", 2, 3, HOUR, AT) == 2
    assert hits(store, "k", 2, 1, HOUR, AT + HOUR) == 0


def test_an_hour_in_another_zone_is_the_same_window(store: Store) -> None:
    hits(store, "k", 1, 1, HOUR, AT)

    assert not store.limits.hit("k", 1, HOUR, AT.astimezone(timezone(timedelta(hours=5, minutes=45))))


@pytest.mark.parametrize(("crowd", "limit"), [(12, 5), (12, 1), (8, 8), (10, 0)])
def test_a_crowd_passes_exactly_as_many_as_may(store: Store, crowd: int, limit: int) -> None:
    results = at_once(*(lambda: store.limits.hit("k", limit, HOUR, AT) for _ in range(crowd)))

    assert sorted(results, key=bool) == [False] * (crowd - limit) + [True] * limit


def test_crowds_at_different_keys_do_not_hinder_each_other(store: Store) -> None:
    results = at_once(
        *(lambda key=key: store.limits.hit(key, 2, HOUR, AT) for key in ("a", "b", "c") for _ in range(4))
    )

    assert [sum(map(bool, results[n : n + 4])) for n in (0, 4, 8)] == [2, 2, 2]


def test_an_address_nobody_has_silenced_may_be_written_to(store: Store) -> None:
    store.suppressions.suppress("anna", "bounced", AT)

    assert store.suppressions.suppressed("boris") is None
    assert store.suppressions.suppressed("Anna") is None


@pytest.mark.parametrize("reason", ["bounced", "complained", "жалоба: «спам»"])
def test_a_silenced_address_says_why(store: Store, reason: str) -> None:
    store.suppressions.suppress("anna", reason, AT)

    assert store.suppressions.suppressed("anna") == reason


def test_the_first_reason_stays(store: Store) -> None:
    store.suppressions.suppress("anna", "bounced", AT)
    store.suppressions.suppress("anna", "complained", AT + DAY)

    assert store.suppressions.suppressed("anna") == "bounced"


def test_many_that_silence_one_address_agree_on_a_reason(store: Store) -> None:
    at_once(*(lambda n=n: store.suppressions.suppress("anna", f"reason {n}", AT) for n in range(6)))

    assert store.suppressions.suppressed("anna") in {f"reason {n}" for n in range(6)}


def test_an_address_that_is_allowed_is_written_to_again(store: Store) -> None:
    for contact in ("anna", "boris"):
        store.suppressions.suppress(contact, "bounced", AT)

    store.suppressions.allow("anna")
    store.suppressions.allow("anna")

    assert store.suppressions.suppressed("anna") is None
    assert store.suppressions.suppressed("boris") == "bounced"


def test_an_address_that_was_allowed_can_be_silenced_anew_for_another_reason(store: Store) -> None:
    store.suppressions.suppress("anna", "bounced", AT)
    store.suppressions.allow("anna")
    store.suppressions.suppress("anna", "complained", AT + DAY)

    assert store.suppressions.suppressed("anna") == "complained"


def test_allowing_an_address_lets_no_limit_go(store: Store) -> None:
    hits(store, "k", 1, 1)

    store.suppressions.allow("k")

    assert hits(store, "k", 1, 1) == 0


def test_limits_and_silenced_addresses_do_not_meet(store: Store) -> None:
    store.suppressions.suppress("k", "bounced", AT)
    hits(store, "anna", 1, 1)

    assert hits(store, "k", 1, 1) == 1
    assert store.suppressions.suppressed("anna") is None

from __future__ import annotations

import logging

from server.sparing import Sparing


def said(sparing: Sparing, words: str) -> bool:
    record = logging.LogRecord("vitrina", logging.WARNING, "", 0, "%s", (words,), None)
    return bool(sparing.filter(record))


def test_the_same_words_pass_once_and_again_after_ten_minutes() -> None:
    now = [100.0]
    sparing = Sparing(lambda: now[0])

    heard = []
    for second in (0, 1, 599, 600, 601):
        now[0] = 100.0 + second
        heard.append(said(sparing, "the disk is full"))

    assert heard == [True, False, False, True, False]


def test_other_words_pass() -> None:
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    said(sparing, "the disk is full")
    now[0] = 1.0

    assert said(sparing, "the disk is gone")
    assert list(sparing._said) == ["the disk is full", "the disk is gone"]

"""What everybody sees of posts, as far as it fits into one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shop import limits
from shop.showing import published
from tests.shop.makers import Shop
from tests.shop.posts import AT, shown


def test_long_words_keep_the_newest_from_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    for number in range(3):
        shown(shop, f"{number}", at=AT + timedelta(seconds=number), text="ё" * 100)

    monkeypatch.setattr(limits, "POSTS_BYTES", 450)

    assert [idea.opened_at - AT for idea in published(shop).ideas] == [
        timedelta(seconds=2), timedelta(seconds=1),
    ]  # fmt: skip

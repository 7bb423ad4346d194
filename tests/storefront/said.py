"""Feedback as the functions publish it, for pages to be made from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec

_NUMBERS = count(1)


def idea(title: str = "Open on Sundays", **values: object) -> dict[str, Any]:
    """An idea that is under way, unless the *values* say something else."""
    number = next(_NUMBERS)
    return {
        "id": f"{number:032x}",
        "kind": "idea",
        "title": title,
        "text": "Then I could come with my mother.",
        "author": "Anna",
        "state": "open",
        "opened_at": f"2026-11-{1 + number % 25:02}T09:00:00Z",
        "changed_at": None,
        "answer": None,
        "duplicate_of": None,
        "language": "en",
        "votes": 0,
        "unverified": 0,
    } | values


def review(sku: str, stars: int = 5, **values: object) -> dict[str, Any]:
    number = next(_NUMBERS)
    return {
        "id": f"{number:032x}",
        "sku": sku,
        "stars": stars,
        "title": "",
        "text": "It pours without a drop.",
        "author": "Boris",
        "bought": False,
        "opened_at": f"2026-11-{1 + number % 25:02}T09:00:00Z",
        "answer": None,
        "language": "en",
    } | values


def answer(text: str = "We will try it in spring.", at: str = "2026-11-25T10:00:00Z") -> dict[str, str]:
    return {"text": text, "at": at}


def published(*ideas: dict[str, Any], reviews: Sequence[dict[str, Any]] = ()) -> bytes:
    return msgspec.json.encode({"ideas": ideas, "reviews": reviews})

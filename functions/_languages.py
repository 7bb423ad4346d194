"""Which of the languages that are spoken here suits somebody best."""

from __future__ import annotations

import re
from collections.abc import Sequence


def preferred(asked: object, accepted: str, spoken: Sequence[str]) -> str:
    """The best of the *spoken* languages for an `Accept-Language` header and an explicit wish."""
    if isinstance(asked, str) and asked in spoken:
        return asked
    for tag in _by_weight(accepted):
        for language in spoken:
            if tag == language.lower() or tag.split("-")[0] == language.lower():
                return language
    return spoken[0]


def _by_weight(accepted: str) -> list[str]:
    weighted = []
    for part in accepted.lower().split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        quality = float(weight) if re.fullmatch(r"[01](\.[0-9]{1,3})?", weight.strip()) else 1.0
        if tag.strip() and quality > 0:
            weighted.append((quality, tag.strip()))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]

"""How long what is known of people is kept, as the page about it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from shop.terms import Retention
from storefront.words import Words


def spans(retention: Retention, t: Words) -> Mapping[str, str]:
    """`10 years`, `3 months`, by what it is of; empty for what is kept for good."""
    return {kind: _span(months, t) for kind, months in asdict(retention).items()}


def _span(months: int, t: Words) -> str:
    if not months:
        return ""
    years, rest = divmod(months, 12)
    return t("span_months", n=months) if rest else t("span_years", n=years)

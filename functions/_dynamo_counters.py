"""The counters that an order changes in DynamoDB: of stock, and of how often promos were used.

A condition cannot calculate, so each change is written for the row as it was last read; where somebody was
faster its condition fails, and the caller reads and writes anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from functions._dynamo_items import expressed
from functions._dynamo_rows import Key
from shop.errors import NotEnough, PromoSpent
from shop.orders import Step
from shop.promos import Use
from shop.stock import Counter, Move

Rows = Mapping[Key, Mapping[str, Any]]

EVERYBODY = "all"


def stock_key(item: str) -> Key:
    return f"stock#{item}", "-"


def promo_key(promo: str, contact: str | None) -> Key:
    return f"promo#{promo}", EVERYBODY if contact is None else f"contact#{contact}"


def keys_of(step: Step) -> list[Key]:
    """The rows that must be read before the step is written."""
    return [*(stock_key(move.item) for move in _summed(step.stock)), *_uses(step.uses)]


def updates(step: Step, rows: Rows) -> dict[Key, dict[str, Any]]:
    """How the step changes each of those rows, read as they are. Raises NotEnough, PromoSpent."""
    moves = _summed(step.stock)
    short = [move.item for move in moves if not _enough(move, rows.get(stock_key(move.item)))]
    if short:
        raise NotEnough(short)
    found = {stock_key(move.item): _moving(move, rows.get(stock_key(move.item))) for move in moves}
    for key, use in _uses(step.uses).items():
        used = rows.get(key, {}).get("used", 0)
        if use.most is not None and used + use.by > use.most:
            raise PromoSpent(use.promo)
        if used or use.by > 0:
            found[key] = _using(use, used)
    return found


def counter(row: Mapping[str, Any]) -> Counter:
    return Counter(row["counted"], row["taken"], row["held"], row["sold"])


def _enough(move: Move, row: Mapping[str, Any] | None) -> bool:
    return move.most is None or (counter(row) if row else Counter()).since(move.counted) <= move.most


def _moving(move: Move, row: Mapping[str, Any] | None) -> dict[str, Any]:
    values = {"counted": move.counted, "taken": move.taken, "held": move.held, "sold": move.sold}
    if row is None:
        return expressed(
            values,
            UpdateExpression="SET #counted = :counted, #taken = :taken, #held = :held, #sold = :sold",
            ConditionExpression="attribute_not_exists(#what)",
        )
    rest = "#held = #held + :held, #sold = #sold + :sold"
    if move.counted > row["counted"]:
        # The first that knows of a later count begins anew; for all others this condition fails.
        return expressed(
            values,
            UpdateExpression=f"SET #counted = :counted, #taken = :taken, {rest}",
            ConditionExpression="#counted < :counted",
        )
    return expressed(
        values | ({} if move.most is None else {"most": move.most}),
        UpdateExpression=f"SET #taken = #taken + :taken, {rest}",
        ConditionExpression="#counted >= :counted" + ("" if move.most is None else " AND #taken <= :most"),
    )


def _using(use: Use, used: int) -> dict[str, Any]:
    if use.by > 0:
        room = {} if use.most is None else {"room": use.most - use.by}
        condition = {"ConditionExpression": "attribute_not_exists(#used) OR #used <= :room"} if room else {}
        return expressed(
            {"by": use.by, "none": 0, **room},
            UpdateExpression="SET #used = if_not_exists(#used, :none) + :by",
            **condition,
        )
    return expressed(
        {"left": max(used + use.by, 0), "used": used},
        UpdateExpression="SET #used = :left",
        ConditionExpression="#used = :used",
    )


def _summed(moves: Iterable[Move]) -> list[Move]:
    """One move for each thing: a transaction may change a row only once."""
    by_item: dict[str, Move] = {}
    for move in moves:
        first = by_item.get(move.item)
        by_item[move.item] = move if first is None else _together(first, move)
    return list(by_item.values())


def _together(first: Move, then: Move) -> Move:
    after = None if then.most is None else then.most - first.taken
    most = min((each for each in (first.most, after) if each is not None), default=None)
    return Move(
        first.item,
        max(first.counted, then.counted),
        first.taken + then.taken,
        first.held + then.held,
        first.sold + then.sold,
        most,
    )


def _uses(uses: Iterable[Use]) -> dict[Key, Use]:
    """One use for each row, its own limit in `most`."""
    by_key: dict[Key, Use] = {}
    for use in uses:
        limits: dict[str | None, int | None] = {None: use.most}
        limits |= dict.fromkeys(use.contacts, use.most_per_contact)
        for contact, most in limits.items():
            key = promo_key(use.promo, contact)
            before = by_key.get(key, replace(use, by=0, most=most))
            mosts = [each for each in (before.most, most) if each is not None]
            by_key[key] = replace(use, by=before.by + use.by, most=min(mosts, default=None))
    return by_key

"""Votes for posts in DynamoDB, each with a row that leads to it from its voter, counted as they are cast."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo, Refused
from functions._dynamo_items import expressed
from functions._dynamo_rows import MARK, Key, Part
from functions._dynamo_tables import ORDERS
from functions._dynamo_write import transact
from functions._moments import iso
from shop.posts import Tally, Vote


class DynamoVotes:
    """The Votes port."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def cast(self, vote: Vote) -> bool:
        until, key, row = self._dynamo.until(), _vote_key(vote), _row(vote)
        new = rows.new(self._dynamo, "vote", row)
        leading = Part("voter", rows.put(self._dynamo, rows.named(_voter_key(vote))))

        def stands() -> bool:
            found = self._dynamo.get(ORDERS, rows.named(key), until)
            return found is not None and found[MARK] == row[MARK]

        try:
            transact(self._dynamo, [new, leading, self._counting(vote, 1)], until, stands)
        except Refused:
            return False
        return True

    def of_post(self, post_id: str) -> list[Vote]:
        found = map(_vote, rows.parts_of(self._dynamo, f"votes#{post_id}"))
        return sorted(found, key=lambda vote: (vote.at, vote.voter))

    def of_voter(self, voter: str) -> list[Vote]:
        return sorted(map(_vote, self._rows_of(voter)), key=lambda vote: (vote.at, vote.post_id))

    def tally(self, post_ids: Collection[str]) -> Mapping[str, Tally]:
        found = rows.read_rows(self._dynamo, map(_tally_key, post_ids), None)
        tallies = {id: found.get(_tally_key(id), {}) for id in post_ids}
        counted = {id: Tally(row.get("verified", 0), row.get("unverified", 0)) for id, row in tallies.items()}
        return {id: tally for id, tally in counted.items() if tally != Tally()}

    def quiet(self, post_id: str, voter: str) -> None:
        change = expressed(UpdateExpression="REMOVE #email", ConditionExpression="attribute_exists(#voter)")
        key = f"votes#{post_id}", voter
        try:
            self._dynamo.call("update_item", **rows.at(self._dynamo, key), **change)
        except Refused:
            return  # never cast

    def withdraw(self, post_id: str, voter: str) -> None:
        until = self._dynamo.until()
        if row := self._dynamo.get(ORDERS, {"what": f"votes#{post_id}", "part": voter}, until):
            self._taken_back(row, until)

    def forget(self, voter: str) -> int:
        until = self._dynamo.until()
        return sum(self._taken_back(row, until) for row in self._rows_of(voter))

    def _rows_of(self, voter: str) -> list[dict[str, Any]]:
        posts = [row["part"] for row in rows.parts_of(self._dynamo, f"voter#{voter}")]
        return self._dynamo.get_all(ORDERS, [{"what": f"votes#{post}", "part": voter} for post in posts])

    def _taken_back(self, row: Mapping[str, Any], until: float) -> bool:
        """Whether it was this call that took it back."""
        vote, mark = _vote(row), row[MARK]
        same = expressed({"mark": mark}, ConditionExpression="#mark = :mark")

        def stands() -> bool:
            found = self._dynamo.get(ORDERS, rows.named(_vote_key(vote)), until)
            return found is None or found[MARK] != mark

        parts = [
            rows.gone(self._dynamo, "vote", _vote_key(vote), same),
            rows.gone(self._dynamo, "voter", _voter_key(vote)),
            self._counting(vote, -1),
        ]
        try:
            transact(self._dynamo, parts, until, stands)
        except Refused:
            return False  # somebody was faster
        return True

    def _counting(self, vote: Vote, by: int) -> Part:
        name = "verified" if vote.verified else "unverified"
        change = expressed({"by": by}, UpdateExpression=f"ADD #{name} :by")
        return rows.updated(self._dynamo, "tally", _tally_key(vote.post_id), change)


def _vote_key(vote: Vote) -> Key:
    return f"votes#{vote.post_id}", vote.voter


def _voter_key(vote: Vote) -> Key:
    return f"voter#{vote.voter}", vote.post_id


def _tally_key(post_id: str) -> Key:
    return f"tally#{post_id}", "-"


def _row(vote: Vote) -> dict[str, Any]:
    row = {
        **rows.named(_vote_key(vote)),
        "voter": vote.voter,
        "post": vote.post_id,
        "verified": int(vote.verified),
        "at": iso(vote.at),
        "language": vote.language,
        # Tells this vote from one that was cast before and taken back.
        MARK: secrets.token_hex(8),
    }
    return row | ({"email": vote.email} if vote.email else {})


def _vote(row: Mapping[str, Any]) -> Vote:
    at = datetime.fromisoformat(row["at"])
    return Vote(row["post"], row["voter"], bool(row["verified"]), at, row.get("email"), row["language"])

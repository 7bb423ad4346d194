"""Votes for posts in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from functions._moments import iso
from functions._sqlite import Database
from shop.posts import Tally, Vote


class SqliteVotes:
    """The Votes port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cast(self, vote: Vote) -> bool:
        with self._database.writing() as db:
            cast = db.execute(
                "INSERT INTO votes (post_id, voter, verified, at, email, language) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (vote.post_id, vote.voter, int(vote.verified), iso(vote.at), vote.email, vote.language),
            )
            return cast.rowcount == 1

    def of_post(self, post_id: str) -> list[Vote]:
        return self._found("post_id = ? ORDER BY at, voter", post_id)

    def of_voter(self, voter: str) -> list[Vote]:
        return self._found("voter = ? ORDER BY at, post_id", voter)

    def tally(self, post_ids: Collection[str]) -> Mapping[str, Tally]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT post_id, sum(verified), sum(1 - verified) FROM votes"
                f" WHERE post_id IN ({', '.join('?' * len(post_ids))}) GROUP BY post_id",
                tuple(post_ids),
            )
            return {post_id: Tally(*counts) for post_id, *counts in rows}

    def quiet(self, post_id: str, voter: str) -> None:
        self._changed("UPDATE votes SET email = NULL WHERE post_id = ? AND voter = ?", post_id, voter)

    def withdraw(self, post_id: str, voter: str) -> None:
        self._changed("DELETE FROM votes WHERE post_id = ? AND voter = ?", post_id, voter)

    def forget(self, voter: str) -> int:
        return self._changed("DELETE FROM votes WHERE voter = ?", voter)

    def _found(self, condition: str, value: str) -> list[Vote]:
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT post_id, voter, verified, at, email, language FROM votes WHERE {condition}", (value,)
            )
            return [_vote(*row) for row in rows]

    def _changed(self, statement: str, *values: str) -> int:
        with self._database.writing() as db:
            return db.execute(statement, values).rowcount


def _vote(post_id: str, voter: str, verified: int, at: str, email: str | None, language: str) -> Vote:
    return Vote(post_id, voter, bool(verified), datetime.fromisoformat(at), email, language)

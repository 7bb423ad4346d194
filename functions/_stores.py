"""Where all is kept: in one file of SQLite, or in DynamoDB's tables. Only the one that is used is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shop import outbox as about
from shop.case_ports import Cases, Votes
from shop.ports import Limits, Orders, Outbox, Promos, Stock, Suppressions
from shop.posts import Post
from shop.tickets import Ticket

if TYPE_CHECKING:
    from functions._dynamo import Dynamo


@dataclass(frozen=True, slots=True)
class Stores:
    """The ports to one store."""

    orders: Orders
    tickets: Cases[Ticket]
    posts: Cases[Post]
    votes: Votes
    stock: Stock
    promos: Promos
    limits: Limits
    suppressions: Suppressions
    outbox: Outbox
    close: Callable[[], None]
    scrub: Callable[[], None]


def in_file(state: Path) -> Stores:
    """In the file of that folder, which is made when it is first opened."""
    from functions._sqlite import FILE, Database
    from functions._sqlite_cases import SqliteCases
    from functions._sqlite_limits import SqliteLimits
    from functions._sqlite_orders import SqliteOrders
    from functions._sqlite_outbox import SqliteOutbox
    from functions._sqlite_votes import SqliteVotes

    database = Database(state / FILE)
    orders, limits = SqliteOrders(database), SqliteLimits(database)
    return Stores(
        orders=orders, stock=orders, promos=orders, outbox=SqliteOutbox(database),
        limits=limits, suppressions=limits, close=database.close, scrub=database.scrub,
        tickets=SqliteCases(database, about.TICKET, Ticket), posts=SqliteCases(database, about.POST, Post),
        votes=SqliteVotes(database),
    )  # fmt: skip


def in_tables(dynamo: Dynamo) -> Stores:
    from functions._dynamo_cases import DynamoCases
    from functions._dynamo_limits import DynamoLimits
    from functions._dynamo_orders import DynamoOrders
    from functions._dynamo_outbox import DynamoOutbox
    from functions._dynamo_votes import DynamoVotes

    orders, limits = DynamoOrders(dynamo), DynamoLimits(dynamo)
    return Stores(
        orders=orders, stock=orders, promos=orders, outbox=DynamoOutbox(dynamo),
        limits=limits, suppressions=limits, close=dynamo.close, scrub=nothing,
        tickets=DynamoCases(dynamo, about.TICKET, Ticket), posts=DynamoCases(dynamo, about.POST, Post),
        votes=DynamoVotes(dynamo),
    )  # fmt: skip


def nothing() -> None:
    """What a store does that keeps no trace."""

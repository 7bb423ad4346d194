"""All ports of a store at once."""

from __future__ import annotations

from functions._dynamo import Dynamo
from functions._dynamo_cases import DynamoCases
from functions._dynamo_limits import DynamoLimits
from functions._dynamo_orders import DynamoOrders
from functions._dynamo_outbox import DynamoOutbox
from functions._dynamo_votes import DynamoVotes
from functions._sqlite import Database
from functions._sqlite_cases import SqliteCases
from functions._sqlite_limits import SqliteLimits
from functions._sqlite_orders import SqliteOrders
from functions._sqlite_outbox import SqliteOutbox
from functions._sqlite_votes import SqliteVotes
from shop.outbox import POST, TICKET
from shop.posts import Post
from shop.tickets import Ticket
from tests.functions.stores.makers import Store
from tests.shop.memory import Memory


def in_memory() -> Store:
    memory = Memory()
    return Store(memory, memory, memory, memory, memory, memory, memory.tickets, memory.posts, memory.votes)


def in_sqlite(database: Database) -> Store:
    orders, limits = SqliteOrders(database), SqliteLimits(database)
    return Store(
        orders, orders, orders, SqliteOutbox(database), limits, limits,
        SqliteCases(database, TICKET, Ticket), SqliteCases(database, POST, Post), SqliteVotes(database),
    )  # fmt: skip


def in_dynamo(dynamo: Dynamo) -> Store:
    orders, limits = DynamoOrders(dynamo), DynamoLimits(dynamo)
    return Store(
        orders, orders, orders, DynamoOutbox(dynamo), limits, limits,
        DynamoCases(dynamo, TICKET, Ticket), DynamoCases(dynamo, POST, Post), DynamoVotes(dynamo),
    )  # fmt: skip

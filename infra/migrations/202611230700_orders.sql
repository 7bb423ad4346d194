-- Orders, the keys they were placed with, what happened to them, and the letters that follow.
-- Moments are ISO 8601 in UTC with microseconds, so that they sort as text.

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL CHECK (next > 0)
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, next) VALUES ('orders', 10001);

CREATE TABLE orders (
    id TEXT PRIMARY KEY CHECK (length(id) >= 32),
    number TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL CHECK (version > 0),
    status TEXT NOT NULL,
    placed_at TEXT NOT NULL CHECK (placed_at GLOB '????-??-??T??:??:??.??????+00:00'),
    schema INTEGER NOT NULL DEFAULT 1,
    record TEXT NOT NULL CHECK (substr(record, 1, 1) = '{' AND substr(record, -1) = '}')
) STRICT, WITHOUT ROWID;

CREATE INDEX orders_by_time ON orders (placed_at);

-- The key is a hash; the fingerprint is that of the request it came with.
CREATE TABLE idempotency (
    key TEXT PRIMARY KEY CHECK (length(key) = 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    order_id TEXT NOT NULL UNIQUE REFERENCES orders (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    order_id TEXT NOT NULL REFERENCES orders (id),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (order_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    message_id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    event TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at TEXT NOT NULL CHECK (due_at GLOB '????-??-??T??:??:??.??????+00:00'),
    lease TEXT,
    leased_until TEXT,
    done_at TEXT,
    reason TEXT,
    CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CHECK ((lease IS NULL) = (leased_until IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox (state) WHERE state = 'dead';

-- Live stock, uses of promos, returns, limits, addresses not to be written to; webhooks beside letters.

-- What orders have taken since the owner's count `counted`; what is left is the published count less `taken`.
-- `taken` may fall below nothing: things set aside before a count that come back after it are more than it counted.
CREATE TABLE stock (
    item TEXT PRIMARY KEY,
    counted TEXT NOT NULL,
    taken INTEGER NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    sold INTEGER NOT NULL CHECK (sold >= 0)
) STRICT, WITHOUT ROWID;

-- The row without a contact counts everybody.
CREATE TABLE promo_uses (
    promo TEXT NOT NULL,
    contact TEXT NOT NULL,
    used INTEGER NOT NULL CHECK (used >= 0),
    PRIMARY KEY (promo, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE returns (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.??????+00:00'),
    record TEXT NOT NULL CHECK (substr(record, 1, 1) = '{' AND substr(record, -1) = '}')
) STRICT, WITHOUT ROWID;

CREATE INDEX returns_by_order ON returns (order_id, at);

CREATE TABLE limits (
    key TEXT PRIMARY KEY,
    hits INTEGER NOT NULL CHECK (hits > 0),
    ends_at TEXT NOT NULL CHECK (ends_at GLOB '????-??-??T??:??:??.??????+00:00')
) STRICT, WITHOUT ROWID;

CREATE INDEX limits_by_end ON limits (ends_at);

CREATE TABLE suppressions (
    contact TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.??????+00:00')
) STRICT, WITHOUT ROWID;

ALTER TABLE orders ADD COLUMN due_at TEXT
    CHECK (due_at GLOB '????-??-??T??:??:??.??????+00:00');

CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE events ADD COLUMN who TEXT NOT NULL DEFAULT 'customer';
ALTER TABLE events ADD COLUMN data TEXT NOT NULL DEFAULT '{}';
ALTER TABLE events ADD COLUMN comment TEXT NOT NULL DEFAULT '';

ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'letter' CHECK (kind IN ('letter', 'hook'));
ALTER TABLE outbox ADD COLUMN body TEXT NOT NULL DEFAULT '';

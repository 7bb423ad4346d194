-- A message tells of an order, of a ticket or of a post, and may be written long before it is due.

CREATE TABLE outbox_now (
    message_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('letter', 'hook')),
    event TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    about TEXT NOT NULL CHECK (about IN ('order', 'ticket', 'post')),
    about_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    first_due_at TEXT NOT NULL CHECK (first_due_at GLOB '????-??-??T??:??:??.??????+00:00'),
    due_at TEXT NOT NULL CHECK (due_at GLOB '????-??-??T??:??:??.??????+00:00'),
    lease TEXT,
    leased_until TEXT,
    done_at TEXT,
    reason TEXT,
    CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CHECK ((lease IS NULL) = (leased_until IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO outbox_now (
    message_id, kind, event, recipient, language, about, about_id, body,
    state, attempts, first_due_at, due_at, lease, leased_until, done_at, reason
)
SELECT
    message_id, kind, event, recipient, language, 'order', order_id, body,
    state, attempts, coalesce(first_due_at, due_at), due_at, lease, leased_until, done_at, reason
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_now RENAME TO outbox;

CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox (state) WHERE state = 'dead';
CREATE INDEX outbox_about ON outbox (about_id);

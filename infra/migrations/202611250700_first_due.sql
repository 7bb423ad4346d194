-- When a letter was first due: each failure moves due_at on, and would hide how long it has been waiting.

ALTER TABLE outbox ADD COLUMN first_due_at TEXT
    CHECK (first_due_at GLOB '????-??-??T??:??:??.??????+00:00');

UPDATE outbox SET first_due_at = (SELECT placed_at FROM orders WHERE id = order_id);

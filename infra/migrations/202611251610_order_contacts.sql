-- All orders of one person are found by the e-mail address or phone number in them, as `counted` writes it.
-- The code lends that function: SQL knows nothing of how addresses are written.

CREATE TABLE order_contacts (
    contact TEXT NOT NULL CHECK (contact <> ''),
    order_id TEXT NOT NULL REFERENCES orders (id),
    PRIMARY KEY (contact, order_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_contacts_by_order ON order_contacts (order_id);

INSERT OR IGNORE INTO order_contacts (contact, order_id)
SELECT counted(json_extract(record, '$.customer.email')), id FROM orders
WHERE json_extract(record, '$.customer.email') <> '';

INSERT OR IGNORE INTO order_contacts (contact, order_id)
SELECT counted(json_extract(record, '$.customer.phone')), id FROM orders
WHERE json_extract(record, '$.customer.phone') <> '';

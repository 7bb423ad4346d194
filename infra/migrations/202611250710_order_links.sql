-- An order is found by the hash of its link's secret, so that a wrong secret does the same work for every number.

ALTER TABLE orders ADD COLUMN secret_hash TEXT;

UPDATE orders SET secret_hash = json_extract(record, '$.secret_hash');

CREATE UNIQUE INDEX orders_by_secret ON orders (secret_hash);

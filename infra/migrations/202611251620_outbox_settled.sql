-- Messages are kept for a while after they were sent or given up; this finds those that have been kept enough.

CREATE INDEX outbox_settled ON outbox (coalesce(done_at, due_at)) WHERE state <> 'pending';

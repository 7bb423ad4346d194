-- Tickets and posts, the keys they were filed with, what happened to them, their pictures; votes for posts.

INSERT INTO counters (name, next) VALUES ('ticket', 10001), ('post', 10001);

-- Not every kind has numbers and secrets; where there is none, the text is empty.
CREATE TABLE cases (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'post')),
    number TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    state TEXT NOT NULL,
    opened_at TEXT NOT NULL CHECK (opened_at GLOB '????-??-??T??:??:??.??????+00:00'),
    due_at TEXT CHECK (due_at GLOB '????-??-??T??:??:??.??????+00:00'),
    record TEXT NOT NULL CHECK (substr(record, 1, 1) = '{' AND substr(record, -1) = '}')
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX cases_by_number ON cases (number) WHERE number <> '';
CREATE UNIQUE INDEX cases_by_secret ON cases (secret_hash) WHERE secret_hash <> '';
CREATE INDEX cases_by_state ON cases (kind, state, opened_at);
CREATE INDEX cases_due ON cases (kind, due_at) WHERE due_at IS NOT NULL;

-- The key is a hash; the fingerprint is that of the request it came with.
CREATE TABLE case_keys (
    key TEXT PRIMARY KEY CHECK (length(key) = 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id)
) STRICT, WITHOUT ROWID;

-- What was written in it is an entry, too; pictures are ids, as JSON.
CREATE TABLE case_entries (
    case_id TEXT NOT NULL REFERENCES cases (id),
    version INTEGER NOT NULL CHECK (version > 0),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.??????+00:00'),
    name TEXT NOT NULL,
    who TEXT NOT NULL,
    data TEXT NOT NULL,
    text TEXT NOT NULL,
    pictures TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_pictures (
    case_id TEXT NOT NULL REFERENCES cases (id),
    id TEXT NOT NULL CHECK (id <> ''),
    media TEXT NOT NULL CHECK (media LIKE 'image/%'),
    content BLOB NOT NULL CHECK (length(content) > 0),
    PRIMARY KEY (case_id, id)
) STRICT;

CREATE TABLE case_contacts (
    contact TEXT NOT NULL CHECK (contact <> ''),
    case_id TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (contact, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_contacts_by_case ON case_contacts (case_id);

CREATE TABLE votes (
    post_id TEXT NOT NULL CHECK (post_id <> ''),
    voter TEXT NOT NULL CHECK (voter <> ''),
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.??????+00:00'),
    email TEXT CHECK (email IS NULL OR verified = 1),
    language TEXT NOT NULL,
    PRIMARY KEY (post_id, voter)
) STRICT, WITHOUT ROWID;

CREATE INDEX votes_by_voter ON votes (voter);

-- The change log, its write context, and the bookkeeping of this one device.
-- Triggers that fill `changes` are generated from the registry in crates/store and rebuilt at start.

CREATE TABLE devices (
  id        INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL UNIQUE,
  is_self   INTEGER NOT NULL DEFAULT 0 CHECK (is_self IN (0, 1)),
  last_seq  INTEGER NOT NULL DEFAULT 0,
  last_hlc  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX devices_self ON devices (is_self) WHERE is_self = 1;

-- One user action: the unit of undo, resume and cancel.
CREATE TABLE change_sets (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  label      TEXT NOT NULL,
  actor      TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  undoes     TEXT,
  undone_by  TEXT
) STRICT;
CREATE INDEX change_sets_undoes ON change_sets (undoes) WHERE undoes IS NOT NULL;

-- At most 500 ops and 1 MiB: what one push to a server may not split.
CREATE TABLE transactions (
  id             INTEGER PRIMARY KEY,
  tx_id          TEXT NOT NULL UNIQUE,
  change_set_id  TEXT NOT NULL,
  device         INTEGER NOT NULL REFERENCES devices (id),
  hlc            INTEGER NOT NULL,
  recorded_at    INTEGER NOT NULL,
  actor          TEXT NOT NULL,
  origin         TEXT NOT NULL CHECK (origin IN ('user', 'import', 'api', 'undo', 'sample', 'remote')),
  schema_version INTEGER NOT NULL
) STRICT;
CREATE INDEX transactions_change_set ON transactions (change_set_id);

-- One packed op per row and transaction: fields = {name: [old, new]}.
CREATE TABLE changes (
  seq          INTEGER PRIMARY KEY,
  tx           INTEGER NOT NULL REFERENCES transactions (id),
  device       INTEGER NOT NULL,
  device_seq   INTEGER NOT NULL,
  table_name   TEXT NOT NULL,
  row_id       TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('insert', 'update')),
  effective_at INTEGER NOT NULL,
  fields       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX changes_op_id ON changes (device, device_seq);
CREATE INDEX changes_tx ON changes (tx);
CREATE INDEX changes_row ON changes (row_id);

-- Filled by begin(), cleared by commit(); a write without it is refused by the triggers.
CREATE TABLE write_context (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  tx           INTEGER NOT NULL,
  device       INTEGER NOT NULL,
  device_seq   INTEGER NOT NULL,
  effective_at INTEGER NOT NULL
) STRICT;

CREATE TABLE domain_events (
  seq         INTEGER PRIMARY KEY,
  tx          INTEGER NOT NULL REFERENCES transactions (id),
  event_type  TEXT NOT NULL,
  record_type TEXT NOT NULL,
  record_id   TEXT NOT NULL,
  payload     TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT;

-- What belongs to this installation alone: theme, language, the hash of the generated triggers.
CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  hash         TEXT NOT NULL UNIQUE,
  scope        TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT;

CREATE TABLE idempotency_keys (
  key        TEXT PRIMARY KEY,
  request    TEXT NOT NULL,
  status     INTEGER NOT NULL,
  headers    TEXT NOT NULL,
  body       BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Imports survive a restart: what was chosen, how far it came, which change set takes it back.
CREATE TABLE imports (
  id            TEXT PRIMARY KEY,
  file_name     TEXT NOT NULL,
  path          TEXT NOT NULL,
  content_hash  TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  rows_done     INTEGER NOT NULL DEFAULT 0,
  change_set_id TEXT,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;
CREATE TABLE import_mappings (
  header_key TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  mapping    TEXT NOT NULL,
  used_at    INTEGER NOT NULL
) STRICT;

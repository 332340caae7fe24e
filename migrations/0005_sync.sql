-- What this device keeps for sync. The change log is also the outbox and the history of what came: an op that the
-- server has in its log knows its number there, an op of this device without one waits.

-- Ids under which this profile has written, in the order in which they are emptied; other installations have no lane.
ALTER TABLE devices ADD COLUMN lane INTEGER;
-- Ops up to here are decided by the server.
ALTER TABLE devices ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
UPDATE devices SET lane = 1 WHERE is_self = 1;

-- The stamp that the server counts; without one, `hlc` counts.
ALTER TABLE transactions ADD COLUMN admitted INTEGER;
-- Who pushed it, where it came from the server.
ALTER TABLE transactions ADD COLUMN member TEXT;
-- Made elsewhere: not this device's to take back by a plain undo.
ALTER TABLE change_sets ADD COLUMN is_remote INTEGER NOT NULL DEFAULT 0;

-- The number in the server's log; 0 for what a snapshot holds.
ALTER TABLE changes ADD COLUMN log_seq INTEGER;
-- The document that the row is or hangs on; NULL for the whole workspace.
ALTER TABLE changes ADD COLUMN scope TEXT;
-- The hash that the op had under its first name, if it got another one.
ALTER TABLE changes ADD COLUMN origin BLOB;
-- 0: kept for the history alone. It is of a past that is gone, or the server has it under another name.
ALTER TABLE changes ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
CREATE INDEX changes_scope ON changes (scope) WHERE scope IS NOT NULL;

-- 0: each row that is written is logged. 1: whoever writes keeps the log. 2: as 1, and rows may be removed.
ALTER TABLE write_context ADD COLUMN mode INTEGER NOT NULL DEFAULT 0;

-- The workspace that this profile belongs to: one row, or none.
CREATE TABLE sync_state (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  server         TEXT NOT NULL,
  workspace_id   TEXT NOT NULL,
  workspace_name TEXT NOT NULL,
  member_id      TEXT NOT NULL,
  member_name    TEXT NOT NULL,
  email          TEXT NOT NULL,
  role           TEXT NOT NULL,
  public_url     TEXT NOT NULL,
  install        BLOB NOT NULL,
  schema_version INTEGER NOT NULL,
  epoch          INTEGER,
  cursor         INTEGER NOT NULL DEFAULT 0,
  needs_snapshot INTEGER NOT NULL DEFAULT 1,
  clock_offset   INTEGER NOT NULL DEFAULT 0,
  latest_stamp   INTEGER NOT NULL DEFAULT 0,
  keep_after     INTEGER NOT NULL DEFAULT 0,
  manifest       TEXT,
  connected_at   INTEGER NOT NULL,
  synced_at      INTEGER
) STRICT;

-- Chunks of a snapshot that is being fetched.
CREATE TABLE sync_chunks (
  position INTEGER PRIMARY KEY,
  bytes    BLOB NOT NULL
) STRICT;

-- Ops that the server did not accept: kept until the user has exported or done them again.
CREATE TABLE sync_parked (
  device     INTEGER NOT NULL REFERENCES devices (id),
  device_seq INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  parked_at  INTEGER NOT NULL,
  -- The user needs it no more; its number is never to be used again.
  dismissed  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, device_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_conflicts (
  no         INTEGER PRIMARY KEY,
  identity   TEXT NOT NULL UNIQUE,
  table_name TEXT NOT NULL,
  row_id     TEXT NOT NULL,
  conflict   TEXT NOT NULL,
  found_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX sync_conflicts_row ON sync_conflicts (row_id);

-- Rows that came whole and how much of the log they contain, until the cursor has passed it.
CREATE TABLE sync_backfills (
  table_name TEXT NOT NULL,
  row_id     TEXT NOT NULL,
  as_of      INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

-- Rows whose merged values the tables of this device refuse: they stay in the log and are tried again when they change.
CREATE TABLE sync_unfit (
  table_name TEXT NOT NULL,
  row_id     TEXT NOT NULL,
  problem    TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

-- What visitors of the server's public pages did; the server writes it, every device reads it.
CREATE TABLE public_events (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL, subject TEXT NOT NULL, occurred_at INTEGER NOT NULL, data TEXT NOT NULL DEFAULT '{}',
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX public_events_subject ON public_events (subject);

-- What the protocol of docs/sync.md keeps. Written once for both databases, as 0001 says.

-- The head of each workspace's log: whoever writes locks this row first and advances it last.
CREATE TABLE logs (
  workspace BYTES PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  head INTEGER NOT NULL,
  min_retained INTEGER NOT NULL
) STRICT;

-- kind 0 is an op, 1 a backfill of a row, 2 a purge of a document. `member` wrote the op, or is whom the others concern.
-- `size` is that of the op in bytes.
CREATE TABLE log (
  workspace BYTES NOT NULL,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  member BYTES NOT NULL,
  scope BYTES,
  logged_at INTEGER NOT NULL,
  tx BYTES,
  admitted INTEGER,
  table_name TEXT,
  row_id BYTES,
  change_set BYTES,
  size INTEGER NOT NULL,
  op TEXT,
  PRIMARY KEY (workspace, seq)
) STRICT --sqlite
--postgres ) PARTITION BY HASH (workspace)
;
--postgres CREATE TABLE log_0 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--postgres CREATE TABLE log_1 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--postgres CREATE TABLE log_2 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--postgres CREATE TABLE log_3 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--postgres CREATE TABLE log_4 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--postgres CREATE TABLE log_5 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--postgres CREATE TABLE log_6 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--postgres CREATE TABLE log_7 PARTITION OF log FOR VALUES WITH (MODULUS 8, REMAINDER 7);

-- The devices of sync. One of another workspace with the same id is another one: nobody can find out by trying.
CREATE TABLE devices (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  device BYTES NOT NULL,
  member BYTES NOT NULL,
  last_seq INTEGER NOT NULL,
  last_hlc INTEGER NOT NULL,
  last_tx BYTES,
  is_cloned INTEGER NOT NULL,
  PRIMARY KEY (workspace, device)
) STRICT;

-- What became of every number of every device, for ever. `hash` is null for a void, `origin` where the op never had another name; `seq` and
-- `admitted` are there for what was applied, `reason` (JSON) for what was rejected.
CREATE TABLE receipts (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  device BYTES NOT NULL,
  number INTEGER NOT NULL,
  member BYTES NOT NULL,
  hash BYTES,
  origin BYTES,
  seq INTEGER,
  admitted INTEGER,
  reason TEXT,
  PRIMARY KEY (workspace, device, number)
) STRICT;
CREATE INDEX receipts_identity ON receipts (workspace, member, COALESCE(origin, hash)) WHERE seq IS NOT NULL;

-- Each row as the ops so far have made it: state is `merge::Row` as JSON.
CREATE TABLE rows_now (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  table_name TEXT NOT NULL,
  row_id BYTES NOT NULL,
  scope BYTES,
  state TEXT NOT NULL,
  PRIMARY KEY (workspace, table_name, row_id)
) STRICT;
CREATE INDEX rows_now_scope ON rows_now (workspace, scope) WHERE scope IS NOT NULL;

-- What the rows of `documents` and `document_people` say about rights, ready to be asked.
CREATE TABLE documents (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  document BYTES NOT NULL,
  level TEXT NOT NULL,
  -- Who made it, unless its field says another member.
  owner BYTES NOT NULL,
  PRIMARY KEY (workspace, document)
) STRICT;

CREATE TABLE document_people (
  workspace BYTES NOT NULL,
  row_id BYTES NOT NULL,
  document BYTES NOT NULL,
  member BYTES NOT NULL,
  relation TEXT NOT NULL,
  PRIMARY KEY (workspace, row_id),
  FOREIGN KEY (workspace, document) REFERENCES documents (workspace, document) ON DELETE CASCADE
) STRICT;
CREATE INDEX document_people_document ON document_people (workspace, document);
CREATE INDEX document_people_member ON document_people (workspace, member);

-- What user actions are called; the first name that comes for one counts.
CREATE TABLE actions (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id BYTES NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;

-- Backups that may still be put back, and how far each log had come in them: devices keep what the oldest one lacks.
CREATE TABLE backups (
  id BYTES PRIMARY KEY,
  made_at INTEGER NOT NULL,
  -- Where it was written, for people.
  place TEXT NOT NULL
) STRICT;

CREATE TABLE backup_heads (
  backup BYTES NOT NULL REFERENCES backups (id) ON DELETE CASCADE,
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  head INTEGER NOT NULL,
  PRIMARY KEY (workspace, backup)
) STRICT;

-- Snapshots that replicas are fetching. The chunks are files; what the member lost sight of since makes
-- it useless (`members.purges`).
CREATE TABLE snapshots (
  id BYTES PRIMARY KEY,
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  member BYTES NOT NULL,
  epoch INTEGER NOT NULL,
  session BYTES NOT NULL,
  purges INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshots_expiry ON snapshots (expires_at);

-- Parts of files, by their SHA-256. The bytes are in the blob store.
CREATE TABLE blob_chunks (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  hash BYTES NOT NULL,
  length INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, hash)
) STRICT;

-- Who had the bytes in hand. A hash alone opens nothing: it could have been guessed from the content.
CREATE TABLE blob_uploads (
  workspace BYTES NOT NULL,
  hash BYTES NOT NULL,
  member BYTES NOT NULL,
  PRIMARY KEY (workspace, hash, member),
  FOREIGN KEY (workspace, hash) REFERENCES blob_chunks (workspace, hash) ON DELETE CASCADE
) STRICT;

-- Verified files. `scope` is the document that a file hangs on, or 16 zero bytes for the workspace.
CREATE TABLE blobs (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  root BYTES NOT NULL,
  scope BYTES NOT NULL,
  length INTEGER NOT NULL,
  verified_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, root, scope)
) STRICT;

CREATE TABLE blob_parts (
  workspace BYTES NOT NULL,
  root BYTES NOT NULL,
  scope BYTES NOT NULL,
  place INTEGER NOT NULL,
  hash BYTES NOT NULL,
  PRIMARY KEY (workspace, root, scope, place),
  FOREIGN KEY (workspace, root, scope) REFERENCES blobs (workspace, root, scope) ON DELETE CASCADE,
  FOREIGN KEY (workspace, hash) REFERENCES blob_chunks (workspace, hash)
) STRICT;
CREATE INDEX blob_parts_hash ON blob_parts (workspace, hash);

-- What the protocol of docs/sync.md keeps. Written once for both databases, as 0001 says.

-- The head of each workspace's log: whoever writes locks this row first and advances it last.
CREATE TABLE logs (
  workspace BYTES PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  head INTEGER NOT NULL,
  min_retained INTEGER NOT NULL
) STRICT;

-- kind 0 is an op, 1 a backfill of a row, 2 a purge of a document. `member` wrote the op, or is whom the others concern.
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

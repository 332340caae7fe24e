-- Files of a workspace that the user wants at hand without a network. Bookkeeping of this device: each has its own.
CREATE TABLE pinned_files (
  no           INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  -- The document that the file hangs on; NULL for the whole workspace.
  document     TEXT,
  root         BLOB NOT NULL,
  pinned_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX pinned_files_file ON pinned_files (workspace_id, root, coalesce(document, ''));

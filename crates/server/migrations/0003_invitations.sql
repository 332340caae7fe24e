-- Who is invited and who did what. Written once for both databases, as 0001 says.

CREATE TABLE invites (
  id BYTES PRIMARY KEY,
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  token_hash BYTES NOT NULL UNIQUE,
  email TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  invited_by BYTES NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  -- When it was used or withdrawn.
  closed_at INTEGER,
  FOREIGN KEY (workspace, invited_by) REFERENCES members (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invites_workspace ON invites (workspace);

-- Who did what and when, for the admins of a workspace. `member` is null for what the server did by itself.
CREATE TABLE audit (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id BYTES NOT NULL,
  at INTEGER NOT NULL,
  member BYTES,
  action TEXT NOT NULL,
  subject BYTES,
  role TEXT,
  PRIMARY KEY (workspace, id)
) STRICT;

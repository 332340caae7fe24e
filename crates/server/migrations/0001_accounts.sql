-- Written once for both databases. BYTES, STRICT and lines that begin with --postgres or end with --sqlite are
-- made what each of them calls it (src/database/store.rs). Ids are the 16 bytes of a UUID, instants UTC milliseconds,
-- secrets are there only as their SHA-256.

CREATE TABLE users (
  id BYTES PRIMARY KEY,
  -- In lower case: nobody remembers how an address was capitalised.
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  totp_secret BYTES,
  -- Given out, but no code has confirmed yet that an app has it.
  totp_pending BYTES,
  -- The 30-second step of the last code that was used: none counts twice.
  totp_last_step INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE workspaces (
  id BYTES PRIMARY KEY,
  name TEXT NOT NULL,
  -- Signs the links of public pages; the members' devices have it too.
  page_key BYTES NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Who leaves stays as a row: what he wrote names him, and coming back gives him the same id.
CREATE TABLE members (
  workspace BYTES NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  id BYTES NOT NULL,
  user_id BYTES NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  joined_at INTEGER NOT NULL,
  removed_at INTEGER,
  -- Grows when the member loses sight of a document: what was prepared for him before is no longer his.
  purges INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, user_id)
) STRICT;
CREATE INDEX members_user ON members (user_id);

-- A signed-in device: the family of all tokens that came from one sign-in. It is apart from the devices of sync, whose
-- ids a copied profile changes.
CREATE TABLE sessions (
  id BYTES PRIMARY KEY,
  workspace BYTES NOT NULL,
  member BYTES NOT NULL,
  device_name TEXT NOT NULL,
  platform TEXT NOT NULL,
  access_hash BYTES NOT NULL UNIQUE,
  access_expires_at INTEGER NOT NULL,
  signed_in_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  revoked_at INTEGER,
  -- The refresh token that counts, the one before it, and the key by which the next one follows. None of them for a session
  -- that ends with its access token.
  refresh_key BYTES,
  refresh_hash BYTES,
  previous_hash BYTES,
  rotated_at INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  FOREIGN KEY (workspace, member) REFERENCES members (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sessions_member ON sessions (workspace, member);

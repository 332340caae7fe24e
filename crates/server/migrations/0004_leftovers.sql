-- What a restore and a deletion need. Written once for both databases, as 0001 says.

-- The how-manieth refresh token counts: a device that is ahead of a backup is no thief.
ALTER TABLE sessions ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

-- Where deleted workspaces have files in the blob store: what is under these places is to be removed.
CREATE TABLE leftovers (
  place TEXT PRIMARY KEY
) STRICT;

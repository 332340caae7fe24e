-- What the books keep with an action and with a request, and the rows an undo works on.

-- How many rows the action changed: kept at each commit, so that the history counts nothing.
ALTER TABLE change_sets ADD COLUMN op_count INTEGER NOT NULL DEFAULT 0;
UPDATE change_sets SET op_count =
  (SELECT count(*) FROM transactions t JOIN changes c ON c.tx = t.id WHERE t.change_set_id = change_sets.id);

-- Written in the transaction of the change; the answer follows. Status 0 and a change set: it did not come to that.
ALTER TABLE idempotency_keys ADD COLUMN change_set_id TEXT;

-- The rows that the action made which is being taken back: filled and emptied within one transaction, so that an undo
-- of any size takes little memory. keep: 0 goes away, 1 stays and is still to be looked at, 2 stays.
CREATE TABLE undo_rows (
  row_id     TEXT PRIMARY KEY,
  table_name TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  keep       INTEGER NOT NULL DEFAULT 0 CHECK (keep IN (0, 1, 2))
) STRICT, WITHOUT ROWID;
CREATE INDEX undo_rows_open ON undo_rows (keep) WHERE keep = 1;

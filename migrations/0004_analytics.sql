-- What the user wants to sell, and what pipelines looked like on each day.

-- Of one month ("2026-11"). Two devices may each set one: the later one holds.
CREATE TABLE quotas (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  pipeline_id TEXT NOT NULL, month TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0), currency TEXT NOT NULL,
  created_at INTEGER NOT NULL, created_by TEXT, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX quotas_month ON quotas (pipeline_id, month) WHERE deleted_at IS NULL;

-- As it was shown that day, of this device alone: later changes and better formulae do not touch it.
CREATE TABLE pipeline_snapshots (
  pipeline_id TEXT NOT NULL,
  day         TEXT NOT NULL,
  taken_at    INTEGER NOT NULL,
  currency    TEXT NOT NULL,
  body        TEXT NOT NULL,
  PRIMARY KEY (pipeline_id, day)
) STRICT, WITHOUT ROWID;

-- Overrides of the forecast category are few among many changes of stages.
CREATE INDEX opportunity_history_category ON opportunity_history (no) WHERE field = 'category' AND deleted_at IS NULL;

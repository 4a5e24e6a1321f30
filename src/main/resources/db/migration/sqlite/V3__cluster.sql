-- Which owner's turn it is: raised by each claim, and a fence beside the revision.
ALTER TABLE automation_state ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;

-- Commands that the owners of automations carried out lately: one row for each step that carried any
-- out, at the time of the database. The operations are a format number (1), then for each an id and
-- the execution that it made (0 for none), eight bytes each, big-endian.
CREATE TABLE operation_log (
  automation_id TEXT    NOT NULL,
  revision      INTEGER NOT NULL,
  recorded_at   INTEGER NOT NULL,
  operations    BLOB    NOT NULL,
  PRIMARY KEY (automation_id, revision)
) WITHOUT ROWID;

CREATE INDEX operation_log_oldest ON operation_log (recorded_at);

-- How many executions of the image are where in their steps, and when the next one is due; NULL in a
-- row that was saved before there were steps: all that are not paused may be pending then. runnable is
-- 1 if one of them is to be run, now or later.
ALTER TABLE segment ADD COLUMN pending INTEGER;
ALTER TABLE segment ADD COLUMN queued INTEGER;
ALTER TABLE segment ADD COLUMN running INTEGER;
ALTER TABLE segment ADD COLUMN waiting INTEGER;
ALTER TABLE segment ADD COLUMN next_due_at INTEGER;
ALTER TABLE segment ADD COLUMN runnable INTEGER NOT NULL DEFAULT 0;

-- The states PENDING to WAITING have the codes 1 to 6.
UPDATE segment SET runnable = 1 WHERE (states & 126) <> 0;

CREATE INDEX segment_runnable ON segment (automation_id) WHERE runnable = 1;

-- Segments of which executions may be in the store as facts only.
CREATE INDEX segment_open ON segment (automation_id, segment_id, slot_count) WHERE slot_count < 1024;

-- What came of the steps of executions of one segment, those of an append together. Written once. The
-- number rises within a segment.
CREATE TABLE step_block (
  number     INTEGER PRIMARY KEY,
  segment_id INTEGER NOT NULL,
  first_slot INTEGER NOT NULL,
  last_slot  INTEGER NOT NULL,
  format     INTEGER NOT NULL,
  payload    BLOB    NOT NULL
);

CREATE INDEX step_block_of_segment ON step_block (segment_id, number, first_slot, last_slot);

-- Which owner's turn it is: raised by each claim, and a fence beside the revision.
ALTER TABLE automation_state ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;

-- Commands that came from other nodes and were carried out lately, at the time of the database. An
-- operation that is sent again is refused by its id, whoever tries to carry it out; execution_id is
-- 0 where it made none.
CREATE TABLE operation (
  operation_id  INTEGER NOT NULL PRIMARY KEY,
  automation_id TEXT NOT NULL,
  execution_id  INTEGER NOT NULL,
  recorded_at   INTEGER NOT NULL
);

CREATE INDEX operation_oldest ON operation (recorded_at);

-- Facts of executions that were created together, in one row instead of one row each: consecutive ids
-- of one segment. Written once. The layout is a format number (1), then the length in bytes of every
-- context but the last one, four bytes each, big-endian; the contexts follow each other.
CREATE TABLE fact_block (
  first_execution_id INTEGER NOT NULL PRIMARY KEY,
  execution_count    INTEGER NOT NULL,
  created_at         INTEGER NOT NULL,
  generation         INTEGER NOT NULL,
  automation_version INTEGER NOT NULL,
  layout             BLOB    NOT NULL,
  contexts           BLOB    NOT NULL
);

INSERT INTO fact_block (first_execution_id, execution_count, created_at, generation,
  automation_version, layout, contexts)
  SELECT execution_id, 1, created_at, generation, automation_version, X'01', context
  FROM execution ORDER BY execution_id;

DROP TABLE execution;

CREATE INDEX fact_block_newest ON fact_block (created_at, first_execution_id, execution_count);

-- What a finished resolution could not move, a row for each segment. execution_runs is a JSON array
-- of execution ids: first, last, first, last, and so on; empty where they could not be read.
CREATE TABLE resolution_failure (
  resolution_id  TEXT COLLATE "C" NOT NULL,
  segment_id     BIGINT           NOT NULL,
  cause          TEXT             NOT NULL,
  execution_runs TEXT             NOT NULL,
  PRIMARY KEY (resolution_id, segment_id)
);

-- Which events are older than they are to be kept.
CREATE INDEX audit_event_time ON audit_event (occurred_at, number);

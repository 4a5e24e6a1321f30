-- Requests that came with a key of their client's and were carried out lately, at the time of the
-- database: sent again, they are answered as they were. execution_id is 0 and resolution_id empty
-- where a request made none.
CREATE TABLE answered_request (
  key_id        TEXT    NOT NULL PRIMARY KEY,
  content       TEXT    NOT NULL,
  execution_id  INTEGER NOT NULL,
  resolution_id TEXT    NOT NULL,
  recorded_at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX answered_request_oldest ON answered_request (recorded_at);

-- Audit rows form a chain: each has a hash over its columns and the hash of the row before it. Rows of
-- earlier versions have none. The writer gives the numbers from now on, one after the other: the hash
-- covers the number.
ALTER TABLE audit_event ADD COLUMN previous_hash TEXT COLLATE "C";
ALTER TABLE audit_event ADD COLUMN hash TEXT COLLATE "C";
ALTER TABLE audit_event ALTER COLUMN number DROP IDENTITY;

-- The row before the first of the chain, and its last row. Two rows, since they are locked by
-- different transactions: that which deletes old events, and those which add events.
CREATE TABLE audit_chain (
  place  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  number BIGINT           NOT NULL,
  hash   TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

INSERT INTO audit_chain (place, number, hash)
  SELECT place, coalesce((SELECT max(number) FROM audit_event), 0),
    '0000000000000000000000000000000000000000000000000000000000000000'
  FROM (VALUES ('beginning'), ('end')) AS places (place);

-- Signed statements of which row was the last at a time, and of its hash, each a JWS.
CREATE TABLE audit_checkpoint (
  number    BIGINT NOT NULL PRIMARY KEY,
  key_id    TEXT   NOT NULL,
  signed_at BIGINT NOT NULL,
  jws       TEXT   NOT NULL
);

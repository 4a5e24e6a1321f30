-- Audit rows form a chain: each has a hash over its columns and the hash of the row before it. Rows of
-- earlier versions have none. The writer gives the numbers from now on, one after the other: the hash
-- covers the number.
ALTER TABLE audit_event ADD COLUMN previous_hash TEXT;
ALTER TABLE audit_event ADD COLUMN hash TEXT;

-- The row before the first of the chain, and its last row.
CREATE TABLE audit_chain (
  place  TEXT    NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  hash   TEXT    NOT NULL
) WITHOUT ROWID;

INSERT INTO audit_chain (place, number, hash)
  SELECT place, coalesce((SELECT max(number) FROM audit_event), 0),
    '0000000000000000000000000000000000000000000000000000000000000000'
  FROM (SELECT 'beginning' AS place UNION ALL SELECT 'end');

-- Signed statements of which row was the last at a time, and of its hash, each a JWS.
CREATE TABLE audit_checkpoint (
  number    INTEGER NOT NULL PRIMARY KEY,
  key_id    TEXT    NOT NULL,
  signed_at INTEGER NOT NULL,
  jws       TEXT    NOT NULL
);

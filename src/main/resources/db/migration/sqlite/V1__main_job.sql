-- What an administrator configured. Written when it changes.
CREATE TABLE automation (
  automation_id  TEXT    NOT NULL PRIMARY KEY,
  display_name   TEXT    NOT NULL,
  description    TEXT    NOT NULL,
  app_id         TEXT    NOT NULL,
  enabled        INTEGER NOT NULL,
  draft          INTEGER NOT NULL,
  breaker_max    INTEGER NOT NULL,
  breaker_period TEXT    NOT NULL,
  version        INTEGER NOT NULL,
  created_at     INTEGER NOT NULL,
  deleted_at     INTEGER,
  -- Name and description in lower case: SQLite's own lower() knows ASCII only.
  search_text    TEXT    NOT NULL,
  annotations    TEXT    NOT NULL,
  steps          TEXT    NOT NULL,
  draft_steps    TEXT    NOT NULL,
  triggers       TEXT    NOT NULL,
  draft_triggers TEXT    NOT NULL,
  context        TEXT    NOT NULL
) WITHOUT ROWID;

CREATE INDEX automation_newest ON automation (created_at, automation_id) WHERE deleted_at IS NULL;

-- What moves while an automation runs. Small, since every commit of its owner writes it; the revision
-- is the fence.
CREATE TABLE automation_state (
  automation_id     TEXT    NOT NULL PRIMARY KEY,
  revision          INTEGER NOT NULL,
  generation        INTEGER NOT NULL,
  window_started_at INTEGER NOT NULL,
  trip_observed     INTEGER,
  trip_threshold    INTEGER,
  trip_period       TEXT,
  tripped_at        INTEGER,
  last_executed_at  INTEGER
) WITHOUT ROWID;

CREATE TABLE automation_version (
  automation_id TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  steps         TEXT    NOT NULL,
  triggers      TEXT    NOT NULL,
  PRIMARY KEY (automation_id, version)
) WITHOUT ROWID;

-- Facts: written once. The id leads to the segment, and so to the automation.
CREATE TABLE execution (
  execution_id       INTEGER NOT NULL PRIMARY KEY,
  created_at         INTEGER NOT NULL,
  generation         INTEGER NOT NULL,
  automation_version INTEGER NOT NULL,
  context            BLOB    NOT NULL
);

CREATE INDEX execution_newest ON execution (created_at);

-- State: packed, up to 1,024 executions a row. Executions beyond slot_count are in the state that
-- their facts say; image is null until the first save.
CREATE TABLE segment (
  segment_id    INTEGER NOT NULL PRIMARY KEY,
  automation_id TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  slot_count    INTEGER NOT NULL,
  paused        INTEGER NOT NULL,
  states        INTEGER NOT NULL,
  image         BLOB
);

CREATE INDEX segment_of_automation ON segment (automation_id, segment_id);

CREATE TABLE resolution (
  resolution_id      TEXT    NOT NULL PRIMARY KEY,
  automation_id      TEXT    NOT NULL,
  decision           TEXT    NOT NULL,
  reason             TEXT    NOT NULL,
  actor              TEXT    NOT NULL,
  through_generation INTEGER NOT NULL,
  total              INTEGER NOT NULL,
  paused             INTEGER NOT NULL,
  errored            INTEGER NOT NULL,
  started_at         INTEGER NOT NULL,
  finished_at        INTEGER
);

CREATE INDEX resolution_newest ON resolution (automation_id, started_at, resolution_id);
CREATE INDEX resolution_running ON resolution (started_at) WHERE finished_at IS NULL;

CREATE TABLE audit_event (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  uid           TEXT    NOT NULL UNIQUE,
  kind          TEXT    NOT NULL,
  occurred_at   INTEGER NOT NULL,
  actor         TEXT    NOT NULL,
  automation_id TEXT    NOT NULL,
  message       TEXT    NOT NULL,
  details       TEXT    NOT NULL
);

CREATE TABLE client (
  client_id    TEXT    NOT NULL PRIMARY KEY,
  display_name TEXT    NOT NULL,
  roles        TEXT    NOT NULL,
  secret_hash  TEXT    NOT NULL,
  public_key   TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  revoked_at   INTEGER
);

CREATE TABLE server_key (
  key_id     TEXT    NOT NULL PRIMARY KEY,
  purpose    TEXT    NOT NULL,
  material   TEXT    NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE used_credential (
  credential TEXT    NOT NULL PRIMARY KEY,
  forget_at  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX used_credential_forgotten ON used_credential (forget_at);

CREATE TABLE counter (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO counter (name, value) VALUES ('segment', 1), ('check', 0);

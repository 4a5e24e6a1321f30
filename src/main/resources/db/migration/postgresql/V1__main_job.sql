-- Texts are compared byte by byte, as cursors of lists expect it.

-- What an administrator configured. Written when it changes.
CREATE TABLE automation (
  automation_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  display_name   TEXT             NOT NULL,
  description    TEXT             NOT NULL,
  app_id         TEXT COLLATE "C" NOT NULL,
  enabled        INTEGER          NOT NULL,
  draft          INTEGER          NOT NULL,
  breaker_max    BIGINT           NOT NULL,
  breaker_period TEXT             NOT NULL,
  version        INTEGER          NOT NULL,
  created_at     BIGINT           NOT NULL,
  deleted_at     BIGINT,
  -- Name and description in lower case, made so by the server for every store alike.
  search_text    TEXT             NOT NULL,
  annotations    TEXT             NOT NULL,
  steps          TEXT             NOT NULL,
  draft_steps    TEXT             NOT NULL,
  triggers       TEXT             NOT NULL,
  draft_triggers TEXT             NOT NULL,
  context        TEXT             NOT NULL
);

CREATE INDEX automation_newest ON automation (created_at, automation_id) WHERE deleted_at IS NULL;

-- What moves while an automation runs. Every commit of its owner writes the one row in place, so that
-- pages keep room for it; the revision is the fence.
CREATE TABLE automation_state (
  automation_id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  revision          BIGINT           NOT NULL,
  generation        INTEGER          NOT NULL,
  window_started_at BIGINT           NOT NULL,
  trip_observed     BIGINT,
  trip_threshold    BIGINT,
  trip_period       TEXT,
  tripped_at        BIGINT,
  last_executed_at  BIGINT
) WITH (fillfactor = 50);

CREATE TABLE automation_version (
  automation_id TEXT COLLATE "C" NOT NULL,
  version       INTEGER          NOT NULL,
  created_at    BIGINT           NOT NULL,
  steps         TEXT             NOT NULL,
  triggers      TEXT             NOT NULL,
  PRIMARY KEY (automation_id, version)
);

-- Facts of executions that were created together: consecutive ids of one segment. Written once. The
-- layout is a format number (1), then the length in bytes of every context but the last one, four
-- bytes each, big-endian; the contexts follow each other. The id leads to the segment, and so to the
-- automation.
CREATE TABLE fact_block (
  first_execution_id BIGINT  NOT NULL PRIMARY KEY,
  execution_count    INTEGER NOT NULL,
  created_at         BIGINT  NOT NULL,
  generation         INTEGER NOT NULL,
  automation_version INTEGER NOT NULL,
  layout             BYTEA   NOT NULL,
  contexts           BYTEA   NOT NULL
);

CREATE INDEX fact_block_newest ON fact_block (created_at, first_execution_id, execution_count);

-- State: packed, up to 1,024 executions a row. Executions beyond slot_count are in the state that
-- their facts say; image is null until the first save.
CREATE TABLE segment (
  segment_id    BIGINT           NOT NULL PRIMARY KEY,
  automation_id TEXT COLLATE "C" NOT NULL,
  version       BIGINT           NOT NULL,
  slot_count    INTEGER          NOT NULL,
  paused        INTEGER          NOT NULL,
  states        INTEGER          NOT NULL,
  image         BYTEA
) WITH (fillfactor = 50);

CREATE INDEX segment_of_automation ON segment (automation_id, segment_id);

CREATE TABLE resolution (
  resolution_id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  automation_id      TEXT COLLATE "C" NOT NULL,
  decision           TEXT             NOT NULL,
  reason             TEXT             NOT NULL,
  actor              TEXT             NOT NULL,
  through_generation INTEGER          NOT NULL,
  total              BIGINT           NOT NULL,
  paused             BIGINT           NOT NULL,
  errored            BIGINT           NOT NULL,
  started_at         BIGINT           NOT NULL,
  finished_at        BIGINT
);

CREATE INDEX resolution_newest ON resolution (automation_id, started_at, resolution_id);
CREATE INDEX resolution_running ON resolution (started_at) WHERE finished_at IS NULL;

CREATE TABLE audit_event (
  number        BIGINT           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid           TEXT COLLATE "C" NOT NULL UNIQUE,
  kind          TEXT             NOT NULL,
  occurred_at   BIGINT           NOT NULL,
  actor         TEXT             NOT NULL,
  automation_id TEXT COLLATE "C" NOT NULL,
  message       TEXT             NOT NULL,
  details       TEXT             NOT NULL
);

CREATE TABLE client (
  client_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  display_name TEXT             NOT NULL,
  roles        TEXT             NOT NULL,
  secret_hash  TEXT             NOT NULL,
  public_key   TEXT             NOT NULL,
  created_at   BIGINT           NOT NULL,
  revoked_at   BIGINT
);

CREATE TABLE server_key (
  key_id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  purpose    TEXT             NOT NULL,
  material   TEXT             NOT NULL,
  created_at BIGINT           NOT NULL
);

CREATE TABLE used_credential (
  credential TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  forget_at  BIGINT           NOT NULL
);

CREATE INDEX used_credential_forgotten ON used_credential (forget_at);

CREATE TABLE counter (
  name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value BIGINT           NOT NULL
);

INSERT INTO counter (name, value) VALUES ('segment', 1), ('check', 0);

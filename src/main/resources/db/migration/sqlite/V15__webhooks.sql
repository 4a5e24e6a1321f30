-- Destinations of requests. headers is a JSON object of sealed values, signing and former_signing
-- are sealed: nothing in the clear leaves the node.
CREATE TABLE webhook (
  webhook_id              TEXT    NOT NULL PRIMARY KEY,
  revision                INTEGER NOT NULL,
  display_name            TEXT    NOT NULL,
  description             TEXT    NOT NULL,
  url                     TEXT    NOT NULL,
  method                  TEXT    NOT NULL,
  format                  TEXT    NOT NULL,
  headers                 TEXT    NOT NULL,
  signing                 TEXT    NOT NULL,
  former_signing          TEXT    NOT NULL,
  former_until            INTEGER,
  timeout_millis          INTEGER NOT NULL,
  callback_timeout_millis INTEGER NOT NULL,
  max_concurrent          INTEGER NOT NULL,
  max_per_second          INTEGER NOT NULL,
  created_at              INTEGER NOT NULL,
  updated_at              INTEGER NOT NULL,
  deleted_at              INTEGER,
  gone_at                 INTEGER,
  search_text             TEXT    NOT NULL
) WITHOUT ROWID;

CREATE INDEX webhook_newest ON webhook (created_at, webhook_id) WHERE deleted_at IS NULL;

-- The latest requests of each webhook.
CREATE TABLE webhook_delivery (
  number          INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id      TEXT    NOT NULL,
  execution_id    INTEGER NOT NULL,
  step            INTEGER NOT NULL,
  attempt         INTEGER NOT NULL,
  status          INTEGER NOT NULL,
  duration_millis INTEGER NOT NULL,
  error           TEXT    NOT NULL,
  sent_at         INTEGER NOT NULL
);

CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, number);

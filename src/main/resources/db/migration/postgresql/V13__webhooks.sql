-- Destinations of requests. headers is a JSON object of sealed values, signing and former_signing
-- are sealed: nothing in the clear leaves the node.
CREATE TABLE webhook (
  webhook_id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  revision                BIGINT           NOT NULL,
  display_name            TEXT             NOT NULL,
  description             TEXT             NOT NULL,
  url                     TEXT             NOT NULL,
  method                  TEXT             NOT NULL,
  format                  TEXT             NOT NULL,
  headers                 TEXT             NOT NULL,
  signing                 TEXT             NOT NULL,
  former_signing          TEXT             NOT NULL,
  former_until            BIGINT,
  timeout_millis          BIGINT           NOT NULL,
  callback_timeout_millis BIGINT           NOT NULL,
  max_concurrent          INTEGER          NOT NULL,
  max_per_second          INTEGER          NOT NULL,
  created_at              BIGINT           NOT NULL,
  updated_at              BIGINT           NOT NULL,
  deleted_at              BIGINT,
  gone_at                 BIGINT,
  search_text             TEXT             NOT NULL
);

CREATE INDEX webhook_newest ON webhook (created_at, webhook_id) WHERE deleted_at IS NULL;

-- The latest requests of each webhook.
CREATE TABLE webhook_delivery (
  number          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id      TEXT COLLATE "C" NOT NULL,
  execution_id    BIGINT           NOT NULL,
  step            INTEGER          NOT NULL,
  attempt         INTEGER          NOT NULL,
  status          INTEGER          NOT NULL,
  duration_millis BIGINT           NOT NULL,
  error           TEXT             NOT NULL,
  sent_at         BIGINT           NOT NULL
);

CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, number);

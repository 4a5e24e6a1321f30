-- The automations a client may know of, their ids joined by commas; empty for all. How often its
-- credentials were replaced: tokens say which credentials they were given for.
ALTER TABLE client ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE client ADD COLUMN rotations INTEGER NOT NULL DEFAULT 0;

CREATE INDEX client_newest ON client (created_at, client_id);

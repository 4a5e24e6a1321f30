-- With deleted_at in it, SQLite counts the automations that exist without reading their rows.
DROP INDEX automation_newest;
CREATE INDEX automation_newest ON automation (created_at, automation_id, deleted_at)
  WHERE deleted_at IS NULL;

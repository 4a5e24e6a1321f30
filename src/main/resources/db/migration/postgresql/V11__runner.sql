-- Who runs the executions of an automation, and how fast. Of those that exist, somebody else moves the
-- states.
ALTER TABLE automation ADD COLUMN runner_mode TEXT NOT NULL DEFAULT 'EXTERNAL';
ALTER TABLE automation ADD COLUMN runner_max_concurrent INTEGER NOT NULL DEFAULT 64;
ALTER TABLE automation ADD COLUMN runner_max_per_second INTEGER NOT NULL DEFAULT 0;

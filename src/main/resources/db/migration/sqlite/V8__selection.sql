-- Which of the held executions a resolution is for, as JSON; empty for all.
ALTER TABLE resolution ADD COLUMN selection TEXT NOT NULL DEFAULT '';

-- An automation's owner reads the resolutions that it has to finish.
CREATE INDEX resolution_unfinished ON resolution (automation_id, started_at, resolution_id)
  WHERE finished_at IS NULL;

-- Draft steps and triggers that were never given are like the published ones, so that publishing the
-- draft changes nothing.
UPDATE automation SET draft_steps = steps WHERE draft_steps = '[]';
UPDATE automation SET draft_triggers = triggers WHERE draft_triggers = '[]';

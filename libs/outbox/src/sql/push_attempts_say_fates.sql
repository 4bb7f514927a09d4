-- An attempt may end before anything is sent: held by the check, overtaken by a later message, or with nothing to say.
ALTER TABLE push_attempts DROP CONSTRAINT push_attempts_outcome;
ALTER TABLE push_attempts ADD CONSTRAINT push_attempts_outcome
  CHECK (outcome IN ('acknowledged', 'rejected', 'sent', 'processing', 'failed', 'unreadable', 'lost', 'dead', 'held', 'overtaken', 'mended',
                     'nothing-there'));

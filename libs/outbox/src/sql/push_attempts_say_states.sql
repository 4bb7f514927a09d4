-- An attempt ends in the words of the states: what was delivered is acknowledged, what was refused is rejected. New are `sent` (the body
-- took it and answers later), `unreadable`, `lost` (the body knows nothing of what it had taken) and `dead`.
ALTER TABLE push_attempts DROP CONSTRAINT push_attempts_outcome_check;

UPDATE push_attempts
SET outcome = CASE outcome WHEN 'delivered' THEN 'acknowledged' ELSE 'rejected' END
WHERE outcome IN ('delivered', 'refused');

ALTER TABLE push_attempts ADD CONSTRAINT push_attempts_outcome
  CHECK (outcome IN ('acknowledged', 'rejected', 'sent', 'failed', 'unreadable', 'lost', 'dead'));

-- A message may wait for the receipt that another body gives of the same event: `waits_for` is the push to that body. It keeps its turn and its place in
-- its lane; what comes behind it may overtake it as ever. NULL: it waits for nobody.
ALTER TABLE pushes
  ADD COLUMN waits_for uuid,
  ADD COLUMN waits_for_body text,
  ADD CONSTRAINT pushes_waits_for CHECK ((waits_for IS NULL) = (waits_for_body IS NULL));

-- Who waits for a push that is through.
CREATE INDEX pushes_waiting_for ON pushes (waits_for) WHERE waits_for IS NOT NULL AND status = 'waiting';

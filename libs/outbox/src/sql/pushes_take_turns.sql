-- A lane is the record a message is about, at one body, and goes strictly in order: what was refused, is dead or is held back stays at
-- its head, and later messages of the record wait behind it until it is mended, redriven, or overtaken by one of them.
--
--   waiting -> sent -> processing -> acknowledged -> withdrawn | corrected | ended   (by a later message that was acknowledged)
--   waiting -> held | rejected | dead -> waiting (a person) | mended | overtaken     (by a later message of its lane)
--   waiting -> overtaken | nothing-there                                             (it never left, or speaks of what never left)
--
-- `turn` marks the rows there is something to do with: the head of each lane, while it waits, and a head that stands still and has to be
-- looked at because another message came behind it. Claims read nothing but the index of these rows, so what they cost does not
-- depend on how many wait. Triggers keep the mark (`take_turn_when_queued.sql` and its neighbours).
ALTER TABLE pushes
  DROP CONSTRAINT pushes_status,
  DROP CONSTRAINT pushes_settled,
  DROP CONSTRAINT pushes_sent,
  DROP CONSTRAINT pushes_acknowledged,
  DROP CONSTRAINT pushes_dead,
  -- What the message does to its record.
  ADD COLUMN effect text,
  ADD COLUMN turn boolean NOT NULL DEFAULT false,
  -- It was handed out, and nobody knows whether the body has it.
  ADD COLUMN in_doubt boolean NOT NULL DEFAULT false,
  -- A person sends it though the check says that the body will refuse it.
  ADD COLUMN unchecked boolean NOT NULL DEFAULT false,
  -- Which message of the lane made this one needless.
  ADD COLUMN overtaken_by uuid,
  -- By the ledger's clock, not by the database's: a row is due at once until somebody says otherwise.
  ALTER COLUMN due_at SET DEFAULT '-infinity';

-- What was queued before: the lane of its record, which its key names between body and kind before it and the revision behind it.
UPDATE pushes SET
  lane = concat(CASE WHEN kind LIKE 'list-%' THEN 'list:' ELSE 'penalty:' END,
                substr(key, length(endpoint) + length(kind) + 3,
                       length(key) - length(endpoint) - length(kind) - length(revision::text) - 3)),
  effect = CASE kind WHEN 'penalty-withdrawal' THEN 'withdraws' WHEN 'list-removal' THEN 'ends' WHEN 'repair-result' THEN 'notes'
                     WHEN 'repair-revocation' THEN 'restores' ELSE 'states' END,
  -- It was handed out, and the body has not answered.
  in_doubt = (status = 'waiting' AND attempts > 0) OR coalesce(dead_because = 'unreadable-answers', false);

ALTER TABLE pushes
  ALTER COLUMN effect SET NOT NULL,
  ADD CONSTRAINT pushes_effect CHECK (effect IN ('states', 'replaces', 'withdraws', 'ends', 'notes', 'amends', 'restores')),
  ADD CONSTRAINT pushes_status CHECK (status IN ('waiting', 'held', 'sent', 'processing', 'acknowledged', 'rejected', 'mended', 'dead',
                                                 'overtaken', 'nothing-there', 'withdrawn', 'corrected', 'ended')),
  ADD CONSTRAINT pushes_settled CHECK ((status IN ('waiting', 'sent', 'processing')) = (settled_at IS NULL)),
  ADD CONSTRAINT pushes_sent CHECK (status NOT IN ('sent', 'processing') OR (reference IS NOT NULL AND sent_at IS NOT NULL)),
  ADD CONSTRAINT pushes_acknowledged CHECK ((status IN ('acknowledged', 'withdrawn', 'corrected', 'ended'))
                                            = (receipt_number IS NOT NULL AND received_at IS NOT NULL)),
  ADD CONSTRAINT pushes_dead CHECK (status <> 'dead' OR dead_because IS NOT NULL),
  ADD CONSTRAINT pushes_overtaken CHECK ((status IN ('overtaken', 'mended')) = (overtaken_by IS NOT NULL));

DROP INDEX pushes_due, pushes_lane, pushes_under_way, pushes_to_ask;
-- What there is something to do with, that due longest first.
CREATE INDEX pushes_turn ON pushes (endpoint, due_at, position) WHERE turn;
-- The record's messages in their order, those that left included.
CREATE INDEX pushes_of_lane ON pushes (endpoint, lane, position, part);
-- What is without an outcome, for a meter.
CREATE INDEX pushes_unanswered ON pushes (endpoint, enqueued_at) WHERE status IN ('waiting', 'sent', 'processing');
-- What has to be asked about, those asked about longest ago first.
CREATE INDEX pushes_to_ask ON pushes (endpoint, due_at) WHERE status IN ('sent', 'processing');

-- The head of each lane. What stands still is looked at once, because messages may wait behind it already.
UPDATE pushes SET turn = true
FROM (SELECT DISTINCT ON (endpoint, lane) push_id FROM pushes
      WHERE status IN ('waiting', 'held', 'sent', 'processing', 'rejected', 'dead')
      ORDER BY endpoint, lane, position, part) AS head
WHERE pushes.push_id = head.push_id AND status NOT IN ('sent', 'processing');
-- What is under way keeps the end of its lease; all others are due as they were.

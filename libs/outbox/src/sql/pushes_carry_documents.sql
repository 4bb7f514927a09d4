-- Pushes carry a kind, a key and a document, wait in lanes, and have five states:
--
--   waiting -> sent -> acknowledged | rejected | dead      (the body answers later)
--   waiting -> acknowledged | rejected | dead              (it answers at once)
--
-- Only the head of a lane is handed out: its earliest row that waits, while no other row of the lane is under way or sent. So a body
-- hears of one lane in the order of the log, each message after the answer to the one before. What ended without an
-- acknowledgement may be redriven; it then waits at its old place.
ALTER TABLE pushes
  DROP CONSTRAINT pushes_status_check,
  DROP CONSTRAINT pushes_check,
  DROP CONSTRAINT pushes_check1,
  DROP CONSTRAINT pushes_check2,
  -- The body knows a repetition by it.
  ADD COLUMN key text,
  -- Rows of one lane go one after the other.
  ADD COLUMN lane text,
  -- What the body gave when it took the push, and when that was.
  ADD COLUMN reference text,
  ADD COLUMN sent_at timestamptz,
  -- Times a person had it sent once more.
  ADD COLUMN redrives integer NOT NULL DEFAULT 0,
  -- Answers that came and could not be read, since it was last redriven.
  ADD COLUMN unreadable integer NOT NULL DEFAULT 0,
  ADD COLUMN dead_because text;

ALTER TABLE pushes RENAME COLUMN content TO document;

-- What was queued before: the same key that its body was told, the lane it waited in, its state by the new names.
UPDATE pushes SET
  key = concat_ws(':', endpoint, kind,
                  CASE WHEN kind IN ('list-entry', 'list-removal') THEN document ->> 'decisionBodyCode' ELSE document ->> 'authorityCode' END,
                  CASE WHEN kind IN ('list-entry', 'list-removal') THEN document ->> 'decisionNumber' ELSE document ->> 'documentNumber' END,
                  document ->> 'uscc', revision),
  lane = subject_id,
  status = CASE status WHEN 'delivered' THEN 'acknowledged' WHEN 'refused' THEN 'rejected' ELSE status END;

ALTER TABLE pushes
  ALTER COLUMN key SET NOT NULL,
  ALTER COLUMN lane SET NOT NULL,
  ADD CONSTRAINT pushes_status CHECK (status IN ('waiting', 'sent', 'acknowledged', 'rejected', 'dead')),
  ADD CONSTRAINT pushes_settled CHECK ((status IN ('waiting', 'sent')) = (settled_at IS NULL)),
  ADD CONSTRAINT pushes_sent CHECK (status <> 'sent' OR (reference IS NOT NULL AND sent_at IS NOT NULL)),
  ADD CONSTRAINT pushes_acknowledged CHECK ((status = 'acknowledged') = (receipt_number IS NOT NULL AND received_at IS NOT NULL)),
  ADD CONSTRAINT pushes_rejected CHECK (status <> 'rejected' OR refusal_code IS NOT NULL),
  ADD CONSTRAINT pushes_dead CHECK ((status = 'dead') = (dead_because IS NOT NULL));

DROP INDEX pushes_queue;
-- Is anything ahead of it in its lane?
CREATE INDEX pushes_lane ON pushes (endpoint, lane, position) WHERE status = 'waiting';
-- Is anything of its lane under way?
CREATE INDEX pushes_under_way ON pushes (endpoint, lane) WHERE status = 'sent' OR (status = 'waiting' AND lease_id IS NOT NULL);
-- What has to be asked about, those asked about longest ago first.
CREATE INDEX pushes_to_ask ON pushes (endpoint, due_at) WHERE status = 'sent';
-- Rejections nobody has mended yet, oldest first.
CREATE INDEX pushes_unmended ON pushes (endpoint, settled_at) WHERE status = 'rejected';

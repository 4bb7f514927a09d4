-- An event may be several messages to one body: they wait one after the other, in the order of their parts. Queued so far was
-- one message of each event, the first.
ALTER TABLE pushes
  ADD COLUMN part integer NOT NULL DEFAULT 0 CHECK (part >= 0),
  -- Where the event stands that is told of, for who follows up on the outcome. Unknown of what was queued before.
  ADD COLUMN stream text,
  DROP CONSTRAINT pushes_endpoint_event_id_key,
  -- The event first: who asks what became of an event asks about every body.
  ADD CONSTRAINT pushes_once UNIQUE (event_id, endpoint, part);

DROP INDEX pushes_lane;
-- Is anything ahead of it in its lane?
CREATE INDEX pushes_lane ON pushes (endpoint, lane, position, part) WHERE status = 'waiting';

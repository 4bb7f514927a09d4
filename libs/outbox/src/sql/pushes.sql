-- Pushes on their way to an endpoint, one row each, kept after they have left: the row says what was sent and how it ended.
--
-- A push waits in the queue of its (endpoint, subject). Only the head of a queue, its waiting row with the lowest position,
-- is handed out, so a body hears of one subject in the order of the log; a push that failed holds back the later ones of
-- its subject and nobody else's. Writers of rows enqueue in the order of the log.
CREATE TABLE pushes (
  push_id        uuid        PRIMARY KEY,
  endpoint       text        NOT NULL,
  event_id       uuid        NOT NULL,
  position       bigint      NOT NULL,
  subject_id     text        NOT NULL,
  revision       integer     NOT NULL,
  kind           text        NOT NULL,
  content        jsonb       NOT NULL,
  enqueued_at    timestamptz NOT NULL DEFAULT now(),

  status         text        NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'refused')),
  -- Times it was handed out. An attempt without a row in push_attempts is one whose worker died.
  attempts       integer     NOT NULL DEFAULT 0,
  -- When it may be handed out (again): at once, after the wait that follows a failure, or when the lease has run out.
  due_at         timestamptz NOT NULL DEFAULT now(),
  -- Held by whoever is delivering it now. Only the holder of the newest lease may settle the row.
  lease_id       uuid,

  -- How it ended, in the endpoint's words.
  settled_at     timestamptz,
  receipt_number text,
  received_at    timestamptz,
  refusal_code   text,

  UNIQUE (endpoint, event_id),
  CHECK ((status = 'waiting') = (settled_at IS NULL)),
  CHECK ((status = 'delivered') = (receipt_number IS NOT NULL AND received_at IS NOT NULL)),
  CHECK ((status = 'refused') = (refusal_code IS NOT NULL))
);

-- What is due, oldest first.
CREATE INDEX pushes_due ON pushes (endpoint, due_at, position) WHERE status = 'waiting';
-- Is anything ahead of it in its queue?
CREATE INDEX pushes_queue ON pushes (endpoint, subject_id, position) WHERE status = 'waiting';

-- What became of the ledger's own tries to write down that a day has passed. No read model: it follows from nothing in the log,
-- so it stands beside due_work, and a rebuild of that leaves it alone.
CREATE TABLE due_work_tries (
  stream   text        NOT NULL PRIMARY KEY,
  attempts integer     NOT NULL, -- in a row without success
  position bigint      NOT NULL, -- of the stream, as far as the latest try knew it: anything newer is tried at once
  next_try timestamptz NOT NULL, -- while a try is under way: the end of its lease
  code     text,                 -- of the refusal, or internal-error; NULL: it went well, or is under way for the first time
  facts    jsonb,                -- of the refusal
  reason   text,                 -- for those who mend it
  tried_at timestamptz NOT NULL
);
CREATE INDEX due_work_tries_refused ON due_work_tries (stream) WHERE code IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON due_work_tries TO ledger_app;

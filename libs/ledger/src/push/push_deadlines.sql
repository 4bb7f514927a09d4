-- By when a body is to have each message, and what has become of it: one row per push, written by a projection of the body
-- (`push-deadlines.projection.ts`). Its first columns are those of due_work, of which its open rows are a part.
CREATE TABLE push_deadlines (
  stream          text   NOT NULL PRIMARY KEY, -- of the push: push-ID
  procedure       text   NOT NULL,             -- category of the stream
  subject_id      text   NOT NULL,
  unit_code       text,                        -- of the unit whose paper is told
  next_due        date,                        -- the deadline; infinity: it is open; NULL: nothing is due any more
  waits_for       text,                        -- 'calendar-2027': the year whose working days date it
  dues            jsonb  NOT NULL,
  endpoint        text   NOT NULL,
  due_on          date,                        -- the deadline, also of what is acknowledged; NULL: open, none, or closed before it mattered
  acknowledged_on date,                        -- the day of the body's receipt
  state           jsonb  NOT NULL,             -- to be folded further
  position        bigint NOT NULL              -- of the newest event in the row
);
CREATE INDEX push_deadlines_next ON push_deadlines (next_due, stream) WHERE next_due IS NOT NULL;
CREATE INDEX push_deadlines_waiting ON push_deadlines (endpoint, waits_for, stream) WHERE waits_for IS NOT NULL;
-- What was due in a span of days, for how many were in time.
CREATE INDEX push_deadlines_of_body ON push_deadlines (endpoint, due_on) INCLUDE (acknowledged_on) WHERE due_on IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON push_deadlines TO ledger_app, ledger_worker;
GRANT SELECT ON push_deadlines TO ledger_api, ledger_checker;

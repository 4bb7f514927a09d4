-- What waits for a day, over every kind of paper: one row per stream, folded from its events by the aggregate that decides on it.
CREATE TABLE due_work (
  stream     text   NOT NULL PRIMARY KEY,
  procedure  text   NOT NULL, -- category of the stream
  subject_id text,
  unit_code  text,            -- of the unit that acted last in it; NULL while only the ledger did
  next_due   date,            -- the earliest day anything is due; infinity: something is, on a day that is open; NULL: nothing is
  ledger_due date,            -- the earliest day whose passing the ledger writes down
  waits_for  text,            -- 'calendar-2027': the year whose working days date an open day
  dues       jsonb  NOT NULL, -- each thing due: what, whose, until, dueOpen, days, basis, since, commandId
  state      jsonb  NOT NULL, -- to be folded further
  position   bigint NOT NULL  -- of the newest event in the row
);
CREATE INDEX due_work_next ON due_work (next_due, stream) WHERE next_due IS NOT NULL;
CREATE INDEX due_work_ledger ON due_work (ledger_due) WHERE ledger_due IS NOT NULL;
CREATE INDEX due_work_waiting ON due_work (waits_for) WHERE waits_for IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON due_work TO ledger_app;

-- Where the repair of every record stands: one row per record applied for, folded by the same code that decides on it.
CREATE TABLE credit_repairs (
  repair_id  uuid   NOT NULL PRIMARY KEY,
  subject_id text   NOT NULL,
  status     text   NOT NULL,
  applied_at bigint NOT NULL, -- position of the first application: the order in which they came in
  position   bigint NOT NULL, -- of the newest event in the row
  state      jsonb  NOT NULL
);
CREATE INDEX credit_repairs_subject ON credit_repairs (subject_id);
CREATE INDEX credit_repairs_status ON credit_repairs (status, applied_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON credit_repairs TO ledger_app;

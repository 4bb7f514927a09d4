-- One row per subject: the names it bore, and up to where its papers and its calendar are.
CREATE TABLE credit_dossiers_2 (
  subject_id text   NOT NULL PRIMARY KEY,
  name       text   NOT NULL, -- the present registered name, or the last one a paper gave
  position   bigint NOT NULL, -- of the newest event in here
  edition    uuid   NOT NULL, -- of the rules by which papers and calendar were judged last
  head       jsonb  NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON credit_dossiers_2 TO ledger_app;

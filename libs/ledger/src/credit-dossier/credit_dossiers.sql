-- One row per subject: the names it bore and every fact a score or a status is computed from, in log order.
-- Scores are not stored: they change with the days without anybody writing.
CREATE TABLE credit_dossiers (
  subject_id text   NOT NULL PRIMARY KEY,
  name       text   NOT NULL, -- the present registered name, or the last one a paper gave
  position   bigint NOT NULL, -- of the newest event in the row
  dossier    jsonb  NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON credit_dossiers TO ledger_app;

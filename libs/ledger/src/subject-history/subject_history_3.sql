-- Every event about a subject in its present version, in log order, ready to be shown: the log itself has no index by subject.
-- Filled by subject-history-3. Its notices of a listing say what an open defence window waits for, also those recorded before there were any.
CREATE TABLE subject_history_3 (
  subject_id  text   NOT NULL,
  position    bigint NOT NULL,
  event_id    uuid   NOT NULL,
  stream      text   NOT NULL,
  revision    bigint NOT NULL,
  type        text   NOT NULL,
  type_version integer NOT NULL,
  occurred_on date   NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor       jsonb  NOT NULL,
  command_id  uuid   NOT NULL,
  cause_id    uuid,
  request_id  text   NOT NULL,
  data        jsonb  NOT NULL,
  PRIMARY KEY (subject_id, position)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_history_3 TO ledger_app;

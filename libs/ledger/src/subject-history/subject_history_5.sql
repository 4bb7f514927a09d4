-- Every event about a subject in its present version, in log order, ready to be shown: the log itself has no index by subject.
-- Filled by subject-history-4. Papers that print no code of an authority say which unit recorded them, where that was written down.
CREATE TABLE subject_history_5 (
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
GRANT SELECT ON subject_history_5 TO ledger_api, ledger_worker, ledger_checker;
GRANT INSERT, UPDATE, DELETE ON subject_history_5 TO ledger_worker;

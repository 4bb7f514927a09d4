-- Every event about a subject in its present version, in log order, ready to be shown: the log itself has no index by subject.
-- Filled by subject-history-2. Its data says `person` of every registration and penalty decision, also of those that were recorded before.
CREATE TABLE subject_history_2 (
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
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_history_2 TO ledger_app;

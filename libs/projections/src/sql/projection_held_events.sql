-- Events of stopped subjects, from the one at fault on: applied in order, once, when the subject is resumed.
CREATE TABLE projection_held_events (
  projection text   NOT NULL,
  subject_id text   NOT NULL,
  position   bigint NOT NULL,
  -- Of the event before it in the log, whosever, or 0: some engines read only from where an event begins.
  after_position bigint NOT NULL,
  PRIMARY KEY (projection, subject_id, position),
  FOREIGN KEY (projection, subject_id) REFERENCES projection_stopped_subjects ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_held_events TO ledger_app;

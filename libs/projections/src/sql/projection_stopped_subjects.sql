-- Subjects that stand still in one projection because one of their events could not be applied, while all others go on.
-- A reader must not answer for them: what it would say ends before `position`.
CREATE TABLE projection_stopped_subjects (
  projection      text        NOT NULL,
  subject_id      text        NOT NULL,
  position        bigint      NOT NULL, -- of the event that could not be applied
  reason          text        NOT NULL,
  stopped_at      timestamptz NOT NULL DEFAULT now(),
  resume_asked_at timestamptz, -- by `npm run projections -- resume`; the next run of the projection tries
  tried_at        timestamptz, -- when it was last tried again in vain
  PRIMARY KEY (projection, subject_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON projection_stopped_subjects TO ledger_app;

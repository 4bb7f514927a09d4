-- Of which subjects the live read model is not what a full replay of the log arrives at. Only the checker writes here; a reader must
-- not answer for them until a later check has found them equal.
CREATE TABLE projection_differences (
  projection text        NOT NULL,
  subject_id text, -- null: rows of no subject, or of too many: the whole read model
  position   bigint      NOT NULL, -- both stood here
  found_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (projection, subject_id)
);

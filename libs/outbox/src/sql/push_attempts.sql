-- Every answered attempt to deliver a push: when, how long it took, how it ended. Rows are added and never changed.
CREATE TABLE push_attempts (
  push_id    uuid        NOT NULL REFERENCES pushes,
  attempt    integer     NOT NULL,
  ended_at   timestamptz NOT NULL DEFAULT now(),
  took_ms    integer     NOT NULL,
  outcome    text        NOT NULL CHECK (outcome IN ('delivered', 'refused', 'failed')),
  -- The whole outcome: receipt, or code, message and fields, or the reason of the failure.
  detail     jsonb       NOT NULL,

  PRIMARY KEY (push_id, attempt)
);

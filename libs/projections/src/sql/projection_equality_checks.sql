-- What the nightly check found: does the live read model hold what a full replay of the log arrives at? Rows are only added.
CREATE TABLE projection_equality_checks (
  projection   text        NOT NULL,
  table_name   text        NOT NULL,
  checked_on   date        NOT NULL, -- the night, by its calendar day in Asia/Shanghai
  checked_at   timestamptz NOT NULL DEFAULT now(),
  position     bigint      NOT NULL, -- both stood here
  live_rows    bigint      NOT NULL,
  replayed_rows bigint     NOT NULL,
  live_hash    text        NOT NULL,
  replayed_hash text       NOT NULL,
  took_ms      integer     NOT NULL,
  PRIMARY KEY (projection, table_name, checked_on)
);
GRANT SELECT, INSERT ON projection_equality_checks TO ledger_app;

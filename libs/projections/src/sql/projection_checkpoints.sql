-- How far each projection has read the log. Changed in the same transaction as the rows it stands for.
CREATE TABLE projection_checkpoints (
  name         text        NOT NULL PRIMARY KEY,
  position     bigint      NOT NULL DEFAULT 0,
  caught_up_at timestamptz NOT NULL DEFAULT '-infinity', -- everything visible at this moment is in the read model
  stopped_by   text -- why it stopped at the event after `position`; null while it runs
);
GRANT SELECT, INSERT, UPDATE ON projection_checkpoints TO ledger_app;

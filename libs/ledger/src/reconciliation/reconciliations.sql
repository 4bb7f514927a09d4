-- Every reconciliation with a body, one row each: what was compared, and whether somebody has closed it.
CREATE TABLE reconciliations (
  reconciliation_id uuid    NOT NULL PRIMARY KEY,
  endpoint          text    NOT NULL,
  reconciled_on     date    NOT NULL,
  ended_at          text    NOT NULL, -- instant (UTC), as recorded
  kinds             jsonb   NOT NULL,
  differences       integer NOT NULL,
  named             integer NOT NULL,
  closed_on         date,
  remark            text,
  opened_at         bigint  NOT NULL, -- positions of its first event, and of the newest in the row
  position          bigint  NOT NULL
);
CREATE INDEX reconciliations_of_body ON reconciliations (endpoint, reconciled_on);
CREATE INDEX reconciliations_newest ON reconciliations (opened_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON reconciliations TO ledger_app;
GRANT SELECT ON reconciliations TO ledger_api, ledger_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON reconciliations TO ledger_worker;

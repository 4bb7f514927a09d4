-- Every difference that a reconciliation named, one row each, with what a person has said to it.
CREATE TABLE discrepancies (
  discrepancy_id    uuid   NOT NULL PRIMARY KEY,
  reconciliation_id uuid   NOT NULL,
  difference        text   NOT NULL,
  key               text   NOT NULL,
  kind              text   NOT NULL,
  push_id           uuid,
  about             text,
  receipt_number    text,
  reason            text,
  resolved_on       date,
  found_at          bigint NOT NULL, -- positions of the event that found it, and of the newest in the row
  position          bigint NOT NULL
);
CREATE INDEX discrepancies_of_reconciliation ON discrepancies (reconciliation_id, found_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON discrepancies TO ledger_app;
GRANT SELECT ON discrepancies TO ledger_api, ledger_checker;
GRANT SELECT, INSERT, UPDATE, DELETE ON discrepancies TO ledger_worker;

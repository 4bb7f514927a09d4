-- The application may read the log and add to it. No UPDATE, no DELETE, no TRUNCATE: not by oversight, not by a bug.
REVOKE ALL ON ledger_events FROM PUBLIC;
GRANT SELECT, INSERT ON ledger_events TO ledger_app;
GRANT EXECUTE ON FUNCTION append_to_log TO ledger_app;

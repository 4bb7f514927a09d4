-- The application reads the log and adds to it through the append functions, and in no other way.
REVOKE ALL ON ledger_events FROM PUBLIC;
GRANT SELECT ON ledger_events TO ledger_app;
REVOKE ALL ON FUNCTION append_one_event, append_events, append_judged_events, make_log_partition,
  open_log_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_one_event, append_events, append_judged_events TO ledger_app;

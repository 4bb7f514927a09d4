GRANT SELECT, INSERT ON person_keys TO ledger_app;
GRANT UPDATE (wrapped_key, destroyed_at, destroyed_by, destroyed_for, destroyed_by_event) ON person_keys TO ledger_app;

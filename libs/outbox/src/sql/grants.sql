GRANT SELECT, INSERT, UPDATE ON pushes TO ledger_app;
GRANT SELECT, INSERT ON push_attempts TO ledger_app;

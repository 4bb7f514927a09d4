GRANT SELECT, INSERT, UPDATE, DELETE ON body_rests TO ledger_app, ledger_worker;
GRANT SELECT ON body_rests TO ledger_api, ledger_checker;

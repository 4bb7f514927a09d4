-- Added to by whoever makes a key of a person; never changed.
REVOKE ALL ON personal_master_keys FROM PUBLIC;
GRANT SELECT, INSERT ON personal_master_keys TO ledger_app, ledger_api, ledger_worker;
GRANT SELECT ON personal_master_keys TO ledger_checker;

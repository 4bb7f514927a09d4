-- Whoever starts looks at it.
REVOKE ALL ON schema_generation FROM PUBLIC;
GRANT SELECT ON schema_generation TO ledger_app, ledger_api, ledger_worker, ledger_sealer, ledger_checker;

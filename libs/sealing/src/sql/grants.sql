-- The application lets the tree grow and adds checkpoints and keys; it takes nothing back.
REVOKE ALL ON seal_state, seal_tiles, seal_checkpoints, seal_keys FROM PUBLIC;
GRANT SELECT, UPDATE ON seal_state TO ledger_app;
GRANT SELECT, INSERT, UPDATE ON seal_tiles TO ledger_app;
GRANT SELECT, INSERT ON seal_checkpoints, seal_keys TO ledger_app;

-- The api revokes keys; it makes none.
GRANT UPDATE (revoked_at) ON api_keys TO ledger_app;

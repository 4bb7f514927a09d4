-- The application records and reads. No UPDATE, no DELETE, no TRUNCATE, on the whole or on a part; a month is dropped by the owner.
REVOKE ALL ON access_records FROM PUBLIC;
GRANT SELECT, INSERT ON access_records TO ledger_app, ledger_api;
REVOKE ALL ON FUNCTION open_access_month(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_access_month(timestamptz) TO ledger_app, ledger_api;

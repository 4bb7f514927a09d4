-- Where the other version of a read model stands: being built, or kept after it was replaced. Never looked at by a reader.
CREATE SCHEMA beside;
GRANT USAGE ON SCHEMA beside TO ledger_rebuild;

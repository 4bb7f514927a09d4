-- Where the other version of a read model stands: being built, or kept after it was replaced. Never looked at by a reader.
-- `swapping` is empty but inside the transaction in which both change places.
CREATE SCHEMA beside;
CREATE SCHEMA swapping;
GRANT USAGE ON SCHEMA beside TO ledger_rebuild;

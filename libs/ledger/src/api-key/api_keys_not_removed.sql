-- A key is revoked, never removed: an old actor can still be traced.
CREATE TRIGGER api_keys_not_removed
  BEFORE DELETE OR TRUNCATE ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

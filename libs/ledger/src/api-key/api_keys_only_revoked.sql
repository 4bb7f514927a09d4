CREATE TRIGGER api_keys_only_revoked
  BEFORE UPDATE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION keep_api_key();

CREATE TRIGGER person_keys_only_destroyed
  BEFORE UPDATE ON person_keys
  FOR EACH ROW EXECUTE FUNCTION keep_person_key_destroyed();

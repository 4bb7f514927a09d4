-- A tombstone is the proof that a key was destroyed and did not just get lost.
CREATE TRIGGER person_keys_not_removed
  BEFORE DELETE OR TRUNCATE ON person_keys
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

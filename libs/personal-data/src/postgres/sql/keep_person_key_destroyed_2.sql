-- A key is made, and perhaps destroyed, once. Nobody brings it back, the owner included. What wraps it may change, together with the name of what
-- wraps it: whether the same key is inside, whoever has the wrapping key can tell (`npm run ledger:verify`). The application has no right to that name.
CREATE OR REPLACE FUNCTION keep_person_key_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.destroyed_at IS NOT NULL
     OR (NEW.wrapped_key IS NOT NULL AND NEW.master_key_id = OLD.master_key_id)
     OR (NEW.wrapped_key IS NULL AND NEW.master_key_id <> OLD.master_key_id)
     OR (NEW.key_id, NEW.person_id, NEW.generation, NEW.made_at) <> (OLD.key_id, OLD.person_id, OLD.generation, OLD.made_at) THEN
    RAISE EXCEPTION 'person-keys-are-only-destroyed: this change of % is refused', OLD.key_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

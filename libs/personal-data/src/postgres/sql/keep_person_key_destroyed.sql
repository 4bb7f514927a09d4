-- A key is made, and perhaps destroyed, once. Nobody puts another one in its place or brings it back, the owner included.
CREATE FUNCTION keep_person_key_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.destroyed_at IS NOT NULL OR NEW.wrapped_key IS NOT NULL
     OR (NEW.key_id, NEW.person_id, NEW.generation, NEW.made_at) <> (OLD.key_id, OLD.person_id, OLD.generation, OLD.made_at) THEN
    RAISE EXCEPTION 'person-keys-are-only-destroyed: this change of % is refused', OLD.key_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

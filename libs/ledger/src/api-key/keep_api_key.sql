-- A key is made, and perhaps revoked, once. Nobody gives it to somebody else or brings it back, the owner included. (The fingerprint is
-- computed after this.)
CREATE FUNCTION keep_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR to_jsonb(NEW) - '{revoked_at,fingerprint}'::text[] <> to_jsonb(OLD) - '{revoked_at,fingerprint}'::text[] THEN
    RAISE EXCEPTION 'api-keys-are-only-revoked: this change of % is refused', OLD.fingerprint
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

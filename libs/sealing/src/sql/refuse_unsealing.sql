-- A tile only grows: what it keeps stays in its place, and a full one stays as it is. Nobody changes it, the owner included.
CREATE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.level <> OLD.level OR NEW.number <> OLD.number
     OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes
     OR NEW.positions[1:cardinality(OLD.positions)] IS DISTINCT FROM OLD.positions
  THEN
    RAISE EXCEPTION 'seal-is-append-only: tile % of level % may only grow', OLD.number, OLD.level
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

-- Whoever waits for a message that is through, or for one of its lane that it mended, is due at once: whether the wait is over is looked at then. What
-- somebody has in hand is left to him, and looked at again a little later.
CREATE FUNCTION release_who_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told uuid;
BEGIN
  IF EXISTS (SELECT FROM public.pushes WHERE waits_for IS NOT NULL AND status = 'waiting') THEN
    FOR told IN SELECT push_id FROM public.pushes WHERE endpoint = NEW.endpoint AND lane = NEW.lane LOOP
      UPDATE public.pushes SET due_at = '-infinity' WHERE waits_for = told AND status = 'waiting' AND lease_id IS NULL;
    END LOOP;
  END IF;
  RETURN NULL;
END $$;

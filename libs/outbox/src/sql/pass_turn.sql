-- The next of the lane follows one that is through. One that is open again takes the turn back from those behind it.
CREATE FUNCTION pass_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF public.push_is_open(NEW.status) THEN
    UPDATE public.pushes SET turn = false
    WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND (position, part) > (NEW.position, NEW.part) AND turn;
  ELSE
    -- What the body took changes what it shows of the record.
    IF NEW.status = 'acknowledged' AND NEW.effect IN ('replaces', 'withdraws', 'ends', 'restores') THEN
      UPDATE public.pushes
      SET status = CASE NEW.effect WHEN 'replaces' THEN 'corrected' WHEN 'withdraws' THEN 'withdrawn' WHEN 'ends' THEN 'ended'
                                   ELSE 'acknowledged' END
      WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND (position, part) < (NEW.position, NEW.part)
        AND effect IN ('states', 'replaces')
        AND status = CASE NEW.effect WHEN 'restores' THEN 'withdrawn' ELSE 'acknowledged' END;
    END IF;
    UPDATE public.pushes SET turn = true
    WHERE NOT turn AND status IN ('waiting', 'held', 'rejected', 'dead')
      AND push_id = (SELECT push_id FROM public.pushes
                     WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND public.push_is_open(status)
                     ORDER BY position, part LIMIT 1);
  END IF;
  RETURN NULL;
END $$;

-- One that stands still from now on is looked at when others wait behind it already; one that waits again has the turn when it is the head.
CREATE FUNCTION take_turn_when_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'waiting' THEN
    NEW.turn := NOT EXISTS (SELECT FROM public.pushes
                            WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND (position, part) < (NEW.position, NEW.part)
                              AND public.push_is_open(status));
  ELSIF NEW.status IN ('held', 'rejected', 'dead') THEN
    NEW.turn := EXISTS (SELECT FROM public.pushes
                        WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND (position, part) > (NEW.position, NEW.part)
                          AND public.push_is_open(status));
    IF NEW.turn THEN NEW.due_at := '-infinity'; END IF;
  ELSE
    NEW.turn := false;
  END IF;
  RETURN NEW;
END $$;

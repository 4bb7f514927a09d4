-- A message that is queued has the turn when nothing open of its lane is before it. Otherwise the last one before it is locked until this
-- transaction ends: who is closing it either was seen here, or waits and then sees this row. A head that stands still is to be looked
-- at again; whoever has it in hand loses it, so what he found without this row does not count.
CREATE FUNCTION take_turn_when_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM public.pushes
  WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND (position, part) < (NEW.position, NEW.part) AND public.push_is_open(status)
  ORDER BY position DESC, part DESC LIMIT 1 FOR SHARE;
  NEW.turn := NOT FOUND;
  IF FOUND THEN
    UPDATE public.pushes SET turn = true, due_at = '-infinity', lease_id = NULL
    WHERE status IN ('held', 'rejected', 'dead')
      AND push_id = (SELECT push_id FROM public.pushes
                     WHERE endpoint = NEW.endpoint AND lane = NEW.lane AND public.push_is_open(status)
                     ORDER BY position, part LIMIT 1);
  END IF;
  RETURN NEW;
END $$;

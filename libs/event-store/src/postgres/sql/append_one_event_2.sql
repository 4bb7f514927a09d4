-- Appends one event at one revision of its stream: the commonest append, without arrays.
--
-- Out: {position, recorded_at in milliseconds since 1970}; NULL when it needs judging (the revision before it is missing, an older
-- partition knows its stream or its id, or a new partition begins): then, as after a unique violation, append_judged_events() says what is the matter.
--
-- Why positions are gapless and in commit order: the advisory lock is held until the commit is visible, and the head is read
-- after the lock was granted. In READ COMMITTED every statement of this function sees what was committed before it.
--
-- SECURITY DEFINER: the application may add to the log by the append functions only, so every row obeys these rules. The search path is
-- fixed, temporary objects last: otherwise a temporary type that a caller calls `record` would run his code as the owner.
CREATE FUNCTION append_one_event(
  stream text, revision bigint,
  event_id uuid, type text, type_version integer, subject_id text, occurred_on date,
  actor_name text, actor_unit_name text, actor_unit_code text, actor_role text, actor_key text,
  command_id uuid, cause_id uuid, request_id text, data bytea
) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head record;
  place bigint;
  at timestamptz(3);
BEGIN
  PERFORM pg_advisory_xact_lock(7221063014);
  SELECT e.position, e.recorded_at INTO head FROM public.ledger_events_open e ORDER BY e.position DESC LIMIT 1;
  place := coalesce(head.position, 0) + 1;
  at := greatest(date_trunc('milliseconds', clock_timestamp()), head.recorded_at);

  -- A first event of a partition is for the judge, who opens it. Nested, so that the usual case is a comparison and not a query.
  IF public.log_partition_of(place) > public.log_partition_of(place - 1) THEN
    RETURN NULL;
  END IF;
  IF revision > 0 THEN
    IF NOT EXISTS (SELECT FROM public.ledger_events e WHERE e.stream = $1 AND e.revision = $2 - 1) THEN
      RETURN NULL;
    END IF;
  END IF;
  IF public.log_partition_of(place) > 0 THEN
    IF EXISTS (SELECT FROM public.ledger_events e
               WHERE e.position < public.log_partition_start(public.log_partition_of(place))
                 AND (e.event_id = $3 OR (e.stream = $1 AND e.revision = $2))) THEN
      RETURN NULL;
    END IF;
  END IF;

  INSERT INTO public.ledger_events_open VALUES (
    place, stream, revision, event_id, type, type_version, subject_id, occurred_on, at,
    actor_name, actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data, actor_key);

  RETURN ARRAY[place, (extract(epoch FROM at) * 1000)::bigint];
END
$$;

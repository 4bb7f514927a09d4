-- Appends a batch of events, each at one revision of its stream, in one transaction: the usual case, in which every append is in order.
--
-- In: one element per event, in the order in which they are to stand; the events of one append next to each other. Then, for
-- the appends that continue a stream, the stream and the revision it must have. A stream, and an event id, may occur in
-- one append of a batch only (the caller's queue sees to it).
--
-- Out: {position of the first event, recorded_at in milliseconds since 1970}; NULL when an append needs judging (see
-- append_one_event(), also for the lock and the rights): then nothing is written, nor after a unique violation.
CREATE FUNCTION append_events(
  streams text[], revisions bigint[],
  event_ids uuid[], types text[], type_versions integer[], subject_ids text[], occurred_ons date[],
  actor_names text[], actor_unit_names text[], actor_unit_codes text[], actor_roles text[], actor_keys text[],
  command_ids uuid[], cause_ids uuid[], request_ids text[], datas bytea[],
  continued_streams text[], continued_revisions bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head record;
  first bigint;
  last bigint;
  at timestamptz(3);
BEGIN
  PERFORM pg_advisory_xact_lock(7221063014);
  SELECT e.position, e.recorded_at INTO head FROM public.ledger_events_open e ORDER BY e.position DESC LIMIT 1;
  first := coalesce(head.position, 0) + 1;
  last := first + cardinality(streams) - 1;
  at := greatest(date_trunc('milliseconds', clock_timestamp()), head.recorded_at);

  IF public.log_partition_of(last) > public.log_partition_of(first - 1) THEN
    RETURN NULL;
  END IF;
  IF cardinality(continued_streams) > 0 THEN
    IF EXISTS (SELECT FROM unnest(continued_streams, continued_revisions) AS c (stream, revision)
               WHERE NOT EXISTS (SELECT FROM public.ledger_events e WHERE e.stream = c.stream AND e.revision = c.revision)) THEN
      RETURN NULL;
    END IF;
  END IF;
  IF public.log_partition_of(last) > 0 THEN
    IF EXISTS (SELECT FROM public.ledger_events e
               WHERE e.position < public.log_partition_start(public.log_partition_of(last)) AND e.event_id = ANY (event_ids))
       OR EXISTS (SELECT FROM unnest(streams, revisions) AS n (stream, revision)
                  JOIN public.ledger_events e ON e.stream = n.stream AND e.revision = n.revision
                  WHERE e.position < public.log_partition_start(public.log_partition_of(last))) THEN
      RETURN NULL;
    END IF;
  END IF;

  INSERT INTO public.ledger_events_open
  SELECT first - 1 + e.no, e.stream, e.revision, e.event_id, e.type, e.type_version, e.subject_id, e.occurred_on, at,
         e.actor_name, e.actor_unit_name, e.actor_unit_code, e.actor_role, e.command_id, e.cause_id, e.request_id, e.data, e.actor_key
  FROM unnest(streams, revisions, event_ids, types, type_versions, subject_ids, occurred_ons, actor_names,
              actor_unit_names, actor_unit_codes, actor_roles, actor_keys, command_ids, cause_ids, request_ids, datas)
       WITH ORDINALITY AS e (stream, revision, event_id, type, type_version, subject_id, occurred_on, actor_name,
                             actor_unit_name, actor_unit_code, actor_role, actor_key, command_id, cause_id, request_id, data, no);

  RETURN ARRAY[first, (extract(epoch FROM at) * 1000)::bigint];
END
$$;

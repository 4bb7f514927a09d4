-- Appends a batch of appends in one transaction and judges each on its own: a failing one does not fail its neighbours. The careful
-- way in, for what append_events() left unwritten: repeated, refused and unconditional appends, and the first ones of a partition.
--
-- In: one element per append (stream, expected revision, number of events), then one element per event (number of its
-- append from 1, place in that append from 1, and the event). Expected: a revision from 0, or -1 no stream, -2 any,
-- -3 stream exists. A stream, and an event id, may occur in one append of a batch only (the caller's queue sees to it), so
-- every append can be judged on the table as it is.
--
-- Out: one row per append: 'recorded', 'already-recorded' (all ids stand together in this stream with the same
-- types and bytes: the first answer), 'id-taken' or 'wrong-revision' (revision is then what the stream stands at, -1 when it does
-- not exist); recorded_at in milliseconds since 1970. See append_one_event() for the lock and the rights.
CREATE FUNCTION append_judged_events(
  streams text[], expected bigint[], counts integer[],
  append_nos integer[], ordinals integer[],
  event_ids uuid[], types text[], type_versions integer[], subject_ids text[], occurred_ons date[],
  actor_names text[], actor_unit_names text[], actor_unit_codes text[], actor_roles text[], actor_keys text[],
  command_ids uuid[], cause_ids uuid[], request_ids text[], datas bytea[]
) RETURNS TABLE (append_no integer, outcome text, revision bigint, "position" bigint, recorded_at bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  head record;
  at timestamptz(3);
  reached bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7221063014);
  SELECT e.position, e.recorded_at INTO head FROM public.ledger_events e ORDER BY e.position DESC LIMIT 1;
  at := greatest(date_trunc('milliseconds', clock_timestamp()), head.recorded_at);

  RETURN QUERY
  WITH append AS (
    SELECT a.no::integer AS no, a.stream, a.expected, a.count,
           coalesce((SELECT max(s.revision) FROM public.ledger_events s WHERE s.stream = a.stream), -1) AS stands_at
    FROM unnest(streams, expected, counts) WITH ORDINALITY AS a (stream, expected, count, no)
  ),
  event AS (
    SELECT e.*
    FROM unnest(append_nos, ordinals, event_ids, types, type_versions, subject_ids, occurred_ons, actor_names,
                actor_unit_names, actor_unit_codes, actor_roles, actor_keys, command_ids, cause_ids, request_ids, datas)
         WITH ORDINALITY AS e (append_no, ordinal, event_id, type, type_version, subject_id, occurred_on, actor_name,
                               actor_unit_name, actor_unit_code, actor_role, actor_key, command_id, cause_id, request_id, data, no)
  ),
  known AS (
    SELECT e.append_no, count(*) AS found, count(DISTINCT s.revision - e.ordinal) AS runs,
           bool_and(s.stream = a.stream AND s.type = e.type AND s.data = e.data) AS same,
           max(s.revision) AS revision, max(s.position) AS "position", max(s.recorded_at) AS recorded_at
    FROM event e JOIN append a ON a.no = e.append_no JOIN public.ledger_events s ON s.event_id = e.event_id
    GROUP BY e.append_no
  ),
  judged AS (
    SELECT a.*, k.revision AS known_revision, k.position AS known_position, k.recorded_at AS known_recorded_at,
           CASE
             WHEN k.found = a.count AND k.same AND k.runs = 1 THEN 'already-recorded'
             WHEN k.found > 0 THEN 'id-taken'
             WHEN a.expected = -2 OR a.expected = a.stands_at OR (a.expected = -3 AND a.stands_at >= 0) THEN 'recorded'
             ELSE 'wrong-revision'
           END AS outcome
    FROM append a LEFT JOIN known k ON k.append_no = a.no
  ),
  written AS (
    INSERT INTO public.ledger_events AS w
    SELECT coalesce(head.position, 0) + row_number() OVER (ORDER BY e.no), j.stream, j.stands_at + e.ordinal,
           e.event_id, e.type, e.type_version, e.subject_id, e.occurred_on, at, e.actor_name, e.actor_unit_name,
           e.actor_unit_code, e.actor_role, e.command_id, e.cause_id, e.request_id, e.data, e.actor_key
    FROM event e JOIN judged j ON j.no = e.append_no AND j.outcome = 'recorded'
    RETURNING w.stream, w.revision, w.position
  ),
  last_written AS (
    SELECT w.stream, max(w.revision) AS revision, max(w.position) AS "position" FROM written w GROUP BY w.stream
  )
  SELECT j.no, j.outcome,
         coalesce(w.revision, j.known_revision, j.stands_at), coalesce(w.position, j.known_position),
         (extract(epoch FROM CASE WHEN j.outcome = 'recorded' THEN at ELSE j.known_recorded_at END) * 1000)::bigint
  FROM judged j LEFT JOIN last_written w ON w.stream = j.stream AND j.outcome = 'recorded';

  SELECT e.position INTO reached FROM public.ledger_events e ORDER BY e.position DESC LIMIT 1;
  IF public.log_partition_of(coalesce(reached, 0)) > public.log_partition_of(coalesce(head.position, 0)) THEN
    PERFORM public.open_log_partition(public.log_partition_of(reached));
  END IF;
END
$$;

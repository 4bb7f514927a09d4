-- The schema that all migrations together arrive at. Written by `npm run schema:dump`, compared by a test: do not edit.

SET check_function_bodies = off;

-- Rights on the schema

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA public TO ledger_app;

-- Sequences

CREATE SEQUENCE public.ledger_migrations_id_seq AS integer INCREMENT 1 MINVALUE 1 MAXVALUE 2147483647 START 1 CACHE 1;

-- Tables

CREATE TABLE public.api_keys (
  key_hash text NOT NULL,
  holder text NOT NULL,
  unit_name text NOT NULL,
  unit_code text NOT NULL,
  role text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (key_hash),
  CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['officer'::text, 'approver'::text, 'department'::text, 'procurement'::text, 'auditor'::text, 'operator'::text])))
);
GRANT SELECT ON TABLE public.api_keys TO ledger_app;

CREATE TABLE public.blacklist_listings (
  listing_id uuid NOT NULL,
  subject_id text NOT NULL,
  ground text NOT NULL,
  status text NOT NULL,
  listed_until date,
  proposed_at bigint NOT NULL,
  "position" bigint NOT NULL,
  state jsonb NOT NULL,
  CONSTRAINT blacklist_listings_pkey PRIMARY KEY (listing_id)
);
CREATE INDEX blacklist_listings_status ON public.blacklist_listings USING btree (status, proposed_at);
CREATE INDEX blacklist_listings_subject ON public.blacklist_listings USING btree (subject_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.blacklist_listings TO ledger_app;

CREATE TABLE public.credit_dossiers (
  subject_id text NOT NULL,
  name text NOT NULL,
  "position" bigint NOT NULL,
  dossier jsonb NOT NULL,
  CONSTRAINT credit_dossiers_pkey PRIMARY KEY (subject_id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_dossiers TO ledger_app;

CREATE TABLE public.ledger_events (
  "position" bigint NOT NULL,
  stream text NOT NULL,
  revision bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  type_version integer NOT NULL,
  subject_id text,
  occurred_on date NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL,
  actor_name text NOT NULL,
  actor_unit_name text NOT NULL,
  actor_unit_code text NOT NULL,
  actor_role text NOT NULL,
  command_id uuid NOT NULL,
  cause_id uuid,
  request_id text NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT ledger_events_pkey PRIMARY KEY ("position"),
  CONSTRAINT ledger_events_event_id UNIQUE (event_id),
  CONSTRAINT ledger_events_position_counts_from_1 CHECK (("position" > 0)),
  CONSTRAINT ledger_events_revision_counts_from_0 CHECK ((revision >= 0)),
  CONSTRAINT ledger_events_stream_revision UNIQUE (stream, revision)
);
GRANT INSERT, SELECT ON TABLE public.ledger_events TO ledger_app;

CREATE TABLE public.ledger_migrations (
  id integer DEFAULT nextval('public.ledger_migrations_id_seq'::regclass) NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_315e1702b8ff74055a4e1e03a80" PRIMARY KEY (id)
);

CREATE TABLE public.open_hazards (
  hazard_id uuid NOT NULL,
  rectify_by date NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT open_hazards_pkey PRIMARY KEY (hazard_id)
);
CREATE INDEX open_hazards_rectify_by ON public.open_hazards USING btree (rectify_by);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.open_hazards TO ledger_app;

CREATE TABLE public.projection_checkpoints (
  name text NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  caught_up_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  stopped_by text,
  CONSTRAINT projection_checkpoints_pkey PRIMARY KEY (name)
);
GRANT INSERT, SELECT, UPDATE ON TABLE public.projection_checkpoints TO ledger_app;

CREATE TABLE public.push_attempts (
  push_id uuid NOT NULL,
  attempt integer NOT NULL,
  ended_at timestamp with time zone DEFAULT now() NOT NULL,
  took_ms integer NOT NULL,
  outcome text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT push_attempts_pkey PRIMARY KEY (push_id, attempt),
  CONSTRAINT push_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'refused'::text, 'failed'::text])))
);
GRANT INSERT, SELECT ON TABLE public.push_attempts TO ledger_app;

CREATE TABLE public.pushes (
  push_id uuid NOT NULL,
  endpoint text NOT NULL,
  event_id uuid NOT NULL,
  "position" bigint NOT NULL,
  subject_id text NOT NULL,
  revision integer NOT NULL,
  kind text NOT NULL,
  content jsonb NOT NULL,
  enqueued_at timestamp with time zone DEFAULT now() NOT NULL,
  status text DEFAULT 'waiting'::text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone DEFAULT now() NOT NULL,
  lease_id uuid,
  settled_at timestamp with time zone,
  receipt_number text,
  received_at timestamp with time zone,
  refusal_code text,
  CONSTRAINT pushes_pkey PRIMARY KEY (push_id),
  CONSTRAINT pushes_check CHECK (((status = 'waiting'::text) = (settled_at IS NULL))),
  CONSTRAINT pushes_check1 CHECK (((status = 'delivered'::text) = ((receipt_number IS NOT NULL) AND (received_at IS NOT NULL)))),
  CONSTRAINT pushes_check2 CHECK (((status = 'refused'::text) = (refusal_code IS NOT NULL))),
  CONSTRAINT pushes_endpoint_event_id_key UNIQUE (endpoint, event_id),
  CONSTRAINT pushes_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'refused'::text])))
);
CREATE INDEX pushes_due ON public.pushes USING btree (endpoint, due_at, "position") WHERE (status = 'waiting'::text);
CREATE INDEX pushes_queue ON public.pushes USING btree (endpoint, subject_id, "position") WHERE (status = 'waiting'::text);
GRANT INSERT, SELECT, UPDATE ON TABLE public.pushes TO ledger_app;

CREATE TABLE public.subject_history (
  subject_id text NOT NULL,
  "position" bigint NOT NULL,
  event_id uuid NOT NULL,
  stream text NOT NULL,
  revision bigint NOT NULL,
  type text NOT NULL,
  type_version integer NOT NULL,
  occurred_on date NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL,
  actor jsonb NOT NULL,
  command_id uuid NOT NULL,
  cause_id uuid,
  request_id text NOT NULL,
  data jsonb NOT NULL,
  CONSTRAINT subject_history_pkey PRIMARY KEY (subject_id, "position")
);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.subject_history TO ledger_app;

-- Sequences that go with a column

ALTER SEQUENCE public.ledger_migrations_id_seq OWNED BY public.ledger_migrations.id;

-- Foreign keys

ALTER TABLE public.push_attempts ADD CONSTRAINT push_attempts_push_id_fkey FOREIGN KEY (push_id) REFERENCES public.pushes(push_id);

-- Functions

CREATE OR REPLACE FUNCTION public.append_to_log(streams text[], expected bigint[], counts integer[], append_nos integer[], ordinals integer[], event_ids uuid[], types text[], type_versions integer[], subject_ids text[], occurred_ons date[], actor_names text[], actor_unit_names text[], actor_unit_codes text[], actor_roles text[], command_ids uuid[], cause_ids uuid[], request_ids text[], datas bytea[])
 RETURNS TABLE(append_no integer, outcome text, revision bigint, "position" bigint, recorded_at timestamp with time zone)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
DECLARE
  head record;
  at timestamptz(3);
BEGIN
  PERFORM pg_advisory_xact_lock(7221063014);
  SELECT e.position, e.recorded_at INTO head FROM ledger_events e ORDER BY e.position DESC LIMIT 1;
  at := greatest(date_trunc('milliseconds', clock_timestamp()), head.recorded_at);

  RETURN QUERY
  WITH append AS (
    SELECT a.no::integer AS no, a.stream, a.expected, a.count,
           coalesce((SELECT max(s.revision) FROM ledger_events s WHERE s.stream = a.stream), -1) AS stands_at
    FROM unnest(streams, expected, counts) WITH ORDINALITY AS a (stream, expected, count, no)
  ),
  event AS (
    SELECT e.*
    FROM unnest(append_nos, ordinals, event_ids, types, type_versions, subject_ids, occurred_ons, actor_names,
                actor_unit_names, actor_unit_codes, actor_roles, command_ids, cause_ids, request_ids, datas)
         WITH ORDINALITY AS e (append_no, ordinal, event_id, type, type_version, subject_id, occurred_on, actor_name,
                               actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data, no)
  ),
  known AS (
    SELECT e.append_no, count(*) AS found, count(DISTINCT s.revision - e.ordinal) AS runs,
           bool_and(s.stream = a.stream AND s.type = e.type AND s.data = e.data) AS same,
           max(s.revision) AS revision, max(s.position) AS "position", max(s.recorded_at) AS recorded_at
    FROM event e JOIN append a ON a.no = e.append_no JOIN ledger_events s ON s.event_id = e.event_id
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
    INSERT INTO ledger_events AS w
    SELECT coalesce(head.position, 0) + row_number() OVER (ORDER BY e.no), j.stream, j.stands_at + e.ordinal,
           e.event_id, e.type, e.type_version, e.subject_id, e.occurred_on, at, e.actor_name, e.actor_unit_name,
           e.actor_unit_code, e.actor_role, e.command_id, e.cause_id, e.request_id, e.data
    FROM event e JOIN judged j ON j.no = e.append_no AND j.outcome = 'recorded'
    RETURNING w.stream, w.revision, w.position
  ),
  last_written AS (
    SELECT w.stream, max(w.revision) AS revision, max(w.position) AS "position" FROM written w GROUP BY w.stream
  )
  SELECT j.no, j.outcome,
         coalesce(w.revision, j.known_revision, j.stands_at), coalesce(w.position, j.known_position),
         CASE WHEN j.outcome = 'recorded' THEN at ELSE j.known_recorded_at END
  FROM judged j LEFT JOIN last_written w ON w.stream = j.stream AND j.outcome = 'recorded';

  PERFORM pg_notify('ledger_events', '');
END
$function$;
GRANT EXECUTE ON ROUTINE public.append_to_log(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) TO PUBLIC;
GRANT EXECUTE ON ROUTINE public.append_to_log(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) TO ledger_app;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'ledger-is-append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$function$;
GRANT EXECUTE ON ROUTINE public.refuse_change() TO PUBLIC;

-- Triggers

CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

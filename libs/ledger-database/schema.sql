-- The schema that all migrations together arrive at. Written by `npm run schema:dump`, compared by a test: do not edit.

SET check_function_bodies = off;

-- Schemas

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA public TO ledger_api;
GRANT USAGE ON SCHEMA public TO ledger_app;
GRANT USAGE ON SCHEMA public TO ledger_checker;
GRANT USAGE ON SCHEMA public TO ledger_rebuild;
GRANT USAGE ON SCHEMA public TO ledger_sealer;
GRANT USAGE ON SCHEMA public TO ledger_worker;

CREATE SCHEMA beside;
GRANT USAGE ON SCHEMA beside TO ledger_rebuild;

CREATE SCHEMA swapping;

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
  fingerprint text GENERATED ALWAYS AS ("left"(key_hash, 16)) STORED NOT NULL,
  records_for text[] DEFAULT '{}'::text[] NOT NULL,
  expires_on date,
  CONSTRAINT api_keys_pkey PRIMARY KEY (key_hash),
  CONSTRAINT api_keys_fingerprint UNIQUE (fingerprint),
  CONSTRAINT api_keys_role_is_a_word CHECK ((role ~ '^[a-z]+(-[a-z]+)*$'::text))
);
CREATE INDEX api_keys_unit ON public.api_keys USING btree (unit_code);
GRANT SELECT ON TABLE public.api_keys TO ledger_api;
GRANT SELECT ON TABLE public.api_keys TO ledger_app;
GRANT SELECT ON TABLE public.api_keys TO ledger_checker;
GRANT SELECT ON TABLE public.api_keys TO ledger_worker;
GRANT UPDATE (revoked_at) ON TABLE public.api_keys TO ledger_api;
GRANT UPDATE (revoked_at) ON TABLE public.api_keys TO ledger_app;

CREATE TABLE public.blacklist_listings_2 (
  listing_id uuid NOT NULL,
  subject_id text NOT NULL,
  ground text NOT NULL,
  status text NOT NULL,
  proposed_at bigint NOT NULL,
  "position" bigint NOT NULL,
  state jsonb NOT NULL,
  CONSTRAINT blacklist_listings_2_pkey PRIMARY KEY (listing_id)
);
CREATE INDEX blacklist_listings_2_status ON public.blacklist_listings_2 USING btree (status, proposed_at);
CREATE INDEX blacklist_listings_2_subject ON public.blacklist_listings_2 USING btree (subject_id);
GRANT SELECT ON TABLE public.blacklist_listings_2 TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.blacklist_listings_2 TO ledger_app;
GRANT SELECT ON TABLE public.blacklist_listings_2 TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.blacklist_listings_2 TO ledger_worker;

CREATE TABLE public.body_rests (
  endpoint text NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  rests integer NOT NULL,
  CONSTRAINT body_rests_pkey PRIMARY KEY (endpoint)
);
GRANT SELECT ON TABLE public.body_rests TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.body_rests TO ledger_app;
GRANT SELECT ON TABLE public.body_rests TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.body_rests TO ledger_worker;

CREATE TABLE public.credit_calendar (
  subject_id text NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL,
  status text NOT NULL,
  score integer NOT NULL,
  grade text NOT NULL,
  points integer NOT NULL,
  listings integer NOT NULL,
  turns jsonb NOT NULL,
  CONSTRAINT credit_calendar_pkey PRIMARY KEY (subject_id, from_day)
);
CREATE INDEX credit_calendar_by_grade ON public.credit_calendar USING btree (grade, subject_id, from_day);
GRANT SELECT ON TABLE public.credit_calendar TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_calendar TO ledger_app;
GRANT SELECT ON TABLE public.credit_calendar TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_calendar TO ledger_worker;

CREATE TABLE public.credit_dossiers_2 (
  subject_id text NOT NULL,
  name text NOT NULL,
  "position" bigint NOT NULL,
  edition uuid NOT NULL,
  head jsonb NOT NULL,
  CONSTRAINT credit_dossiers_2_pkey PRIMARY KEY (subject_id)
);
GRANT SELECT ON TABLE public.credit_dossiers_2 TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_dossiers_2 TO ledger_app;
GRANT SELECT ON TABLE public.credit_dossiers_2 TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_dossiers_2 TO ledger_worker;

CREATE TABLE public.credit_papers (
  subject_id text NOT NULL,
  paper text NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL,
  facts jsonb NOT NULL,
  CONSTRAINT credit_papers_pkey PRIMARY KEY (subject_id, paper)
);
CREATE INDEX credit_papers_by_end ON public.credit_papers USING btree (subject_id, until_day);
GRANT SELECT ON TABLE public.credit_papers TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_papers TO ledger_app;
GRANT SELECT ON TABLE public.credit_papers TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_papers TO ledger_worker;

CREATE TABLE public.credit_repairs (
  repair_id uuid NOT NULL,
  subject_id text NOT NULL,
  status text NOT NULL,
  applied_at bigint NOT NULL,
  "position" bigint NOT NULL,
  state jsonb NOT NULL,
  CONSTRAINT credit_repairs_pkey PRIMARY KEY (repair_id)
);
CREATE INDEX credit_repairs_status ON public.credit_repairs USING btree (status, applied_at);
CREATE INDEX credit_repairs_subject ON public.credit_repairs USING btree (subject_id);
GRANT SELECT ON TABLE public.credit_repairs TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_repairs TO ledger_app;
GRANT SELECT ON TABLE public.credit_repairs TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.credit_repairs TO ledger_worker;

CREATE TABLE public.discrepancies (
  discrepancy_id uuid NOT NULL,
  reconciliation_id uuid NOT NULL,
  difference text NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  push_id uuid,
  about text,
  receipt_number text,
  reason text,
  resolved_on date,
  found_at bigint NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT discrepancies_pkey PRIMARY KEY (discrepancy_id)
);
CREATE INDEX discrepancies_of_reconciliation ON public.discrepancies USING btree (reconciliation_id, found_at);
GRANT SELECT ON TABLE public.discrepancies TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.discrepancies TO ledger_app;
GRANT SELECT ON TABLE public.discrepancies TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.discrepancies TO ledger_worker;

CREATE TABLE public.due_work (
  stream text NOT NULL,
  procedure text NOT NULL,
  subject_id text,
  unit_code text,
  next_due date,
  ledger_due date,
  waits_for text,
  dues jsonb NOT NULL,
  state jsonb NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT due_work_pkey PRIMARY KEY (stream)
);
CREATE INDEX due_work_ledger ON public.due_work USING btree (ledger_due) WHERE (ledger_due IS NOT NULL);
CREATE INDEX due_work_next ON public.due_work USING btree (next_due, stream) WHERE (next_due IS NOT NULL);
CREATE INDEX due_work_waiting ON public.due_work USING btree (waits_for) WHERE (waits_for IS NOT NULL);
GRANT SELECT ON TABLE public.due_work TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.due_work TO ledger_app;
GRANT SELECT ON TABLE public.due_work TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.due_work TO ledger_worker;

CREATE TABLE public.due_work_rounds (
  policy text NOT NULL,
  came_at timestamp with time zone NOT NULL,
  day date NOT NULL,
  CONSTRAINT due_work_rounds_pkey PRIMARY KEY (policy)
);
GRANT SELECT ON TABLE public.due_work_rounds TO ledger_api;
GRANT INSERT, SELECT, UPDATE ON TABLE public.due_work_rounds TO ledger_app;
GRANT SELECT ON TABLE public.due_work_rounds TO ledger_checker;
GRANT INSERT, SELECT, UPDATE ON TABLE public.due_work_rounds TO ledger_worker;

CREATE TABLE public.due_work_tries (
  stream text NOT NULL,
  attempts integer NOT NULL,
  "position" bigint NOT NULL,
  next_try timestamp with time zone NOT NULL,
  code text,
  facts jsonb,
  reason text,
  tried_at timestamp with time zone NOT NULL,
  CONSTRAINT due_work_tries_pkey PRIMARY KEY (stream)
);
CREATE INDEX due_work_tries_refused ON public.due_work_tries USING btree (stream) WHERE (code IS NOT NULL);
GRANT SELECT ON TABLE public.due_work_tries TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.due_work_tries TO ledger_app;
GRANT SELECT ON TABLE public.due_work_tries TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.due_work_tries TO ledger_worker;

CREATE TABLE public.ledger_migrations (
  id integer DEFAULT nextval('public.ledger_migrations_id_seq'::regclass) NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_315e1702b8ff74055a4e1e03a80" PRIMARY KEY (id)
);
GRANT SELECT ON TABLE public.ledger_migrations TO ledger_api;
GRANT SELECT ON TABLE public.ledger_migrations TO ledger_checker;
GRANT SELECT ON TABLE public.ledger_migrations TO ledger_sealer;
GRANT SELECT ON TABLE public.ledger_migrations TO ledger_worker;

CREATE TABLE public.person_keys (
  key_id uuid NOT NULL,
  person_id uuid NOT NULL,
  generation integer NOT NULL,
  master_key_id text NOT NULL,
  wrapped_key bytea,
  made_at timestamp with time zone DEFAULT now() NOT NULL,
  destroyed_at timestamp with time zone,
  destroyed_by text,
  destroyed_for text,
  destroyed_by_event uuid,
  CONSTRAINT person_keys_pkey PRIMARY KEY (key_id),
  CONSTRAINT person_keys_check CHECK (((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))),
  CONSTRAINT person_keys_check1 CHECK (((destroyed_at IS NULL) = (destroyed_by_event IS NULL))),
  CONSTRAINT person_keys_generation_check CHECK ((generation > 0)),
  CONSTRAINT person_keys_person_id_generation_key UNIQUE (person_id, generation)
) WITH (autovacuum_vacuum_threshold=0, autovacuum_vacuum_scale_factor=0);
GRANT INSERT, SELECT ON TABLE public.person_keys TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.person_keys TO ledger_app;
GRANT SELECT ON TABLE public.person_keys TO ledger_checker;
GRANT INSERT, SELECT ON TABLE public.person_keys TO ledger_worker;
GRANT UPDATE (wrapped_key) ON TABLE public.person_keys TO ledger_api;
GRANT UPDATE (wrapped_key) ON TABLE public.person_keys TO ledger_app;
GRANT UPDATE (wrapped_key) ON TABLE public.person_keys TO ledger_worker;
GRANT UPDATE (destroyed_at) ON TABLE public.person_keys TO ledger_api;
GRANT UPDATE (destroyed_at) ON TABLE public.person_keys TO ledger_app;
GRANT UPDATE (destroyed_at) ON TABLE public.person_keys TO ledger_worker;
GRANT UPDATE (destroyed_by) ON TABLE public.person_keys TO ledger_api;
GRANT UPDATE (destroyed_by) ON TABLE public.person_keys TO ledger_app;
GRANT UPDATE (destroyed_by) ON TABLE public.person_keys TO ledger_worker;
GRANT UPDATE (destroyed_for) ON TABLE public.person_keys TO ledger_api;
GRANT UPDATE (destroyed_for) ON TABLE public.person_keys TO ledger_app;
GRANT UPDATE (destroyed_for) ON TABLE public.person_keys TO ledger_worker;
GRANT UPDATE (destroyed_by_event) ON TABLE public.person_keys TO ledger_api;
GRANT UPDATE (destroyed_by_event) ON TABLE public.person_keys TO ledger_app;
GRANT UPDATE (destroyed_by_event) ON TABLE public.person_keys TO ledger_worker;

CREATE TABLE public.personal_master_keys (
  master_key_id text NOT NULL,
  first_used_at timestamp with time zone DEFAULT now() NOT NULL,
  matches boolean DEFAULT true NOT NULL,
  CONSTRAINT personal_master_keys_pkey PRIMARY KEY (master_key_id)
);
CREATE UNIQUE INDEX personal_master_keys_one_matches ON public.personal_master_keys USING btree (matches) WHERE matches;
GRANT INSERT, SELECT ON TABLE public.personal_master_keys TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.personal_master_keys TO ledger_app;
GRANT SELECT ON TABLE public.personal_master_keys TO ledger_checker;
GRANT INSERT, SELECT ON TABLE public.personal_master_keys TO ledger_worker;

CREATE TABLE public.projection_checkpoints (
  name text NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  caught_up_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  stopped_by text,
  events_read bigint DEFAULT 0 NOT NULL,
  CONSTRAINT projection_checkpoints_pkey PRIMARY KEY (name)
);
GRANT SELECT ON TABLE public.projection_checkpoints TO ledger_api;
GRANT INSERT, SELECT, UPDATE ON TABLE public.projection_checkpoints TO ledger_app;
GRANT SELECT ON TABLE public.projection_checkpoints TO ledger_checker;
GRANT SELECT ON TABLE public.projection_checkpoints TO ledger_rebuild;
GRANT INSERT, SELECT, UPDATE ON TABLE public.projection_checkpoints TO ledger_worker;

CREATE TABLE public.projection_differences (
  projection text NOT NULL,
  subject_id text,
  "position" bigint NOT NULL,
  found_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT projection_differences_projection_subject_id_key UNIQUE NULLS NOT DISTINCT (projection, subject_id)
);
GRANT SELECT ON TABLE public.projection_differences TO ledger_api;
GRANT DELETE, INSERT, SELECT ON TABLE public.projection_differences TO ledger_checker;
GRANT SELECT ON TABLE public.projection_differences TO ledger_worker;

CREATE TABLE public.projection_equality_checks (
  projection text NOT NULL,
  table_name text NOT NULL,
  checked_on date NOT NULL,
  checked_at timestamp with time zone DEFAULT now() NOT NULL,
  "position" bigint NOT NULL,
  live_rows bigint NOT NULL,
  replayed_rows bigint NOT NULL,
  live_hash text NOT NULL,
  replayed_hash text NOT NULL,
  took_ms integer NOT NULL,
  CONSTRAINT projection_equality_checks_pkey PRIMARY KEY (projection, table_name, checked_on, checked_at)
);
GRANT SELECT ON TABLE public.projection_equality_checks TO ledger_api;
GRANT SELECT ON TABLE public.projection_equality_checks TO ledger_app;
GRANT INSERT, SELECT ON TABLE public.projection_equality_checks TO ledger_checker;
GRANT SELECT ON TABLE public.projection_equality_checks TO ledger_worker;

CREATE TABLE public.projection_held_events (
  projection text NOT NULL,
  subject_id text NOT NULL,
  "position" bigint NOT NULL,
  after_position bigint NOT NULL,
  CONSTRAINT projection_held_events_pkey PRIMARY KEY (projection, subject_id, "position")
);
GRANT SELECT ON TABLE public.projection_held_events TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.projection_held_events TO ledger_app;
GRANT SELECT ON TABLE public.projection_held_events TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.projection_held_events TO ledger_worker;

CREATE TABLE public.projection_rebuilds (
  projection text NOT NULL,
  state text NOT NULL,
  "position" bigint DEFAULT 0 NOT NULL,
  events_read bigint DEFAULT 0 NOT NULL,
  held_back jsonb DEFAULT '{}'::jsonb NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT projection_rebuilds_pkey PRIMARY KEY (projection),
  CONSTRAINT projection_rebuilds_state_check CHECK ((state = ANY (ARRAY['building'::text, 'built'::text, 'replaced'::text])))
);
GRANT SELECT ON TABLE public.projection_rebuilds TO ledger_api;
GRANT SELECT ON TABLE public.projection_rebuilds TO ledger_app;
GRANT SELECT ON TABLE public.projection_rebuilds TO ledger_checker;
GRANT SELECT, UPDATE ON TABLE public.projection_rebuilds TO ledger_rebuild;
GRANT SELECT ON TABLE public.projection_rebuilds TO ledger_worker;

CREATE TABLE public.projection_stopped_subjects (
  projection text NOT NULL,
  subject_id text NOT NULL,
  "position" bigint NOT NULL,
  reason text NOT NULL,
  stopped_at timestamp with time zone DEFAULT now() NOT NULL,
  resume_asked_at timestamp with time zone,
  tried_at timestamp with time zone,
  CONSTRAINT projection_stopped_subjects_pkey PRIMARY KEY (projection, subject_id)
);
GRANT SELECT ON TABLE public.projection_stopped_subjects TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.projection_stopped_subjects TO ledger_app;
GRANT SELECT ON TABLE public.projection_stopped_subjects TO ledger_checker;
GRANT SELECT ON TABLE public.projection_stopped_subjects TO ledger_rebuild;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.projection_stopped_subjects TO ledger_worker;

CREATE TABLE public.push_attempts (
  push_id uuid NOT NULL,
  attempt integer NOT NULL,
  ended_at timestamp with time zone DEFAULT now() NOT NULL,
  took_ms integer NOT NULL,
  outcome text NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT push_attempts_pkey PRIMARY KEY (push_id, attempt),
  CONSTRAINT push_attempts_outcome CHECK ((outcome = ANY (ARRAY['acknowledged'::text, 'rejected'::text, 'sent'::text, 'processing'::text, 'failed'::text, 'unreadable'::text, 'lost'::text, 'dead'::text, 'held'::text, 'overtaken'::text, 'mended'::text, 'nothing-there'::text])))
);
GRANT SELECT ON TABLE public.push_attempts TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.push_attempts TO ledger_app;
GRANT SELECT ON TABLE public.push_attempts TO ledger_checker;
GRANT INSERT, SELECT ON TABLE public.push_attempts TO ledger_worker;

CREATE TABLE public.push_deadlines (
  stream text NOT NULL,
  procedure text NOT NULL,
  subject_id text NOT NULL,
  unit_code text,
  next_due date,
  waits_for text,
  dues jsonb NOT NULL,
  endpoint text NOT NULL,
  due_on date,
  acknowledged_on date,
  state jsonb NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT push_deadlines_pkey PRIMARY KEY (stream)
);
CREATE INDEX push_deadlines_next ON public.push_deadlines USING btree (next_due, stream) WHERE (next_due IS NOT NULL);
CREATE INDEX push_deadlines_of_body ON public.push_deadlines USING btree (endpoint, due_on) INCLUDE (acknowledged_on) WHERE (due_on IS NOT NULL);
CREATE INDEX push_deadlines_waiting ON public.push_deadlines USING btree (endpoint, waits_for, stream) WHERE (waits_for IS NOT NULL);
GRANT SELECT ON TABLE public.push_deadlines TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.push_deadlines TO ledger_app;
GRANT SELECT ON TABLE public.push_deadlines TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.push_deadlines TO ledger_worker;

CREATE TABLE public.pushes (
  push_id uuid NOT NULL,
  endpoint text NOT NULL,
  event_id uuid NOT NULL,
  "position" bigint NOT NULL,
  subject_id text NOT NULL,
  revision integer NOT NULL,
  kind text NOT NULL,
  document jsonb NOT NULL,
  enqueued_at timestamp with time zone DEFAULT now() NOT NULL,
  status text DEFAULT 'waiting'::text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  lease_id uuid,
  settled_at timestamp with time zone,
  receipt_number text,
  received_at timestamp with time zone,
  refusal_code text,
  key text NOT NULL,
  lane text NOT NULL,
  reference text,
  sent_at timestamp with time zone,
  redrives integer DEFAULT 0 NOT NULL,
  unreadable integer DEFAULT 0 NOT NULL,
  dead_because text,
  part integer DEFAULT 0 NOT NULL,
  stream text,
  effect text NOT NULL,
  turn boolean DEFAULT false NOT NULL,
  in_doubt boolean DEFAULT false NOT NULL,
  unchecked boolean DEFAULT false NOT NULL,
  overtaken_by uuid,
  published_on date,
  held_as text,
  waits_for uuid,
  waits_for_body text,
  sent_by text,
  CONSTRAINT pushes_pkey PRIMARY KEY (push_id),
  CONSTRAINT pushes_acknowledged CHECK (((status = ANY (ARRAY['acknowledged'::text, 'withdrawn'::text, 'corrected'::text, 'ended'::text])) = ((receipt_number IS NOT NULL) AND (received_at IS NOT NULL)))),
  CONSTRAINT pushes_dead CHECK (((status <> 'dead'::text) OR (dead_because IS NOT NULL))),
  CONSTRAINT pushes_effect CHECK ((effect = ANY (ARRAY['states'::text, 'replaces'::text, 'withdraws'::text, 'ends'::text, 'notes'::text, 'amends'::text, 'restores'::text]))),
  CONSTRAINT pushes_once UNIQUE (event_id, endpoint, part),
  CONSTRAINT pushes_overtaken CHECK (
CASE status
    WHEN 'mended'::text THEN (overtaken_by IS NOT NULL)
    WHEN 'overtaken'::text THEN true
    ELSE (overtaken_by IS NULL)
END),
  CONSTRAINT pushes_part_check CHECK ((part >= 0)),
  CONSTRAINT pushes_rejected CHECK (((status <> 'rejected'::text) OR (refusal_code IS NOT NULL))),
  CONSTRAINT pushes_sent CHECK (((status <> ALL (ARRAY['sent'::text, 'processing'::text])) OR ((reference IS NOT NULL) AND (sent_at IS NOT NULL)))),
  CONSTRAINT pushes_settled CHECK (((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'processing'::text])) = (settled_at IS NULL))),
  CONSTRAINT pushes_status CHECK ((status = ANY (ARRAY['waiting'::text, 'held'::text, 'sent'::text, 'processing'::text, 'acknowledged'::text, 'rejected'::text, 'mended'::text, 'dead'::text, 'overtaken'::text, 'nothing-there'::text, 'withdrawn'::text, 'corrected'::text, 'ended'::text]))),
  CONSTRAINT pushes_waits_for CHECK (((waits_for IS NULL) = (waits_for_body IS NULL)))
);
CREATE INDEX pushes_of_lane ON public.pushes USING btree (endpoint, lane, "position", part);
CREATE INDEX pushes_to_ask ON public.pushes USING btree (endpoint, due_at) WHERE (status = ANY (ARRAY['sent'::text, 'processing'::text]));
CREATE INDEX pushes_turn ON public.pushes USING btree (endpoint, due_at, "position") WHERE turn;
CREATE INDEX pushes_unanswered ON public.pushes USING btree (endpoint, enqueued_at) WHERE (status = ANY (ARRAY['waiting'::text, 'sent'::text, 'processing'::text]));
CREATE INDEX pushes_unmended ON public.pushes USING btree (endpoint, settled_at) WHERE (status = 'rejected'::text);
CREATE INDEX pushes_waiting_for ON public.pushes USING btree (waits_for) WHERE ((waits_for IS NOT NULL) AND (status = 'waiting'::text));
GRANT SELECT ON TABLE public.pushes TO ledger_api;
GRANT INSERT, SELECT, UPDATE ON TABLE public.pushes TO ledger_app;
GRANT SELECT ON TABLE public.pushes TO ledger_checker;
GRANT INSERT, SELECT, UPDATE ON TABLE public.pushes TO ledger_worker;

CREATE TABLE public.reconciliations (
  reconciliation_id uuid NOT NULL,
  endpoint text NOT NULL,
  reconciled_on date NOT NULL,
  ended_at text NOT NULL,
  kinds jsonb NOT NULL,
  differences integer NOT NULL,
  named integer NOT NULL,
  closed_on date,
  remark text,
  opened_at bigint NOT NULL,
  "position" bigint NOT NULL,
  fed_by text,
  continues uuid,
  CONSTRAINT reconciliations_pkey PRIMARY KEY (reconciliation_id)
);
CREATE INDEX reconciliations_newest ON public.reconciliations USING btree (opened_at);
CREATE INDEX reconciliations_of_body ON public.reconciliations USING btree (endpoint, reconciled_on);
GRANT SELECT ON TABLE public.reconciliations TO ledger_api;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.reconciliations TO ledger_app;
GRANT SELECT ON TABLE public.reconciliations TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.reconciliations TO ledger_worker;

CREATE TABLE public.schema_generation (
  oldest integer NOT NULL,
  only_row boolean DEFAULT true NOT NULL,
  CONSTRAINT schema_generation_pkey PRIMARY KEY (only_row),
  CONSTRAINT schema_generation_oldest_check CHECK ((oldest > 0)),
  CONSTRAINT schema_generation_only_row_check CHECK (only_row)
);
GRANT SELECT ON TABLE public.schema_generation TO ledger_api;
GRANT SELECT ON TABLE public.schema_generation TO ledger_app;
GRANT SELECT ON TABLE public.schema_generation TO ledger_checker;
GRANT SELECT ON TABLE public.schema_generation TO ledger_sealer;
GRANT SELECT ON TABLE public.schema_generation TO ledger_worker;

CREATE TABLE public.seal_checkpoints (
  tree_size bigint NOT NULL,
  key_id text NOT NULL,
  signed_at timestamp(3) with time zone NOT NULL,
  note text NOT NULL,
  CONSTRAINT seal_checkpoints_pkey PRIMARY KEY (tree_size, key_id)
);
GRANT SELECT ON TABLE public.seal_checkpoints TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.seal_checkpoints TO ledger_app;
GRANT SELECT ON TABLE public.seal_checkpoints TO ledger_checker;
GRANT INSERT, SELECT ON TABLE public.seal_checkpoints TO ledger_sealer;
GRANT SELECT ON TABLE public.seal_checkpoints TO ledger_worker;

CREATE TABLE public.seal_keys (
  vkey text NOT NULL,
  first_used_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT seal_keys_pkey PRIMARY KEY (vkey)
);
GRANT SELECT ON TABLE public.seal_keys TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.seal_keys TO ledger_app;
GRANT SELECT ON TABLE public.seal_keys TO ledger_checker;
GRANT INSERT, SELECT ON TABLE public.seal_keys TO ledger_sealer;
GRANT SELECT ON TABLE public.seal_keys TO ledger_worker;

CREATE TABLE public.seal_state (
  only_row boolean DEFAULT true NOT NULL,
  tree_size bigint DEFAULT 0 NOT NULL,
  last_position bigint DEFAULT 0 NOT NULL,
  caught_up_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  stopped_by text,
  alarm text,
  looked_at timestamp with time zone,
  CONSTRAINT seal_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT seal_state_is_one_row CHECK (only_row)
);
GRANT SELECT ON TABLE public.seal_state TO ledger_api;
GRANT SELECT, UPDATE ON TABLE public.seal_state TO ledger_app;
GRANT SELECT ON TABLE public.seal_state TO ledger_checker;
GRANT SELECT, UPDATE ON TABLE public.seal_state TO ledger_sealer;
GRANT SELECT ON TABLE public.seal_state TO ledger_worker;

CREATE TABLE public.seal_tiles (
  level integer NOT NULL,
  number bigint NOT NULL,
  hashes bytea STORAGE EXTERNAL NOT NULL,
  positions bigint[],
  first_position bigint GENERATED ALWAYS AS (positions[1]) STORED,
  CONSTRAINT seal_tiles_pkey PRIMARY KEY (level, number),
  CONSTRAINT seal_tiles_positions CHECK (
CASE
    WHEN (level = 0) THEN (cardinality(positions) = (octet_length(hashes) / 32))
    ELSE (positions IS NULL)
END),
  CONSTRAINT seal_tiles_whole_hashes CHECK ((((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192)) AND ((octet_length(hashes) % 32) = 0)))
);
CREATE UNIQUE INDEX seal_tiles_first_position ON public.seal_tiles USING btree (first_position) WHERE (level = 0);
GRANT SELECT ON TABLE public.seal_tiles TO ledger_api;
GRANT INSERT, SELECT, UPDATE ON TABLE public.seal_tiles TO ledger_app;
GRANT SELECT ON TABLE public.seal_tiles TO ledger_checker;
GRANT INSERT, SELECT, UPDATE ON TABLE public.seal_tiles TO ledger_sealer;
GRANT SELECT ON TABLE public.seal_tiles TO ledger_worker;

CREATE TABLE public.subject_history_5 (
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
  CONSTRAINT subject_history_5_pkey PRIMARY KEY (subject_id, "position")
);
GRANT SELECT ON TABLE public.subject_history_5 TO ledger_api;
GRANT SELECT ON TABLE public.subject_history_5 TO ledger_checker;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.subject_history_5 TO ledger_worker;

CREATE TABLE public.access_records (
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  key_fingerprint text NOT NULL,
  holder text NOT NULL,
  unit_code text NOT NULL,
  role text NOT NULL,
  route text NOT NULL,
  subject_id text,
  item_id text,
  purpose text,
  status text,
  "position" bigint,
  request_id text NOT NULL,
  CONSTRAINT access_records_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX access_records_holder ON ONLY public.access_records USING btree (holder, at, id);
CREATE INDEX access_records_subject ON ONLY public.access_records USING btree (subject_id, at, id);
GRANT INSERT, SELECT ON TABLE public.access_records TO ledger_api;
GRANT INSERT, SELECT ON TABLE public.access_records TO ledger_app;

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
  actor_key text,
  CONSTRAINT ledger_events_pkey PRIMARY KEY ("position"),
  CONSTRAINT ledger_events_position_counts_from_1 CHECK (("position" > 0)),
  CONSTRAINT ledger_events_revision_counts_from_0 CHECK ((revision >= 0))
) PARTITION BY RANGE ("position");
GRANT SELECT ON TABLE public.ledger_events TO ledger_api;
GRANT SELECT ON TABLE public.ledger_events TO ledger_app;
GRANT SELECT ON TABLE public.ledger_events TO ledger_checker;
GRANT SELECT ON TABLE public.ledger_events TO ledger_rebuild;
GRANT SELECT ON TABLE public.ledger_events TO ledger_sealer;
GRANT SELECT ON TABLE public.ledger_events TO ledger_worker;

CREATE TABLE public.ledger_events_0 PARTITION OF public.ledger_events (
  CONSTRAINT ledger_events_0_event_id UNIQUE (event_id),
  CONSTRAINT ledger_events_0_stream_revision UNIQUE (stream, revision)
) FOR VALUES FROM ('0') TO ('5000000');
GRANT SELECT ON TABLE public.ledger_events_0 TO ledger_app;

CREATE TABLE public.ledger_events_1 PARTITION OF public.ledger_events (
  CONSTRAINT ledger_events_1_event_id UNIQUE (event_id),
  CONSTRAINT ledger_events_1_stream_revision UNIQUE (stream, revision)
) FOR VALUES FROM ('5000000') TO ('10000000');
GRANT SELECT ON TABLE public.ledger_events_1 TO ledger_app;

-- Sequences that go with a column

ALTER SEQUENCE public.ledger_migrations_id_seq OWNED BY public.ledger_migrations.id;

-- Foreign keys, and checks that not every row keeps

ALTER TABLE public.ledger_events ADD CONSTRAINT ledger_events_true_when_recorded CHECK ((occurred_on <= ((recorded_at AT TIME ZONE '08:00:00'::interval))::date)) NOT VALID;

ALTER TABLE public.projection_held_events ADD CONSTRAINT projection_held_events_projection_subject_id_fkey FOREIGN KEY (projection, subject_id) REFERENCES public.projection_stopped_subjects(projection, subject_id) ON DELETE CASCADE;

ALTER TABLE public.push_attempts ADD CONSTRAINT push_attempts_push_id_fkey FOREIGN KEY (push_id) REFERENCES public.pushes(push_id);

-- Functions

CREATE OR REPLACE FUNCTION public.append_events(streams text[], revisions bigint[], event_ids uuid[], types text[], type_versions integer[], subject_ids text[], occurred_ons date[], actor_names text[], actor_unit_names text[], actor_unit_codes text[], actor_roles text[], actor_keys text[], command_ids uuid[], cause_ids uuid[], request_ids text[], datas bytea[], continued_streams text[], continued_revisions bigint[])
 RETURNS bigint[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
REVOKE ALL ON ROUTINE public.append_events(text[],bigint[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[],text[],bigint[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.append_events(text[],bigint[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[],text[],bigint[]) TO ledger_api;
GRANT EXECUTE ON ROUTINE public.append_events(text[],bigint[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[],text[],bigint[]) TO ledger_app;
GRANT EXECUTE ON ROUTINE public.append_events(text[],bigint[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[],text[],bigint[]) TO ledger_worker;

CREATE OR REPLACE FUNCTION public.append_judged_events(streams text[], expected bigint[], counts integer[], append_nos integer[], ordinals integer[], event_ids uuid[], types text[], type_versions integer[], subject_ids text[], occurred_ons date[], actor_names text[], actor_unit_names text[], actor_unit_codes text[], actor_roles text[], actor_keys text[], command_ids uuid[], cause_ids uuid[], request_ids text[], datas bytea[])
 RETURNS TABLE(append_no integer, outcome text, revision bigint, "position" bigint, recorded_at bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
REVOKE ALL ON ROUTINE public.append_judged_events(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.append_judged_events(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) TO ledger_api;
GRANT EXECUTE ON ROUTINE public.append_judged_events(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) TO ledger_app;
GRANT EXECUTE ON ROUTINE public.append_judged_events(text[],bigint[],integer[],integer[],integer[],uuid[],text[],integer[],text[],date[],text[],text[],text[],text[],text[],uuid[],uuid[],text[],bytea[]) TO ledger_worker;

CREATE OR REPLACE FUNCTION public.append_one_event(stream text, revision bigint, event_id uuid, type text, type_version integer, subject_id text, occurred_on date, actor_name text, actor_unit_name text, actor_unit_code text, actor_role text, actor_key text, command_id uuid, cause_id uuid, request_id text, data bytea)
 RETURNS bigint[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
REVOKE ALL ON ROUTINE public.append_one_event(text,bigint,uuid,text,integer,text,date,text,text,text,text,text,uuid,uuid,text,bytea) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.append_one_event(text,bigint,uuid,text,integer,text,date,text,text,text,text,text,uuid,uuid,text,bytea) TO ledger_api;
GRANT EXECUTE ON ROUTINE public.append_one_event(text,bigint,uuid,text,integer,text,date,text,text,text,text,text,uuid,uuid,text,bytea) TO ledger_app;
GRANT EXECUTE ON ROUTINE public.append_one_event(text,bigint,uuid,text,integer,text,date,text,text,text,text,text,uuid,uuid,text,bytea) TO ledger_worker;

CREATE OR REPLACE FUNCTION public.keep_api_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR to_jsonb(NEW) - '{revoked_at,fingerprint}'::text[] <> to_jsonb(OLD) - '{revoked_at,fingerprint}'::text[] THEN
    RAISE EXCEPTION 'api-keys-are-only-revoked: this change of % is refused', OLD.fingerprint
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$function$;
GRANT EXECUTE ON ROUTINE public.keep_api_key() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.keep_person_key_destroyed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.destroyed_at IS NOT NULL
     OR (NEW.wrapped_key IS NOT NULL AND NEW.master_key_id = OLD.master_key_id)
     OR (NEW.wrapped_key IS NULL AND NEW.master_key_id <> OLD.master_key_id)
     OR (NEW.key_id, NEW.person_id, NEW.generation, NEW.made_at) <> (OLD.key_id, OLD.person_id, OLD.generation, OLD.made_at) THEN
    RAISE EXCEPTION 'person-keys-are-only-destroyed: this change of % is refused', OLD.key_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$function$;
GRANT EXECUTE ON ROUTINE public.keep_person_key_destroyed() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.log_partition_of(place bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (place / 5000000);
GRANT EXECUTE ON ROUTINE public.log_partition_of(bigint) TO PUBLIC;

CREATE OR REPLACE FUNCTION public.log_partition_start(number bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (number * 5000000);
GRANT EXECUTE ON ROUTINE public.log_partition_start(bigint) TO PUBLIC;

CREATE OR REPLACE FUNCTION public.make_log_partition(number bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  partition text := format('ledger_events_%s', number);
BEGIN
  IF to_regclass('public.' || partition) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.ledger_events INCLUDING ALL)', partition);
  EXECUTE format('ALTER TABLE public.%1$I ADD CONSTRAINT %2$I UNIQUE (stream, revision), ADD CONSTRAINT %3$I UNIQUE (event_id)',
                 partition, partition || '_stream_revision', partition || '_event_id');
  EXECUTE format('CREATE TRIGGER ledger_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I '
                 'FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', partition);
  EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', partition);
  EXECUTE format('GRANT SELECT ON public.%I TO ledger_app', partition);
  -- Attached last: whoever sees it as a part of the log sees it whole. Writers and readers are not stopped by this.
  EXECUTE format('ALTER TABLE public.ledger_events ATTACH PARTITION public.%I FOR VALUES FROM (%s) TO (%s)',
                 partition, public.log_partition_start(number), public.log_partition_start(number + 1));
END
$function$;
REVOKE ALL ON ROUTINE public.make_log_partition(bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.open_access_month(some_time timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  first date := date_trunc('month', some_time AT TIME ZONE 'UTC')::date;
  partition text := format('access_records_%s', to_char(first, 'YYYY_MM'));
BEGIN
  IF to_regclass('public.' || partition) IS NOT NULL THEN RETURN; END IF;
  IF first < '2000-01-01' OR first > '2199-12-01' THEN
    RAISE EXCEPTION 'access-month-invalid: %', first USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM pg_advisory_xact_lock(7221063042);
  -- Asked of the catalog itself: to_regclass() may remember that there was none before somebody else made it.
  IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'public'::regnamespace) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.access_records INCLUDING ALL)', partition);
  EXECUTE format('CREATE TRIGGER access_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I '
                 'FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', partition);
  EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', partition);
  -- Attached last: whoever sees it as a part of the whole sees it complete. Writers and readers are not stopped by this.
  EXECUTE format('ALTER TABLE public.access_records ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition,
                 first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
END
$function$;
REVOKE ALL ON ROUTINE public.open_access_month(timestamp with time zone) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.open_access_month(timestamp with time zone) TO ledger_api;
GRANT EXECUTE ON ROUTINE public.open_access_month(timestamp with time zone) TO ledger_app;

CREATE OR REPLACE FUNCTION public.open_log_partition(number bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM public.make_log_partition(number + 1);
  EXECUTE format('CREATE OR REPLACE VIEW public.ledger_events_open AS SELECT * FROM public.%I', format('ledger_events_%s', number));
  REVOKE ALL ON public.ledger_events_open FROM PUBLIC;
END
$function$;
REVOKE ALL ON ROUTINE public.open_log_partition(bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.pass_turn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;
GRANT EXECUTE ON ROUTINE public.pass_turn() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.push_is_open(status text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (status = ANY (ARRAY['waiting'::text, 'held'::text, 'sent'::text, 'processing'::text, 'rejected'::text, 'dead'::text]));
GRANT EXECUTE ON ROUTINE public.push_is_open(text) TO PUBLIC;

CREATE OR REPLACE FUNCTION public.receipt_is_to_come(of_push uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  WITH RECURSIVE told AS (
    SELECT status, overtaken_by FROM public.pushes WHERE push_id = of_push
    UNION ALL
    SELECT later.status, later.overtaken_by FROM told JOIN public.pushes AS later ON later.push_id = told.overtaken_by WHERE told.status = 'mended'
  )
  SELECT count(*) = 0 OR bool_or(public.push_is_open(status)) FROM told
$function$;
GRANT EXECUTE ON ROUTINE public.receipt_is_to_come(uuid) TO PUBLIC;

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

CREATE OR REPLACE FUNCTION public.refuse_unsealing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;
GRANT EXECUTE ON ROUTINE public.refuse_unsealing() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.release_who_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  told uuid;
BEGIN
  IF EXISTS (SELECT FROM public.pushes WHERE waits_for IS NOT NULL AND status = 'waiting') THEN
    FOR told IN SELECT push_id FROM public.pushes WHERE endpoint = NEW.endpoint AND lane = NEW.lane LOOP
      UPDATE public.pushes SET due_at = '-infinity' WHERE waits_for = told AND status = 'waiting' AND lease_id IS NULL;
    END LOOP;
  END IF;
  RETURN NULL;
END $function$;
GRANT EXECUTE ON ROUTINE public.release_who_waits() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.take_turn_when_queued()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;
GRANT EXECUTE ON ROUTINE public.take_turn_when_queued() TO PUBLIC;

CREATE OR REPLACE FUNCTION public.take_turn_when_standing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;
GRANT EXECUTE ON ROUTINE public.take_turn_when_standing() TO PUBLIC;

-- Views

CREATE VIEW public.ledger_events_open AS
 SELECT "position",
    stream,
    revision,
    event_id,
    type,
    type_version,
    subject_id,
    occurred_on,
    recorded_at,
    actor_name,
    actor_unit_name,
    actor_unit_code,
    actor_role,
    command_id,
    cause_id,
    request_id,
    data,
    actor_key
   FROM public.ledger_events_0;

-- Triggers

CREATE TRIGGER access_records_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.access_records FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER api_keys_not_removed BEFORE DELETE OR TRUNCATE ON public.api_keys FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER api_keys_only_revoked BEFORE UPDATE ON public.api_keys FOR EACH ROW EXECUTE FUNCTION public.keep_api_key();

CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_events_0 FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_events_1 FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER person_keys_not_removed BEFORE DELETE OR TRUNCATE ON public.person_keys FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER person_keys_only_destroyed BEFORE UPDATE ON public.person_keys FOR EACH ROW EXECUTE FUNCTION public.keep_person_key_destroyed();

CREATE TRIGGER pass_turn AFTER UPDATE OF status ON public.pushes FOR EACH ROW WHEN ((public.push_is_open(old.status) <> public.push_is_open(new.status))) EXECUTE FUNCTION public.pass_turn();

CREATE TRIGGER release_who_waits AFTER UPDATE OF status ON public.pushes FOR EACH ROW WHEN ((public.push_is_open(old.status) AND (NOT public.push_is_open(new.status)))) EXECUTE FUNCTION public.release_who_waits();

CREATE TRIGGER take_turn_when_queued BEFORE INSERT ON public.pushes FOR EACH ROW EXECUTE FUNCTION public.take_turn_when_queued();

CREATE TRIGGER take_turn_when_standing BEFORE UPDATE OF status ON public.pushes FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION public.take_turn_when_standing();

CREATE TRIGGER seal_checkpoints_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seal_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER seal_keys_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seal_keys FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER seal_tiles_only_grow BEFORE UPDATE ON public.seal_tiles FOR EACH ROW EXECUTE FUNCTION public.refuse_unsealing();

CREATE TRIGGER seal_tiles_stay BEFORE DELETE OR TRUNCATE ON public.seal_tiles FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

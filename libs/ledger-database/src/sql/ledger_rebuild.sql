-- The role that fills a read model anew. It reads the log and writes to tables of the schema `beside` that it was given, and to
-- nothing else: no push, no attempt to deliver one, no live read model, no event. The database refuses; no code has to remember.
DO $$
BEGIN
  CREATE ROLE ledger_rebuild NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- made for another database of this server
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT ledger_rebuild TO %I', current_user);
EXCEPTION WHEN unique_violation THEN
  NULL;
END
$$;
GRANT USAGE ON SCHEMA public TO ledger_rebuild;
GRANT SELECT ON ledger_events, projection_checkpoints, projection_stopped_subjects TO ledger_rebuild;
GRANT SELECT, UPDATE ON projection_rebuilds TO ledger_rebuild;

-- The role as which the application works. Roles belong to the whole server, so it may be there already.
DO $$
BEGIN
  CREATE ROLE ledger_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- made for another database of this server
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT ledger_app TO %I', current_user);
EXCEPTION WHEN unique_violation THEN
  NULL;
END
$$;
GRANT USAGE ON SCHEMA public TO ledger_app;

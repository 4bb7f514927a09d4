-- Who works on the database, each with what its work needs: the api answers, the worker fills read models and delivers, the sealer
-- seals, the checker says what the nightly comparison found. `ledger_app` may work as each of them: the login of a deployment
-- that tells them not apart. Roles belong to the whole server, so they may be there already.
DO $$
DECLARE
  made text;
BEGIN
  FOREACH made IN ARRAY ARRAY['ledger_api', 'ledger_worker', 'ledger_sealer', 'ledger_checker'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', made);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- made for another database of this server
    END;
    IF NOT pg_has_role('ledger_app', made, 'MEMBER') THEN
      BEGIN
        EXECUTE format('GRANT %I TO ledger_app', made);
      EXCEPTION WHEN unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END
$$;
GRANT USAGE ON SCHEMA public TO ledger_api, ledger_worker, ledger_sealer, ledger_checker;
-- Whether every migration was run, which a serving process asks and cannot mend.
GRANT SELECT ON ledger_migrations TO ledger_api, ledger_worker, ledger_sealer, ledger_checker;

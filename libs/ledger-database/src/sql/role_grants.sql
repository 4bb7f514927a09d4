-- The whole of what each role may do; test/database-roles.int.spec.ts shows the same table.
-- Everybody reads: keys are kept as hashes and wrapped keys, personal data encrypted.
GRANT SELECT ON ledger_events, api_keys, person_keys,
  blacklist_listings_2, credit_calendar, credit_dossiers_2, credit_papers, credit_repairs, subject_history_3,
  due_work, due_work_rounds, due_work_tries, pushes, push_attempts,
  projection_checkpoints, projection_equality_checks, projection_held_events, projection_rebuilds, projection_stopped_subjects,
  seal_state, seal_tiles, seal_checkpoints, seal_keys
  TO ledger_api, ledger_worker, ledger_checker;
GRANT SELECT ON ledger_events, seal_state, seal_tiles, seal_checkpoints, seal_keys TO ledger_sealer;
-- Api and worker give commands: events, keys of persons, the end of a key.
GRANT EXECUTE ON FUNCTION append_one_event, append_events, append_judged_events TO ledger_api, ledger_worker;
GRANT INSERT, UPDATE (wrapped_key, destroyed_at, destroyed_by, destroyed_for, destroyed_by_event) ON person_keys
  TO ledger_api, ledger_worker;
GRANT UPDATE (revoked_at) ON api_keys TO ledger_api;
-- The worker fills read models, finds due work and delivers.
GRANT INSERT, UPDATE, DELETE ON blacklist_listings_2, credit_calendar, credit_dossiers_2, credit_papers, credit_repairs,
  subject_history_3, due_work, due_work_tries, projection_held_events, projection_stopped_subjects TO ledger_worker;
GRANT INSERT, UPDATE ON due_work_rounds, projection_checkpoints, pushes TO ledger_worker;
GRANT INSERT ON push_attempts TO ledger_worker;
-- The sealer seals.
GRANT UPDATE ON seal_state TO ledger_sealer;
GRANT INSERT, UPDATE ON seal_tiles TO ledger_sealer;
GRANT INSERT ON seal_checkpoints, seal_keys TO ledger_sealer;
-- The checker alone says that a check was done, and which subjects cannot be answered because of it.
REVOKE INSERT ON projection_equality_checks FROM ledger_app;
GRANT INSERT ON projection_equality_checks TO ledger_checker;
GRANT SELECT ON projection_differences TO ledger_api, ledger_worker;
GRANT SELECT, INSERT, DELETE ON projection_differences TO ledger_checker;

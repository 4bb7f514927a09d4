-- Which master keys have wrapped keys of people here. Apart from `person_keys`, which is in no backup of the log: where that table has not been
-- brought back yet, another master key would seem to be as good, and people would no longer meet themselves.
CREATE TABLE personal_master_keys (
  master_key_id text        PRIMARY KEY,
  first_used_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO personal_master_keys (master_key_id) SELECT DISTINCT master_key_id FROM person_keys;

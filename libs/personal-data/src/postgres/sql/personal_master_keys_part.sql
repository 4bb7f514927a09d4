-- One key makes people comparable, for good; others wrap their keys, one after another. A build of before knows one for both, hence the default.
-- The oldest is the one that matches: no process started with another one since.
ALTER TABLE personal_master_keys ADD COLUMN matches boolean NOT NULL DEFAULT true;
UPDATE personal_master_keys SET matches = false
WHERE master_key_id <> (SELECT master_key_id FROM personal_master_keys ORDER BY first_used_at, master_key_id LIMIT 1);
CREATE UNIQUE INDEX personal_master_keys_one_matches ON personal_master_keys (matches) WHERE matches;

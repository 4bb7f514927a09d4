-- A key is known by its fingerprint, records for its own unit and for those named, and ends. The events ApiKeyIssued and ApiKeyRevoked say
-- what should stand here; ledger:verify compares.
ALTER TABLE api_keys
  ADD COLUMN fingerprint text NOT NULL GENERATED ALWAYS AS (left(key_hash, 16)) STORED,
  ADD COLUMN records_for text[] NOT NULL DEFAULT '{}', -- '*': every unit
  ADD COLUMN expires_on date, -- the last day, Asia/Shanghai
  ADD CONSTRAINT api_keys_fingerprint UNIQUE (fingerprint);
-- Keys from before could record for every unit, and feeds of several authorities rest on it: they keep that until they are replaced.
UPDATE api_keys SET records_for = '{*}';
CREATE INDEX api_keys_unit ON api_keys (unit_code);

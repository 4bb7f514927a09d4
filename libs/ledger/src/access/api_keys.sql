-- Keys of systems and people: only hashes. A key is revoked, never removed, so that an old actor can still be traced.
CREATE TABLE api_keys (
  key_hash    text        NOT NULL PRIMARY KEY,
  holder      text        NOT NULL, -- a person's or system's working name
  unit_name   text        NOT NULL,
  unit_code   text        NOT NULL,
  role        text        NOT NULL CHECK (role IN ('officer', 'approver', 'department', 'procurement', 'auditor', 'operator')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  revoked_at  timestamptz
);
GRANT SELECT ON api_keys TO ledger_app;

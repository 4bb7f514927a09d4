-- The other version of a read model's tables, in the schema `beside`: one being built, one ready to take over, or the one that
-- was replaced and is kept. At most one per read model.
CREATE TABLE projection_rebuilds (
  projection  text        NOT NULL PRIMARY KEY,
  state       text        NOT NULL CHECK (state IN ('building', 'built', 'replaced')),
  position    bigint      NOT NULL DEFAULT 0, -- every event up to here is in it, but for those held back
  events_read bigint      NOT NULL DEFAULT 0,
  -- Subjects whose events are not in it from a position on, {"subject": position}, as they stood still in the live one then.
  held_back   jsonb       NOT NULL DEFAULT '{}',
  since       timestamptz NOT NULL DEFAULT now() -- in this state
);
GRANT SELECT ON projection_rebuilds TO ledger_app;

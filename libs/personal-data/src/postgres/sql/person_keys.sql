-- The data key of each person whose text stands in the log, wrapped under the master key (which is not in the database).
-- Without its row here a person's text is unreadable everywhere, in the log, the read models, the outbox and their copies.
--
-- This table is never part of a backup of the log: a backup of it would bring destroyed keys back.
CREATE TABLE person_keys (
  key_id             uuid        PRIMARY KEY,
  -- Keyed hash over who it is; tells nobody who, without the master key.
  person_id          uuid        NOT NULL,
  -- 1, and one more after each destruction that was followed by a new paper.
  generation         integer     NOT NULL CHECK (generation > 0),
  master_key_id      text        NOT NULL,
  -- Null: destroyed. What is left of the row is the tombstone.
  wrapped_key        bytea,
  made_at            timestamptz NOT NULL DEFAULT now(),

  destroyed_at       timestamptz,
  destroyed_by       text,
  destroyed_for      text,
  destroyed_by_event uuid,

  UNIQUE (person_id, generation),
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL)),
  CHECK ((destroyed_at IS NULL) = (destroyed_by_event IS NULL))
) WITH (
  -- The row version with the key is to be overwritten soon after its destruction, not at the next big clean-up.
  autovacuum_vacuum_threshold = 0,
  autovacuum_vacuum_scale_factor = 0
);

-- The log: one row per recorded fact, never changed, never removed; partitioned by position, so that closed years can be
-- moved out whole. Positions are gapless and in commit order; the append functions are the only way in.
--
-- A partition holds its own UNIQUE (stream, revision) and UNIQUE (event_id): PostgreSQL cannot hold them over all partitions. The
-- append functions look into the older partitions themselves, under the writer lock.
CREATE TABLE ledger_events (
  position        bigint       NOT NULL,
  stream          text         NOT NULL,
  revision        bigint       NOT NULL,
  event_id        uuid         NOT NULL,
  type            text         NOT NULL,
  type_version    integer      NOT NULL,
  subject_id      text,
  occurred_on     date         NOT NULL, -- the day on paper, Asia/Shanghai
  recorded_at     timestamptz(3) NOT NULL, -- when we wrote it; never goes back along positions
  actor_name      text         NOT NULL,
  actor_unit_name text         NOT NULL,
  actor_unit_code text         NOT NULL,
  actor_role      text         NOT NULL,
  command_id      uuid         NOT NULL,
  cause_id        uuid,
  request_id      text         NOT NULL,
  data            bytea        NOT NULL, -- the exact bytes given; hashed, so never serialised again
  CONSTRAINT ledger_events_pkey PRIMARY KEY (position),
  CONSTRAINT ledger_events_position_counts_from_1 CHECK (position > 0),
  CONSTRAINT ledger_events_revision_counts_from_0 CHECK (revision >= 0)
) PARTITION BY RANGE (position);

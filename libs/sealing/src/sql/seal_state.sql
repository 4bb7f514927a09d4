-- How far the log is sealed: one row, changed in the same transaction as the tiles it stands for.
CREATE TABLE seal_state (
  only_row      boolean     NOT NULL DEFAULT true,
  tree_size     bigint      NOT NULL DEFAULT 0, -- entries sealed, numbered from 0
  last_position bigint      NOT NULL DEFAULT 0, -- position of the last of them
  caught_up_at  timestamptz NOT NULL DEFAULT '-infinity', -- everything visible at this moment is sealed
  stopped_by    text, -- why the sealer stands still; null while it runs
  CONSTRAINT seal_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT seal_state_is_one_row CHECK (only_row)
);
INSERT INTO seal_state DEFAULT VALUES;

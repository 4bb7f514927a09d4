-- The bodies that are left alone because they do not answer; one that answers again has no row. Written by the deliverer, whose breaker is in the
-- memory of its process: of several processes the one that spoke last.
CREATE TABLE body_rests (
  endpoint text        NOT NULL PRIMARY KEY,
  since    timestamptz NOT NULL, -- by the ledger's clock, like what is due
  until    timestamptz NOT NULL, -- then one message is sent as a probe
  rests    integer     NOT NULL  -- the how-manieth rest in a row, from 1
);

-- The Merkle tree in tiles (C2SP tlog-tiles): up to 256 hashes that lie side by side, of complete subtrees of height
-- 8 * level. Tiles of level 0 are the entries themselves and keep their positions, which may be sparse.
CREATE TABLE seal_tiles (
  level          integer  NOT NULL,
  number         bigint   NOT NULL, -- counted from 0 at each level
  hashes         bytea    NOT NULL, -- 32 bytes each
  positions      bigint[],          -- of the entries, level 0 only
  first_position bigint GENERATED ALWAYS AS (positions[1]) STORED,
  CONSTRAINT seal_tiles_pkey PRIMARY KEY (level, number),
  CONSTRAINT seal_tiles_whole_hashes CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  CONSTRAINT seal_tiles_positions CHECK (
    CASE WHEN level = 0 THEN cardinality(positions) = octet_length(hashes) / 32 ELSE positions IS NULL END
  )
);
-- From a position to its entry.
CREATE UNIQUE INDEX seal_tiles_first_position ON seal_tiles (first_position) WHERE level = 0;
-- Hashes do not compress; trying costs more than writing them.
ALTER TABLE seal_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

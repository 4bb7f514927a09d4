-- The oldest generation of the program that may work on this schema (`src/generation.ts`); one row. A migration that takes something away
-- raises it, so that a build which still needs it does not start. One that only adds leaves it: two builds serve beside each other then.
CREATE TABLE schema_generation (
  oldest     integer NOT NULL CHECK (oldest > 0),
  only_row   boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO schema_generation (oldest) VALUES (1);

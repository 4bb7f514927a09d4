-- The key under which the body holds the record, where it held it before it was told anything (`adopt.ts`); NULL: under `key`.
ALTER TABLE pushes ADD COLUMN held_as text;

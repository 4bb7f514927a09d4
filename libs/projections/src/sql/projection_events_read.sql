-- How many events a projection has read. Positions may have gaps on some engines, so a difference of positions is no count.
-- Until now there was one engine, and it counts from 1 without gaps.
ALTER TABLE projection_checkpoints ADD COLUMN events_read bigint NOT NULL DEFAULT 0;
UPDATE projection_checkpoints SET events_read = position;

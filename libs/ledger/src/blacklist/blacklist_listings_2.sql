-- Where every case of a listing stands: one row per case, folded from its events by the same code that decides on it.
-- Filled by blacklist-register-2: its notices say what an open defence window waits for. What is due stands in due_work.
CREATE TABLE blacklist_listings_2 (
  listing_id  uuid   NOT NULL PRIMARY KEY,
  subject_id   text   NOT NULL,
  ground       text   NOT NULL,
  status       text   NOT NULL,
  proposed_at  bigint NOT NULL, -- position: the order in which cases came up
  position     bigint NOT NULL, -- of the newest event in the row
  state        jsonb  NOT NULL
);
CREATE INDEX blacklist_listings_2_subject ON blacklist_listings_2 (subject_id);
CREATE INDEX blacklist_listings_2_status ON blacklist_listings_2 (status, proposed_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON blacklist_listings_2 TO ledger_app;

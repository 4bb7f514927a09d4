-- Where every case of a listing stands: one row per case, folded from its events by the same code that decides on it.
CREATE TABLE blacklist_listings (
  listing_id   uuid   NOT NULL PRIMARY KEY,
  subject_id   text   NOT NULL,
  ground       text   NOT NULL,
  status       text   NOT NULL,
  listed_until date, -- while listed: the first day off the list again
  proposed_at  bigint NOT NULL, -- position: the order in which cases came up
  position     bigint NOT NULL, -- of the newest event in the row
  state        jsonb  NOT NULL
);
CREATE INDEX blacklist_listings_subject ON blacklist_listings (subject_id);
CREATE INDEX blacklist_listings_status ON blacklist_listings (status, proposed_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON blacklist_listings TO ledger_app;

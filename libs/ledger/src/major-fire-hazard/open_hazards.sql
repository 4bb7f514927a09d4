-- Hazards that are not closed and not yet found overdue: what the daily sweep looks through.
CREATE TABLE open_hazards (
  hazard_id  uuid   NOT NULL PRIMARY KEY,
  rectify_by date   NOT NULL,
  position   bigint NOT NULL
);
CREATE INDEX open_hazards_rectify_by ON open_hazards (rectify_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON open_hazards TO ledger_app;

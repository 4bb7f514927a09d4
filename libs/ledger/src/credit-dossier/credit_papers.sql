-- One row per paper about a subject (a decision, a commitment, a hazard, a listing): the few facts about it, in log order, and
-- the days on which it may be held against anybody, from from_day up to, and not including, until_day.
CREATE TABLE credit_papers (
  subject_id text  NOT NULL,
  paper      text  NOT NULL,
  from_day   date  NOT NULL,
  until_day  date  NOT NULL,
  facts      jsonb NOT NULL,
  PRIMARY KEY (subject_id, paper)
);
-- What stands today is found among what ends later: a long history has ended for the most part.
CREATE INDEX credit_papers_by_end ON credit_papers (subject_id, until_day);
GRANT SELECT, INSERT, UPDATE, DELETE ON credit_papers TO ledger_app;

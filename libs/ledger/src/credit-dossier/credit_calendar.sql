-- Days of a subject with the same answer: every day there is stands in one row of it, from from_day up to, and not including,
-- until_day. A function of facts and rules, so nothing here is of today.
CREATE TABLE credit_calendar (
  subject_id text    NOT NULL,
  from_day   date    NOT NULL, -- -infinity: since ever
  until_day  date    NOT NULL, -- infinity: for good
  status     text    NOT NULL, -- listed, not-listed
  score      integer NOT NULL,
  grade      text    NOT NULL,
  points     integer NOT NULL, -- of all papers, without base, floor and cap
  listings   integer NOT NULL, -- on the list with outside effect so many times over
  turns      jsonb   NOT NULL, -- what begins or ends on from_day
  PRIMARY KEY (subject_id, from_day)
);
CREATE INDEX credit_calendar_by_grade ON credit_calendar (grade, subject_id, from_day);
GRANT SELECT, INSERT, UPDATE, DELETE ON credit_calendar TO ledger_app;

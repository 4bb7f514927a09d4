-- Who read what about whom, and when: one row for each subject that an answer showed. A row names a unit by its code and a person by the
-- id the ledger gave; never a name or a number of a person. Partitioned by the month of `at` (UTC), see open_access_month().
CREATE TABLE access_records (
  id uuid NOT NULL, -- given by the process that answered, so that a batch that is sent twice arrives once
  at timestamptz NOT NULL, -- when the answer was given, by the clock of the process that gave it
  key_fingerprint text NOT NULL,
  holder text NOT NULL,
  unit_code text NOT NULL,
  role text NOT NULL,
  route text NOT NULL, -- as the api describes it, never the address that was asked
  subject_id text, -- null: the answer showed no subject
  item_id text, -- which listing, repair, check or sealed entry
  purpose text,
  status text, -- the credit status that was answered
  position bigint, -- of the log, on which the answer stood
  request_id text NOT NULL,
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX access_records_subject ON access_records (subject_id, at, id);
CREATE INDEX access_records_holder ON access_records (holder, at, id);

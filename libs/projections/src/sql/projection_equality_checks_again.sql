-- A row that somebody put in before keeps no check from being done, nor its result from being kept.
ALTER TABLE projection_equality_checks
  DROP CONSTRAINT projection_equality_checks_pkey,
  ADD PRIMARY KEY (projection, table_name, checked_on, checked_at);

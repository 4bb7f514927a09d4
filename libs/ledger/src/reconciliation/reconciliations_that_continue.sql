-- Of which reconciliation it names further differences; NULL: it is one by itself, as all were that are recorded so far.
ALTER TABLE reconciliations ADD COLUMN continues uuid;

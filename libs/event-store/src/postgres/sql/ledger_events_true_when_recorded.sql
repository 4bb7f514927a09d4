-- No event is of a day after the one on which it is recorded (Asia/Shanghai, UTC+8). NOT VALID: what stands in a log from before
-- stays as it is; partitions made from now on have it from the beginning.
ALTER TABLE ledger_events ADD CONSTRAINT ledger_events_true_when_recorded
  CHECK (occurred_on <= (recorded_at AT TIME ZONE interval '8 hours')::date) NOT VALID;

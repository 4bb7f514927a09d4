-- Lets the append functions write to partition `number`, and makes the one after it. Run by the migration, and by the append that
-- writes the first event into a partition.
--
-- They write through the view ledger_events_open, which is that one partition, and need not find it anew in each statement; the plans
-- kept for the view follow when it is replaced.
CREATE FUNCTION open_log_partition(number bigint) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM public.make_log_partition(number + 1);
  EXECUTE format('CREATE OR REPLACE VIEW public.ledger_events_open AS SELECT * FROM public.%I', format('ledger_events_%s', number));
  REVOKE ALL ON public.ledger_events_open FROM PUBLIC;
END
$$;

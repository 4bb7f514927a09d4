-- Makes partition `number` of the log if it is not there: same columns and checks as the log, append-only like it, readable by the
-- application. See open_log_partition().
CREATE FUNCTION make_log_partition(number bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  partition text := format('ledger_events_%s', number);
BEGIN
  IF to_regclass('public.' || partition) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.ledger_events INCLUDING ALL)', partition);
  EXECUTE format('ALTER TABLE public.%1$I ADD CONSTRAINT %2$I UNIQUE (stream, revision), ADD CONSTRAINT %3$I UNIQUE (event_id)',
                 partition, partition || '_stream_revision', partition || '_event_id');
  EXECUTE format('CREATE TRIGGER ledger_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I '
                 'FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', partition);
  EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', partition);
  EXECUTE format('GRANT SELECT ON public.%I TO ledger_app', partition);
  -- Attached last: whoever sees it as a part of the log sees it whole. Writers and readers are not stopped by this.
  EXECUTE format('ALTER TABLE public.ledger_events ATTACH PARTITION public.%I FOR VALUES FROM (%s) TO (%s)',
                 partition, public.log_partition_start(number), public.log_partition_start(number + 1));
END
$$;

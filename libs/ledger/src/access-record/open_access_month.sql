-- Makes the partition of a month (UTC) if it is not there: append-only like the whole. Nobody writes to a partition but through the whole,
-- and only the owner drops one. Called by the process that has the first record of a month.
CREATE FUNCTION open_access_month(some_time timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  first date := date_trunc('month', some_time AT TIME ZONE 'UTC')::date;
  partition text := format('access_records_%s', to_char(first, 'YYYY_MM'));
BEGIN
  IF to_regclass('public.' || partition) IS NOT NULL THEN RETURN; END IF;
  IF first < '2000-01-01' OR first > '2199-12-01' THEN
    RAISE EXCEPTION 'access-month-invalid: %', first USING ERRCODE = 'datetime_field_overflow';
  END IF;
  PERFORM pg_advisory_xact_lock(7221063042);
  -- Asked of the catalog itself: to_regclass() may remember that there was none before somebody else made it.
  IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = 'public'::regnamespace) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.access_records INCLUDING ALL)', partition);
  EXECUTE format('CREATE TRIGGER access_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I '
                 'FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', partition);
  EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', partition);
  -- Attached last: whoever sees it as a part of the whole sees it complete. Writers and readers are not stopped by this.
  EXECUTE format('ALTER TABLE public.access_records ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition,
                 first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
END
$$;

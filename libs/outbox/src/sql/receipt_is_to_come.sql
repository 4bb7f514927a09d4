-- Is the receipt of this push still to come? Of what a later message mended, that one's counts. What nobody has queued yet is to come as well.
CREATE FUNCTION receipt_is_to_come(of_push uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH RECURSIVE told AS (
    SELECT status, overtaken_by FROM public.pushes WHERE push_id = of_push
    UNION ALL
    SELECT later.status, later.overtaken_by FROM told JOIN public.pushes AS later ON later.push_id = told.overtaken_by WHERE told.status = 'mended'
  )
  SELECT count(*) = 0 OR bool_or(public.push_is_open(status)) FROM told
$$;

-- Which partition of the log a position lies in: partition n holds the positions from n x 5,000,000 up to the next one's first
-- (about 10 GB of events of 2 KB). The only place that knows the span.
CREATE FUNCTION log_partition_of(place bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN place / 5000000;

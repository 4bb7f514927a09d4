-- The first position that can lie in a partition of the log.
CREATE FUNCTION log_partition_start(number bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN number * 5000000;

-- Whose turn it is in a lane. A lane's messages that are not through are those of these states; the earliest is its head.
CREATE FUNCTION push_is_open(status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('waiting', 'held', 'sent', 'processing', 'rejected', 'dead');

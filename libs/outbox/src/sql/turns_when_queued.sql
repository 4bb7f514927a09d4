-- Whose turn it is when a message is queued.
CREATE TRIGGER take_turn_when_queued BEFORE INSERT ON pushes
  FOR EACH ROW EXECUTE FUNCTION take_turn_when_queued();

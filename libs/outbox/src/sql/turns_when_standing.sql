-- Whose turn it is when a message stands still, or waits again.
CREATE TRIGGER take_turn_when_standing BEFORE UPDATE OF status ON pushes
  FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION take_turn_when_standing();

-- Whose turn it is when a message is through, or no longer.
CREATE TRIGGER pass_turn AFTER UPDATE OF status ON pushes
  FOR EACH ROW WHEN (push_is_open(OLD.status) <> push_is_open(NEW.status)) EXECUTE FUNCTION pass_turn();

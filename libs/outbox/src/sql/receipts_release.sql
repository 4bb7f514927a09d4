-- Who waits for a message goes on when it is through.
CREATE TRIGGER release_who_waits AFTER UPDATE OF status ON pushes
  FOR EACH ROW WHEN (push_is_open(OLD.status) AND NOT push_is_open(NEW.status)) EXECUTE FUNCTION release_who_waits();

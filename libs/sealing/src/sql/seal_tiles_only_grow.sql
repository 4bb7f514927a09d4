CREATE TRIGGER seal_tiles_only_grow
  BEFORE UPDATE ON seal_tiles
  FOR EACH ROW EXECUTE FUNCTION refuse_unsealing();

CREATE TRIGGER access_records_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON access_records
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
